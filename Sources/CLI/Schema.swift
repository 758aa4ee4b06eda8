import ArgumentParser
import Diorama

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the JSON Schema of the pipeline file, for editors.")

    func run() {
        print(PipelineSchema.json, terminator: "")
    }
}
