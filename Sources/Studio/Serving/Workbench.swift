import Dispatch
import Foundation

/// Threads for work that takes long or waits for the disk. The server's own threads are few, and must stay free to
/// answer other requests.
struct Workbench: Sendable {
    private let queue: DispatchQueue
    private let places: DispatchSemaphore

    /// - Parameter count: the most pieces of work at a time.
    init(_ name: String, count: Int = ProcessInfo.processInfo.activeProcessorCount) {
        queue = DispatchQueue(label: "diorama.studio.\(name)", attributes: .concurrent)
        places = DispatchSemaphore(value: max(1, count))
    }

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                places.wait()
                defer { places.signal() }
                continuation.resume(with: Result { try work() })
            }
        }
    }
}
