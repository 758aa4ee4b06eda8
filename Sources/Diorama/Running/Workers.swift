import Foundation
import Synchronization

/// Threads that divide the numbers of a list among themselves.
///
/// They are threads and not tasks: a worker computes for seconds without a pause, and `--jobs` gives their exact
/// number.
public enum Workers {
    /// The number of cores that the process may use.
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
    /// Elements are handed out in order, those of a batch to one thread. The work ends early when `shouldStop` returns
    /// true, a call throws or a thread cannot be made; once all threads have ended, the last error, or that of the
    /// earliest element that failed, is thrown.
    ///
    /// - Parameter batch: the batch of an element; neighbours with the same batch go to one thread, one after the
    ///   other.
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
                // The stack is as large as the main thread's: SVG and text rendering recurse deeply.
                try WorkerThread.start(stackBytes: 8 << 20) {
                    loop()
                    threads.leave()
                }
            } catch {
                // The index is before every element, so that this error is the one thrown, and the running threads end.
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
