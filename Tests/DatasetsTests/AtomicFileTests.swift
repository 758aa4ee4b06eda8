import Foundation
import Testing

@testable import Datasets

@Suite struct AtomicFileTests {
    @Test func theFileAppearsOnlyWhenItIsWhole() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "a.txt")
        let file = try AtomicFile(folder.path + "/a.txt")
        try file.write(Array("new ".utf8))
        #expect(try folder.text("a.txt") == "old")
        try file.write([UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20))
        #expect(try folder.text("a.txt") == "old")
        try file.commit(durably: true)
        #expect(try folder.text("a.txt") == "new " + String(repeating: "x", count: 3 << 20))
        #expect(try folder.files() == ["a.txt"])
    }

    @Test func aDroppedFileLeavesNothing() throws {
        let folder = try TemporaryFolder()
        do {
            let file = try AtomicFile(folder.path + "/a.txt")
            try file.write([UInt8](repeating: 0, count: 2 << 20))
            #expect(try folder.files().count == 1)
        }
        #expect(try folder.files() == [])
    }

    @Test func aFolderThatIsMissingIsNamedWithTheFile() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: DatasetError.self) { try AtomicFile(folder.path + "/no/a.txt") }
        #expect(error?.description == "cannot write \(folder.path)/no/a.txt: No such file or directory")
    }
}
