import Foundation
import Studios
import Testing

/// The studio as a person starts and ends it.
@Suite struct StudioCommandTests {
    private let folder: Studio

    init() throws {
        folder = try Studio()
        try folder.photos(2)
    }

    /// The address that a studio prints once it listens.
    private func address(_ running: Tool.Running) async throws -> String {
        for _ in 0..<300 {
            let output = try running.output
            if output.hasSuffix("\n") { return String(output.dropLast()) }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw CancellationError()
    }

    @Test func itPrintsItsAddressAndEndsWithCtrlC() async throws {
        let running = try Tool.start("studio", "photos", "--no-browser", in: folder)
        #expect(try await address(running).wholeMatch(of: #/http://127\.0\.0\.1:\d+/\?token=[0-9a-f]{64}/#) != nil)
        running.send(SIGINT)
        let outcome = try running.wait()
        #expect(outcome.status == 0 && !outcome.isKilled)
        #expect(outcome.errors.contains("photos photos: 2 images"))
    }

    @Test func aPortInUseIsNamedWithARemedy() async throws {
        let running = try Tool.start("studio", "photos", "--no-browser", in: folder)
        let port = try await address(running).split(separator: "/")[1].split(separator: ":")[1]
        let second = try Tool.run("studio", "photos", "--no-browser", "--port", String(port), in: folder)
        #expect(second.status == 2 && second.errors.contains("port \(port)") && second.errors.contains("--port"))
        running.send(SIGTERM)
        #expect(try running.wait().status == 0)
    }

    @Test func anInputThatIsNothingOfTheseIsWrongUsage() throws {
        try folder.write("hello", to: "notes.txt")
        let outcome = try Tool.run("studio", "notes.txt", "--no-browser", in: folder)
        #expect(outcome.status == 2 && outcome.errors.contains("notes.txt"))
    }
}
