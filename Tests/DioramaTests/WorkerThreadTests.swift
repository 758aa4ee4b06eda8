import Testing

@testable import Diorama

@Suite struct WorkerThreadTests {
    @Test func aThreadThatTheSystemRefusesIsAnError() throws {
        // A stack larger than all addresses there are.
        let error = try #require(throws: JobError.self) { try WorkerThread.start(stackBytes: 1 << 50) {} }
        #expect(error.description.hasPrefix("a thread cannot be started: "))
    }
}
