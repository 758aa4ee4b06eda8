import Foundation
import Studios
import Testing

/// Where the system gives no thread, a command ends and says so.
@Suite struct ThreadLimitTests {
    /// The limit holds for users other than root alone.
    static let isTestable = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

    @Test(
        .enabled(if: isTestable, "needs root, and setpriv to become another user"),
        arguments: ["check", "run --out out", "preview --out sheet.png"], [1, 2])
    func aCommandWithoutThreadsFails(command: String, limit: Int) throws {
        let studio = try Studio()
        try studio.photos(2)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            images: 2
            backgrounds: {photos: [photos]}
            objects: {disc: {from: {cutouts: cutouts/disc.png}, size: 0.3}}

            """, to: "pipeline.yaml")
        // A copy, since another user may not enter the folder of the build.
        let tool = studio.path("diorama")
        try FileManager.default.copyItem(atPath: Tool.path, toPath: tool)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        // A user of no other process.
        let words = command.split(separator: " ").map(String.init)
        process.arguments =
            ["60", "setpriv", "--reuid", "61234", "--regid", "61234", "--clear-groups", "bash", "-c"]
            + ["ulimit -u \(limit); exec \"$@\"", "bash", tool, words[0], "pipeline.yaml"]
            + words.dropFirst()
        process.currentDirectoryURL = URL(fileURLWithPath: studio.path("."))
        let errors = Pipe()
        (process.standardError, process.standardOutput) = (errors, FileHandle.nullDevice)
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 1, "\(text)")
        #expect(text.contains("a thread cannot be started: "), "\(text)")
    }
}
