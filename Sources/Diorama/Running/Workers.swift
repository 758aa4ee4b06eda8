import Foundation
import Synchronization

/// Threads that share out the numbers of a list.
///
/// Threads rather than tasks: a worker computes for seconds without a pause, and `--jobs` says exactly how many there
/// are.
public enum Workers {
    /// One for each core that the process may use.
    public static var perCore: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Calls `body` for each index below `count`, on a thread for each core.
    ///
    /// - Throws: the error of the lowest index that failed, once all threads have ended.
    static func spread(_ count: Int, body: @escaping @Sendable (Int) throws -> Void) throws {
        _ = try run(
            perCore, over: Array(0..<count), batch: { $0 }, shouldStop: { false }, makeState: {},
            body: { index, _ in try body(index) })
    }

    /// Calls `body` once for each element of `work`, on `count` threads; each thread first makes its own state.
    ///
    /// Elements are handed out in order, those of a batch to one thread. Ends early when `shouldStop` says so, a call throws or
    /// a thread cannot be made; that, or the error of the earliest element that failed, is thrown once all threads have
    /// ended.
    ///
    /// - Parameter batch: of an element; neighbours that have the same one go to one thread, one after the other.
    /// - Returns: whether every element was worked on.
    static func run<State>(
        _ count: Int, over work: [Int], batch: (Int) -> Int, shouldStop: @escaping @Sendable () -> Bool,
        makeState: @escaping @Sendable () -> State,
        body: @escaping @Sendable (Int, State) throws -> Void
    ) throws -> Bool {
        let batches = Workers.batches(of: work, batch)
        let next = Atomic(0)
        let finished = Atomic(0)
        let failure = Mutex<(place: Int, error: any Error)?>(nil)
        let shouldEnd: @Sendable () -> Bool = { shouldStop() || failure.withLock { $0 != nil } }
        let threads = DispatchGroup()
        let loop: @Sendable () -> Void = {
            let state = makeState()
            while !shouldEnd() {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < batches.count else { break }
                for place in batches[number] where !shouldEnd() {
                    do {
                        try body(work[place], state)
                        finished.add(1, ordering: .relaxed)
                    } catch {
                        failure.withLock { known in
                            if known.map({ place < $0.place }) ?? true { known = (place, error) }
                        }
                    }
                }
            }
        }
        for _ in 0..<max(1, min(count, batches.count)) {
            threads.enter()
            do {
                // As the main thread's: SVG and text rendering recurse deeply.
                try WorkerThread.start(stackBytes: 8 << 20) {
                    loop()
                    threads.leave()
                }
            } catch {
                // Before every element, so that it is the one that is thrown, and the threads that are there end.
                failure.withLock { $0 = (-1, error) }
                threads.leave()
                break
            }
        }
        threads.wait()
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        return finished.load(ordering: .relaxed) == work.count
    }

    /// The runs of places whose elements have the same batch.
    private static func batches(of work: [Int], _ batch: (Int) -> Int) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        for index in work.indices where index + 1 == work.count || batch(work[index + 1]) != batch(work[index]) {
            batches.append(start..<index + 1)
            start = index + 1
        }
        return batches
    }
}
