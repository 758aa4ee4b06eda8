import ArgumentParser
import Diorama

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the JSON Schema of the pipeline file, for editors.")

    func run() throws {
        try Terminal.print(PipelineSchema.json, terminator: "")
    }
}
