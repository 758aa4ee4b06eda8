import Findings
import Foundation
import Studios
import Testing

@testable import Rendering

/// What becomes of a model whose importer does not do as it should.
@Suite struct ModelImporterTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    /// An importer that is a line of shell.
    private func failure(_ script: String, seconds: Double = 20) -> RenderingError? {
        let importer = ModelImporter(
            .child(executable: "/bin/sh", arguments: ["-c", script]), limits: ImportLimits(seconds: seconds))
        do throws(RenderingError) {
            _ = try importer.read(.disk("a.obj"))
            return nil
        } catch {
            return error
        }
    }

    @Test func anImporterThatCrashesIsNamedWithItsSignal() {
        let error = failure("kill -SEGV $$")
        #expect(error?.code == .crashed)
        #expect(error?.file == "a.obj")
        #expect(error?.words.hasPrefix("its importer crashed (SIGSEGV): ") == true)
    }

    @Test func wantOfMemoryIsToldFromOtherCrashes() {
        let error = failure(
            "echo \"terminate called after throwing an instance of 'std::bad_alloc'\" >&2; kill -ABRT $$")
        #expect(error?.code == .outOfMemory)
        #expect(error?.description == "a.obj: its importer ran out of its 2 GiB of memory")
    }

    @Test func anImporterThatLeavesIsNamed() {
        let error = failure("exit 0")
        #expect(error?.code == .crashed)
        #expect(error?.description == "a.obj: its importer ended without an answer")
    }

    @Test func whatIsNoAnswerIsRefused() {
        // Its standard input is the socket, which takes what is written, too.
        let error = failure("echo some words that are no answer >&0; sleep 5")
        #expect(error?.words == "its importer gave an answer that makes no sense: is no answer of an importer")
    }

    @Test func anImporterThatWaitsForeverIsStopped() {
        let start = ContinuousClock.now
        // It is waited for five times its seconds, and five more.
        let error = failure("sleep 1000", seconds: -0.9)
        #expect(error?.code == .tookTooLong)
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func anImporterThatIsNotThereIsNamed() {
        let importer = ModelImporter(.child(executable: "/none", arguments: []))
        let error = #expect(throws: RenderingError.self) { try importer.read(.disk("a.obj")) }
        #expect(error?.description == "a.obj: its importer, /none, cannot be started: No such file or directory")
    }

    @Test func noneIsLeftInTheListOfProcesses() throws {
        let mark = "import-\(UUID().uuidString)"
        for script in [
            "kill -SEGV $$ # \(mark)", "exit 3 # \(mark)", "echo no answer at all >&0; sleep 1000 # \(mark)",
        ] {
            _ = failure(script)
        }
        let own = "\(ProcessInfo.processInfo.processIdentifier)"
        for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
            let line = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
            #expect(!line.contains(mark))
            let state = ((try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? "").split(
                separator: ")")
            let fields = state.last?.split(separator: " ") ?? []
            // Other tests start processes, too, but no shells that end by themselves within this one.
            #expect(!(fields.first == "Z" && fields.dropFirst().first == Substring(own) && line == "(sh"))
        }
    }

    @Test func aFailureIsKeptSoThatNoFileIsTriedTwice() throws {
        let count = studio.path("count")
        let importer = ModelImporter(
            .child(executable: "/bin/sh", arguments: ["-c", "echo >> \(count); kill -SEGV $$"]))
        for _ in 0..<3 { #expect(throws: RenderingError.self) { try importer.read(.disk("a.obj")) } }
        #expect(throws: RenderingError.self) { try importer.read(.disk("b.obj")) }
        #expect(try studio.text("count") == "\n\n")
    }
}
