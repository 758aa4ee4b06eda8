import Foundation
import Synchronization

/// Threads that share out the numbers of a list.
///
/// Threads rather than tasks: a worker computes for seconds without a pause, and `--jobs` says exactly how many there
/// are.
public enum Workers {
    /// One for each core that the process may use.
    public static var perCore: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Calls `body` once for each element of `work`, on `count` threads; each thread first makes its own state.
    ///
    /// Elements are handed out in order. Ends early when `shouldStop` says so or a call throws; the error of the
    /// earliest element that failed is thrown once all threads have ended.
    ///
    /// - Returns: whether every element was worked on.
    static func run<State>(
        _ count: Int, over work: [Int], shouldStop: @escaping @Sendable () -> Bool,
        makeState: @escaping @Sendable () -> State,
        body: @escaping @Sendable (Int, State) throws -> Void
    ) throws -> Bool {
        let next = Atomic(0)
        let failure = Mutex<(place: Int, error: any Error)?>(nil)
        let threads = DispatchGroup()
        let loop: @Sendable () -> Void = {
            let state = makeState()
            while !shouldStop(), failure.withLock({ $0 == nil }) {
                let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard place < work.count else { break }
                do {
                    try body(work[place], state)
                } catch {
                    failure.withLock { known in
                        if known.map({ place < $0.place }) ?? true { known = (place, error) }
                    }
                }
            }
        }
        for _ in 0..<max(1, min(count, work.count)) {
            threads.enter()
            let thread = Thread {
                loop()
                threads.leave()
            }
            // As the main thread's: SVG and text rendering recurse deeply.
            thread.stackSize = 8 << 20
            thread.start()
        }
        threads.wait()
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        return next.load(ordering: .relaxed) >= work.count
    }
}
