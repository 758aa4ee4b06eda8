import Foundation
import Testing

@testable import Cards

/// Where the program finds the files that come with it.
@Suite struct ShippedFilesTests {
    @Test func aProgramFindsItsFilesWhereverItIsPut() throws {
        let folder = try Folder([
            "a/bin", "a/share/diorama/objects", "tree/objects", "tree/.build/x/y/z", "tree/bin", "c",
        ])
        let root = folder.path
        try folder.write("tree/Package.swift")
        #expect(ShippedFiles.root(of: root + "/a/bin/diorama", named: nil) == root + "/a/share/diorama")
        #expect(ShippedFiles.root(of: root + "/tree/.build/x/y/z/diorama", named: nil) == root + "/tree")
        #expect(ShippedFiles.root(of: root + "/tree/bin/diorama", named: nil) == root + "/tree")
        #expect(ShippedFiles.root(of: root + "/c/diorama", named: nil) == nil)
        #expect(ShippedFiles.root(of: "/diorama", named: nil) == nil)
        #expect(ShippedFiles.root(of: "", named: nil) == nil)
    }

    @Test func aFolderAboveTheProgramThatMerelyHoldsObjectsIsNoneOfOurs() throws {
        let folder = try Folder(["home/objects", "home/bin"])
        #expect(ShippedFiles.root(of: folder.path + "/home/bin/diorama", named: nil) == nil)
    }

    @Test func theEnvironmentNamesAnotherFolder() throws {
        let folder = try Folder(["a/bin", "a/share/diorama/objects"])
        #expect(ShippedFiles.root(of: folder.path + "/a/bin/diorama", named: "/elsewhere") == "/elsewhere")
        #expect(
            ShippedFiles.root(of: folder.path + "/a/bin/diorama", named: "") == folder.path + "/a/share/diorama")
    }

    @Test func aPathMayStartFromTheFilesOfTheProgram() throws {
        let root = try #require(ShippedFiles.root)
        #expect(Reading(folder: "work").resolve("diorama:backgrounds/../objects/x.svg") == root + "/objects/x.svg")
    }

    /// A folder of folders that is deleted in the end.
    private final class Folder {
        let path = NSTemporaryDirectory() + "shipped-" + UUID().uuidString

        init(_ folders: [String]) throws {
            for folder in folders {
                try FileManager.default.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
            }
        }

        func write(_ name: String) throws { try Data().write(to: URL(fileURLWithPath: "\(path)/\(name)")) }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }
}
