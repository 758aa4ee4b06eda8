/// Where an object's shape comes from.
struct BOPOrigin: Hashable, Comparable {
    /// The source as the scene stores it, in JSON.
    var from: String
    /// Whether it is mirrored from left to right.
    var isMirrored: Bool

    static func < (a: BOPOrigin, b: BOPOrigin) -> Bool {
        (a.from, a.isMirrored ? 1 : 0) < (b.from, b.isMirrored ? 1 : 0)
    }
}

/// The origins of the objects that share a model's number. Nothing is known as soon as one of them has an unknown
/// origin, or there are too many to compare.
struct BOPOrigins {
    private(set) var all: Set<BOPOrigin>? = []

    private static let most = 100

    /// - Returns: whether the origin is a new one.
    mutating func add(_ origin: BOPOrigin?) -> Bool {
        guard let origin, let known = all, known.count < Self.most || known.contains(origin) else {
            all = nil
            return false
        }
        return all?.insert(origin).inserted ?? false
    }
}
