import Foundation
import Testing

@testable import Cards

@Suite struct FilePatternTests {
    /// A folder with these empty files in it; a path that ends with a slash is an empty folder.
    private func folder(_ paths: String...) throws -> String {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("files-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        for path in paths {
            let whole = root + "/" + path
            let parent = path.hasSuffix("/") ? whole : String(whole[..<(whole.lastIndex(of: "/") ?? whole.endIndex)])
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            if !path.hasSuffix("/") { try Data().write(to: URL(fileURLWithPath: whole)) }
        }
        return root
    }

    /// What a pattern finds below the folder, without the folder's own path.
    private func found(_ pattern: String, in root: String) throws -> [String] {
        defer { try? FileManager.default.removeItem(atPath: root) }
        return try FilePattern(root + pattern).files().map { String($0.dropFirst(root.count + 1)) }
    }

    private func reason(_ pattern: String, in root: String) throws -> String {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let error = try #require(throws: FilePatternError.self) { try FilePattern(root + pattern).files() }
        #expect(error.description == "\(root + pattern): \(error.reason)")
        return error.reason
    }

    @Test func aFolderStandsForAllPicturesBelowItInByteOrder() throws {
        let root = try folder(
            "b.png", "B.jpg", "a10.jpg", "a9.JPEG", "é.png", "sub/deeper/z.webp", "sub/a.tif", "notes.txt",
            ".hidden.png",
            ".cache/x.png", "sub/.DS_Store")
        #expect(
            try found("", in: root) == [
                "B.jpg", "a10.jpg", "a9.JPEG", "b.png", "sub/a.tif", "sub/deeper/z.webp", "é.png",
            ])
    }

    /// A disk that is not there, or files that were never fetched: their reader finds and names them.
    @Test func linksToNothingAreFiles() throws {
        for pattern in ["", "/*.jpg", "/**/*.jpg"] {
            let root = try folder("a.jpg")
            for name in ["lost.jpg", "notes"] {
                try FileManager.default.createSymbolicLink(atPath: root + "/" + name, withDestinationPath: "/nowhere")
            }
            #expect(try found(pattern, in: root) == ["a.jpg", "lost.jpg"])
        }
    }

    @Test func aFileThatIsNamedIsTakenWhateverItIsCalled() throws {
        #expect(try found("/.strange", in: folder(".strange")) == [".strange"])
        #expect(try found("/a[1]*.png", in: folder("a[1]*.png", "a1b.png")) == ["a[1]*.png"])
    }

    @Test func theNameOfAFolderIsNoPattern() throws {
        #expect(
            try found("/photos [1]/*.jpg", in: folder("photos [1]/a.jpg", "photos 1/b.jpg")) == ["photos [1]/a.jpg"])
        #expect(
            try found("/*/[x]/*.jpg", in: folder("p/[x]/a.jpg", "p/x/b.jpg", "q/x/c.jpg")) == [
                "p/[x]/a.jpg", "q/x/c.jpg",
            ])
    }

    @Test func namesThatDifferInHowAccentsAreComposedAreTwoFiles() throws {
        let names = ["caf\u{E9}.png", "cafe\u{301}.png"]
        let root = try folder(names[0], names[1])
        #expect(try FilePattern.files([root, root + "/*.png"]).count == 2)
        #expect(Value.text(names[0]) != .text(names[1]))
        #expect(Set([Value.text(names[0]), .text(names[1])]).count == 2)
        #expect(try found("", in: root).map { Array($0.utf8) } == names.map { Array($0.utf8) }.sorted { $0[3] < $1[3] })
    }

    @Test func wildcardsStayWithinOneNameAndDoubleStarsDoNot() throws {
        let files = ["a.png", "ab.png", "b.png", "s/a.png", "s/t/a.png", "s/t/c.txt", ".h/a.png", "s/.a.png"]
        func found(_ pattern: String) throws -> [String] {
            let root = try folder()
            for file in files {
                let parent = root + "/" + file.split(separator: "/").dropLast().joined(separator: "/")
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
                try Data().write(to: URL(fileURLWithPath: root + "/" + file))
            }
            return try self.found(pattern, in: root)
        }
        #expect(try found("/*.png") == ["a.png", "ab.png", "b.png"])
        #expect(try found("/a?.png") == ["ab.png"])
        #expect(try found("/[a-b].png") == ["a.png", "b.png"])
        #expect(try found("/[!a].png") == ["b.png"])
        #expect(try found("/*/a.png") == ["s/a.png"])
        #expect(try found("/**/a.png") == ["a.png", "s/a.png", "s/t/a.png"])
        #expect(try found("/s/**") == ["s/a.png", "s/t/a.png"])
        #expect(try found("/**/t/*") == ["s/t/a.png"])
    }

    @Test(arguments: [
        ("*", "", true), ("*", "abc", true), ("a*c", "abbc", true), ("a*c", "abcd", false), ("*a*b*", "xxaxxbxx", true),
        ("*a*b*", "xxbxxaxx", false), ("??", "a", false), ("[]]", "]", true), ("[a-", "[a-", true), ("[^a]", "b", true),
        ("[a-]", "-", true), ("caf?", "café", true), ("a**b", "ab", true),
    ])
    func aNamePattern(_ pattern: String, _ name: String, matches: Bool) {
        #expect(NamePattern(pattern).matches(name) == matches)
    }

    @Test func whatIsMissingIsToldFromWhatIsEmpty() throws {
        #expect(try reason("/none", in: folder()) == "there is no such file or folder")
        #expect(
            try reason("", in: folder())
                == "the folder is empty: it should hold files ending in .jpeg, .jpg, .png, .tif, .tiff, .webp")
        #expect(
            try reason("", in: folder("a.txt", "b/c.md"))
                == "the folder holds no file ending in .jpeg, .jpg, .png, .tif, .tiff, .webp, only 2 other files")
        #expect(try reason("/*.png", in: folder("a.jpg")) == "the pattern matches nothing")
        #expect(try reason("/none/**/*.png", in: folder("a.png")) == "the pattern matches nothing")
        #expect(
            try reason("/*", in: folder("a.txt"))
                == "the pattern matches 1 file, none ending in .jpeg, .jpg, .png, .tif, .tiff, .webp")
        #expect(
            try reason("/*", in: folder("a/", "b/"))
                == "the pattern matches only 2 folders: add “/*” for the files in them")
    }

    @Test func linksThatGoRoundInACircleAreFollowedOnce() throws {
        let root = try folder("a/x.png")
        try FileManager.default.createSymbolicLink(atPath: root + "/a/up", withDestinationPath: root)
        #expect(try found("", in: root) == ["a/x.png"])
    }

    @Test func severalPatternsComeInTheirOwnOrderWithoutRepetition() throws {
        let root = try folder("a.png", "b.png", "c.png")
        defer { try? FileManager.default.removeItem(atPath: root) }
        let files = try FilePattern.files([root + "/c.png", root + "/[ab].png", root])
        #expect(files == ["c.png", "a.png", "b.png"].map { root + "/" + $0 })
    }
}
