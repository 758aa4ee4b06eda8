import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// The results of `transform` for the elements, in their order, worked out on all cores.
    ///
    /// - Parameter size: how many elements one core takes at a time.
    package func concurrentMap<T: Sendable>(
        inChunksOf size: Int = 16, _ transform: @Sendable (Element) -> T
    ) -> [T] {
        let chunks = (count + size - 1) / size
        let results = Mutex([[T]](repeating: [], count: chunks))
        DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
            let made = self[(chunk * size)..<Swift.min(count, (chunk + 1) * size)].map(transform)
            results.withLock { $0[chunk] = made }
        }
        return results.withLock { $0.flatMap { $0 } }
    }
}
