/// One of several equal parts of a run, each for another process or machine: `2/8` is the third of eight.
///
/// A run has blocks of consecutive images. A shard makes every block whose number leaves its own when divided by the
/// number of shards, so the slow part of a run is shared by all.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// Which part, from 0.
    public let index: Int
    /// The number of parts.
    public let count: Int

    /// Nil unless `0 ≤ index < count`.
    public init?(_ index: Int, of count: Int) {
        guard (0..<max(count, 0)).contains(index) else { return nil }
        (self.index, self.count) = (index, count)
    }

    /// Nil for anything but `K/N` with K from 0 to N − 1.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
        self.init(index, of: count)
    }

    /// The shard as on the command line: `2/8`.
    public var description: String { "\(index)/\(count)" }

    /// Whether the shard makes a block.
    func holds(_ block: Int) -> Bool { block % count == index }
}
