import Foundation
import Studios
import Testing

/// Folders that a dataset cannot go to.
@Suite struct OutputFolderTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(1)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            images: 40
            backgrounds: {photos: [photos]}
            objects: {disc: {from: {cutouts: cutouts/disc.png}}}
            output: {images: {format: png}}

            """, to: "pipeline.yaml")
    }

    private func run(_ folder: String, _ more: String...) throws -> Tool.Outcome {
        try Tool.Running(
            ["run", "pipeline.yaml", "--images", "2", "--out", folder, "--quiet"] + more, in: studio.path
        ).wait()
    }

    @Test func aFolderThatHoldsSomethingIsLeftAsItIs() throws {
        try studio.write("mine", to: "out/notes.txt")
        for (option, words) in [
            (nil, "it is not empty (it holds notes.txt); choose another folder"),
            ("--overwrite", "it holds notes.txt and no dataset of ours, so nothing in it is overwritten"),
        ] {
            let outcome = try option.map { try run("out", $0) } ?? run("out")
            #expect(outcome.status == 2)
            #expect(outcome.errors == "error: cannot write a dataset to out: \(words)\n")
        }
        let resumed = try run("out", "--resume")
        #expect(resumed.status == 2)
        #expect(resumed.errors == "error: cannot resume in out: it holds notes.txt and no run of ours to go on with\n")
        #expect(try studio.names("out") == ["notes.txt"])
        #expect(try studio.text("out/notes.txt") == "mine")
    }

    @Test func anEmptyFolderIsTaken() throws {
        try FileManager.default.createDirectory(atPath: studio.path("out"), withIntermediateDirectories: true)
        #expect(try run("out").status == 0)
    }

    @Test func aDatasetIsReplacedOnlyWhenThatIsAskedFor() throws {
        #expect(try run("out").status == 0)
        let first = try studio.files("out")
        let refused = try run("out", "--seed", "9")
        #expect(refused.status == 2)
        #expect(
            refused.errors
                == "error: cannot write a dataset to out: it holds a finished dataset; give --overwrite to replace it, or choose another folder\n"
        )
        #expect(try studio.files("out") == first)
        #expect(try run("out", "--seed", "9", "--overwrite").status == 0)
        #expect(try studio.files("out")["images/000000.png"] != first["images/000000.png"])
        #expect(try run("out", "--overwrite").status == 0)
        #expect(try studio.files("out") == first)
    }

    @Test func aFolderUnderAFileCannotBeMade() throws {
        try studio.write("mine", to: "file")
        let under = try run("file/out")
        #expect(under.status == 1)
        #expect(under.errors == "error: cannot make the folder file/out: Not a directory\n")
        let itself = try run("file")
        #expect(itself.status == 1)
        #expect(itself.errors == "error: cannot make the folder file: a file of that name is in the way\n")
        #expect(try studio.text("file") == "mine")
    }

    // MARK: - A disk that fills up

    private static func mount(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/mount")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private static let mayMount: Bool = {
        guard getuid() == 0, let studio = try? Studio() else { return false }
        guard mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", studio.path) else { return false }
        return umount2(studio.path, Int32(MNT_DETACH)) == 0
    }()

    @Test(.enabled(if: mayMount, "mounting a file system needs root"))
    func aDiskThatFillsUpIsNamedAndTheRunGoesOnOnceThereIsRoom() throws {
        let disk = studio.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try #require(Self.mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", disk))
        defer { umount2(disk, Int32(MNT_DETACH)) }
        let full = try Tool.run("run", "pipeline.yaml", "--out", "disk/out", "--quiet", "--jobs", "1", in: studio)
        #expect(full.status == 1)
        #expect(full.errors.hasPrefix("error: cannot write disk/out/"))
        let lines = full.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasSuffix(": No space left on device"))
        #expect(
            lines[1].hasSuffix(
                " of 40 images are finished in disk/out. Solve that, and give the same command with --resume to go on."
            ))
        #expect(try studio.names("disk/out").allSatisfy { !$0.hasSuffix(".part") })

        try #require(Self.mount("-o", "remount,size=16m", disk))
        let resumed = try Tool.run("run", "pipeline.yaml", "--out", "disk/out", "--quiet", "--resume", in: studio)
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try Tool.run("run", "pipeline.yaml", "--out", "whole", "--quiet", in: studio).status == 0)
        #expect(try studio.files("disk/out") == studio.files("whole"))
    }
}
