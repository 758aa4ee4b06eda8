import Foundation
import Testing

@testable import Datasets

/// A file system that is full after 256 KiB, mounted for one test; only root may mount, elsewhere the tests are skipped.
private final class TinyDisk {
    let folder: TemporaryFolder
    static let isPossible = (try? TinyDisk()) != nil

    init(options: String = "size=256k") throws {
        folder = try TemporaryFolder()
        try Self.run("/bin/mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder.path])
    }

    func makeReadOnly() throws {
        try Self.run("/bin/mount", ["-o", "remount,ro", folder.path])
    }

    deinit {
        try? Self.run("/bin/umount", ["-l", folder.path])
    }

    private static func run(_ tool: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteNoPermission) }
    }
}

@Suite(.enabled(if: TinyDisk.isPossible, "mounting a file system needs root")) struct FullDiskTests {
    private func writer(_ root: String) throws -> DatasetWriter {
        try DatasetWriter(
            creating: DatasetLayout(root: root), header: Fixture.header, run: Fixture.run(images: 100),
            pipeline: Fixture.pipeline)
    }

    @Test func aFullDiskIsReportedWithTheFileAndLeavesOnlyWholeFiles() throws {
        let disk = try TinyDisk()
        let root = disk.folder.path + "/out"
        let writer = try writer(root)
        var committed = 0
        let error = #expect(throws: DatasetError.self) {
            for index in 0..<100 {
                try writer.commit(
                    Fixture.record(index, layout: writer.layout), image: [UInt8](repeating: 1, count: 40_000), mask: [1]
                )
                committed += 1
            }
        }
        #expect(committed > 2)
        #expect(error?.code == .system)
        #expect(
            error?.description
                == "cannot write \(root)/images/\(DatasetLayout.number(committed)).jpg: No space left on device")
        let images = try disk.folder.files().filter { $0.contains("/images/") }
        #expect(images.count == committed)
        for name in images {
            #expect(name.hasSuffix(".jpg"))
            let size = try FileManager.default.attributesOfItem(atPath: disk.folder.path + "/" + name)[.size]
            #expect(size as? Int == 40_000)
        }
        #expect(writer.done() == Array(0..<committed))
    }

    @Test func aJournalKeepsNoHalfLineWhenTheDiskIsFull() throws {
        let disk = try TinyDisk()
        let journal = try Journal(creating: disk.folder.path + "/journal.jsonl", header: Array("{}\n".utf8))
        let line = Array(("{\"index\":0,\"x\":\"" + String(repeating: "x", count: 50_000) + "\"}\n").utf8)
        var lines = 0
        let error = #expect(throws: DatasetError.self) {
            while true {
                try journal.append(line)
                lines += 1
            }
        }
        #expect(error?.reason == "No space left on device")
        let text = try disk.folder.text("journal.jsonl")
        #expect(text.utf8.count == 3 + lines * line.count)
        #expect(text.hasSuffix("\"}\n"))
    }

    @Test func aFolderThatCannotBeWrittenIsNamed() throws {
        let disk = try TinyDisk()
        try disk.makeReadOnly()
        let error = #expect(throws: DatasetError.self) { try writer(disk.folder.path + "/out") }
        #expect(error?.description == "cannot make the folder \(disk.folder.path)/out: Read-only file system")
        let inside = #expect(throws: DatasetError.self) { try writer(disk.folder.path) }
        #expect(inside?.description == "cannot write \(disk.folder.path)/journal.jsonl: Read-only file system")
    }
}
