import Cards
import Diorama
import Foundation
import Studios
import Testing

@testable import CLI

/// Help, lists and mistakes, word by word.
@Suite struct KeptTextTests {
    @Test(arguments: ["diorama"] + DioramaCommand.commandNames)
    func helpIsAsKept(command: String) throws {
        let words = command == "diorama" ? ["--help"] : [command, "--help"]
        // Help is wrapped to the width of the terminal.
        let outcome = try Tool.Running(words, in: nil, environment: ["COLUMNS": "80"]).wait()
        try KeptText.expect(outcome.output, is: "help/" + command)
    }

    @Test(arguments: Listing.allCases)
    func listsAreAsKept(list: Listing) throws {
        try KeptText.expect(Tool.run("list", list.rawValue).output, is: "list/" + list.rawValue)
    }

    @Test func everyKeptTextIsOneThatIsPrinted() throws {
        #expect(try KeptText.names(in: "help") == (["diorama"] + DioramaCommand.commandNames).sorted())
        #expect(try KeptText.names(in: "list") == Listing.allCases.map(\.rawValue).sorted())
        #expect(try KeptText.names(in: "mistakes") == Self.pipelines)
    }

    // MARK: - Mistakes

    /// The pipelines of `Expected/mistakes/`, each wrong in many ways; beside each lies what `check` prints of it.
    private static var pipelines: [String] {
        get throws { try KeptText.names(in: "mistakes", extension: "yaml") }
    }

    /// The folder that the pipelines stand in, with what they name.
    private func studio() throws -> Studio {
        let studio = try Studio()
        let folder = KeptText.folder.appendingPathComponent("mistakes").path
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.hasSuffix(".yaml") {
            try studio.write(String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8), to: name)
        }
        try studio.photo("photos/a.jpg")
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.write([0xFF, 0xFE, 0x00], to: "catalogues/binary.yaml")
        try studio.write(
            #"{"images": [], "annotations": [], "categories": [{"id": 1, "name": "plate"}]}"#, to: "labels.json")
        try FileManager.default.createDirectory(atPath: studio.path("empty"), withIntermediateDirectories: false)
        return studio
    }

    @Test func mistakesAreReportedAsKept() throws {
        let studio = try studio()
        #expect(try Self.pipelines.count > 5)
        for name in try Self.pipelines {
            let outcome = try Tool.run("check", name + ".yaml", in: studio)
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(name)")
            try KeptText.expect(outcome.errors.replacing(Page.repository.path, with: "…"), is: "mistakes/" + name)
        }
    }

    /// Their wording stands in `Problem`, and each of its cases is in one of the kept texts.
    @Test func everyKindOfMistakeIsKept() throws {
        let studio = try studio()
        var kinds: Set<Problem.Kind> = []
        for name in try Self.pipelines {
            let error = try #require(throws: InvalidFile.self) { try Plan(path: studio.path(name + ".yaml")) }
            kinds.formUnion(error.diagnostics.map(\.problem.kind))
        }
        #expect(Set(Problem.Kind.allCases).subtracting(kinds) == [])
    }
}
