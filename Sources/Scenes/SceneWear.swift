package import Cards

/// How worn a drawn or lettered object is.
package struct SceneWear: Codable, Sendable, Hashable {
    /// 0…1: as new, to heavily worn.
    package var amount: Double
    /// Two objects of the same seed wear alike.
    package var seed: UInt32

    package init(amount: Double, seed: UInt32) {
        (self.amount, self.seed) = (amount, seed)
    }

    /// Draws both, each from a stream of its own; nil for an object as new.
    package init?(_ rule: Distribution<Double>, from streams: RandomStreams) {
        let amount = streams.draw("amount", rule)
        guard amount > 0 else { return nil }
        var seeds = streams.stream("seed")
        self.init(amount: amount, seed: seeds.next())
    }
}
