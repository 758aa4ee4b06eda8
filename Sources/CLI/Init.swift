import ArgumentParser
import Diorama

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Writes a pipeline to begin with, with comments.")

    @Argument(help: "The folder to write it to.", completion: .directory)
    var folder: String

    func run() throws {
        try Terminal.print(Starter.write(to: folder))
    }
}
