import ArgumentParser
import Diorama

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the scene behind one image of a dataset, as JSON.",
        discussion: "“diorama run --only” makes the same image from the pipeline again.")

    @Argument(help: "The dataset's folder.", completion: .directory)
    var dataset: String

    @Argument(help: "The image: its number, or its file.")
    var image: String

    func run() throws {
        try Terminal.print(StoredScene.json(dataset: dataset, image: image))
    }
}
