import Cards

/// A random order of 0 ..< count that gives each element by itself, without the list: no memory, and the same few
/// microseconds for ten photos or ten million.
///
/// The swap-or-not shuffle (Hoang, Morris and Rogaway, "An enciphering scheme based on a card shuffle", CRYPTO 2012,
/// doi:10.1007/978-3-642-32009-5_1): in every round each number x has a partner, key − x modulo count, and a random bit
/// of the pair says whether the two change places. Each round is a bijection, so all of them are. It takes any count as
/// it is, and reaches odd permutations too, which a Feistel network does not.
struct KeyedPermutation: Sendable {
    let count: Int
    private let rounds: [(key: Int, salt: UInt64)]

    /// The distance from a fair shuffle shrinks by a constant factor each round (their main theorem), so that the rounds
    /// needed grow with the logarithm of the count. These are six for each bit of 2¹⁶.
    private static let roundCount = 96

    /// - Parameter index: which of the permutations of that name, 0 or more, below 2³².
    init(count: Int, seed: UInt64, index: Int, name: String) {
        self.count = count
        var stream = RandomStream(seed: seed, image: index, name: name)
        rounds = (0..<KeyedPermutation.roundCount).map { _ in
            (stream.integer(0, max(0, count - 1)), stream.next64())
        }
    }

    /// The element at `place`, 0 ..< count.
    subscript(place: Int) -> Int {
        precondition((0..<count).contains(place), "a place of the permutation")
        var x = place
        for round in rounds {
            let partner = (round.key - x + count) % count
            if KeyedPermutation.bit(of: max(x, partner), round.salt) { x = partner }
        }
        return x
    }

    /// A random bit of a number and a round.
    private static func bit(of number: Int, _ salt: UInt64) -> Bool { SplitMix.mixed(UInt64(number) ^ salt) & 1 == 1 }
}
