import ArgumentParser
import Diorama
import Studio

struct StudioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "Shows a dataset in a local page; for photos, you draw there what their scene is.",
        discussion: """
            It prints the address of the page, opens it where there is a browser, and serves it until Ctrl-C. The page is \
            for this machine alone: the address holds a token, and without it nothing is answered. No file outside what \
            is named here is read. Only marks and facts that you save are written.

            Datasets of diorama and of other tools are told by their files. Others are named as in a pipeline's \
            backgrounds.datasets: 'voc: folder', 'masks: {images: photos, masks: masks}'.
            """)

    @Argument(
        help:
            "A dataset or a pipeline; or photos, folders of photos and catalogues. The current folder where none is given.",
        completion: .file())
    var inputs: [String] = []

    @Option(help: "The port to listen on. (default: a free one, the same for the same photos)")
    var port: UInt16?

    @Option(
        help: """
            The pipeline that made the dataset; with photos, one whose objects are tried on them. (default for a dataset: \
            looked for beside it, here, and among the worked ones)
            """, completion: .file(extensions: ["yaml", "yml"]))
    var pipeline: String?

    @Flag(inversion: .prefixedNo, help: "Open the page in the browser, where there is one.")
    var browser = true

    func run() throws {
        let server = StudioServer(inputs, port: port, pipeline: pipeline)
        try server.run(until: Interruption(), opensBrowser: browser) { news in
            switch news {
            case .listens(let address): try Terminal.print(address)
            case .reads(let name): Terminal.complain("Reading \(name) …")
            case .shows(let words): Terminal.complain("\(words). Ctrl-C ends it.")
            }
        }
    }
}
