import ArgumentParser
import Cards
import Diorama
import Foundation
import Pipelines
import Solids
import Studios
import Testing

@testable import CLI
@testable import Objects
@testable import Scenes

/// The pages for readers: each example in them is one that the program takes.
@Suite struct DocumentationTests {
    private static var pages: [Page] { get throws { try Page.all() } }

    @Test func thereAreExamplesToTry() throws {
        let blocks = try Self.pages.flatMap(\.blocks)
        #expect(blocks.count { $0.language == "yaml" } >= 20)
        #expect(try Self.pages.flatMap(\.commands).count { $0.words.contains("diorama") } >= 10)
    }

    @Test func everyCommandIsOneThatTheProgramTakes() throws {
        for page in try Self.pages {
            for (line, words) in page.commands {
                guard let program = words.firstIndex(of: "diorama"), words[0] == "diorama" || words[0] == "swift",
                    words.prefix(2) != ["swift", "build"]
                else { continue }
                #expect(throws: Never.self, "\(page):\(line): \(words.joined(separator: " "))") {
                    _ = try DioramaCommand.parseAsRoot(Array(words[(program + 1)...]))
                }
            }
        }
    }

    @Test func everyExampleIsAFileThatTheProgramReads() throws {
        for page in try Self.pages {
            for block in page.blocks where block.language == "yaml" {
                let problems = try Self.problems(of: block, in: page)
                #expect(problems == nil, "\(page):\(block.line): \(problems ?? "")")
            }
        }
    }

    /// A whole pipeline is checked with all that it names; an excerpt of one is read with the rest left at its defaults.
    private static func problems(of block: Page.Block, in page: Page) throws -> String? {
        let folder = (page.path as NSString).deletingLastPathComponent
        let source = Source(name: "\(page.path):\(block.line)", text: block.text)
        let keys = Set(try Node(parsing: source).pairs?.map(\.key) ?? [])
        if keys.contains("diorama") { return try check(block.text, in: folder) }
        do {
            if keys.contains("parts") {
                _ = try SolidDefinition(source)
            } else if keys.contains("yaws") {
                try read(source, PanoramaSidecar.card)
            } else if keys.contains("horizon") {
                try read(source, PhotoSidecar.card)
            } else {
                var text = block.text + "diorama: 1\n"
                if !keys.contains("backgrounds") { text += "backgrounds: {photos: [photos]}\n" }
                _ = try Pipeline.decode(
                    Source(name: source.name, text: text),
                    folder: Page.repository.appendingPathComponent(folder).path, parts: .all)
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func read<Owner>(_ source: Source, _ card: Card<Owner>) throws {
        var reading = Reading(folder: "")
        _ = card.decode(try Node(parsing: source), &reading)
        guard reading.diagnostics.isEmpty else { throw InvalidFile(reading.diagnostics) }
    }

    /// Checks the pipeline as if it lay in the page's folder.
    private static func check(_ text: String, in folder: String) throws -> String? {
        let studio = try Studio()
        for shared in ["backgrounds", "objects"] {
            try FileManager.default.createSymbolicLink(
                atPath: studio.path(shared), withDestinationPath: Page.repository.appendingPathComponent(shared).path)
        }
        let path = folder.isEmpty ? "page.yaml" : folder + "/page.yaml"
        try studio.write(text, to: path)
        let outcome = try Tool.run("check", path, in: studio)
        return outcome.status == 0 ? nil : outcome.output + outcome.errors
    }

    @Test func everyLinkLeadsToAFile() throws {
        for page in try Self.pages {
            let folder = Page.repository.appendingPathComponent(page.path).deletingLastPathComponent()
            for link in page.links {
                let path = folder.appendingPathComponent(link).standardizedFileURL.path
                #expect(FileManager.default.fileExists(atPath: path), "\(page) links to \(link)")
            }
        }
    }

    @Test func theReferenceIsWhatTheProgramPrints() throws {
        let printed = try Tool.run("list", "--markdown").output
        let page = try Page("docs/reference.md").text
        #expect(
            printed == page,
            "docs/reference.md is out of date; to renew it: diorama list --markdown > docs/reference.md")
    }

    @Test func theGalleryShowsEveryWorkedPipeline() throws {
        let gallery = try Page("docs/gallery.md")
        let pipelines = try FileManager.default.contentsOfDirectory(
            atPath: Page.repository.appendingPathComponent("pipelines").path)
        for pipeline in pipelines {
            let name = pipeline.replacing(".yaml", with: "")
            #expect(gallery.links.contains("../pipelines/" + pipeline), "\(pipeline) is not linked")
            #expect(gallery.links.contains("gallery/\(name).jpg"), "\(pipeline) has no sheet")
        }
    }

    @Test func theTreeOfRoomsIsComplete() throws {
        let tree = try #require(try Page("CONTRIBUTING.md").blocks.first { $0.language.isEmpty }).text
        let sources = Page.repository.appendingPathComponent("Sources").path
        for room in try FileManager.default.contentsOfDirectory(atPath: sources)
        where !FileManager.default.fileExists(atPath: "\(sources)/\(room)/module.modulemap")
            && !FileManager.default.fileExists(atPath: "\(sources)/\(room)/include")
        {
            #expect(tree.contains("\n  \(room)/ "), "\(room) is not in CONTRIBUTING.md")
        }
    }

    /// A first page, not a book.
    @Test func theReadmeIsShort() throws {
        #expect(try Page("README.md").text.split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
    }
}
