/// Where an object's shape comes from.
struct BOPOrigin: Hashable, Comparable {
    /// What its scene stores of its source, as JSON.
    var from: String
    /// Whether it is mirrored from left to right.
    var isMirrored: Bool

    static func < (a: BOPOrigin, b: BOPOrigin) -> Bool {
        (a.from, a.isMirrored ? 1 : 0) < (b.from, b.isMirrored ? 1 : 0)
    }
}

/// Where the objects that share a model's number come from; nothing is known as soon as one of them is of unknown origin,
/// or there are too many to be compared.
struct BOPOrigins {
    private(set) var all: Set<BOPOrigin>? = []

    private static let most = 100

    /// - Returns: whether it is one more.
    mutating func add(_ origin: BOPOrigin?) -> Bool {
        guard let origin, let known = all, known.count < Self.most || known.contains(origin) else {
            all = nil
            return false
        }
        return all?.insert(origin).inserted ?? false
    }
}
