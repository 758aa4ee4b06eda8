/// How long a drawn or lettered object has been outdoors: fading, scratches, dents, dirt and dried splashes.
///
/// It changes colours alone, never alpha.
package struct Wear: Sendable, Hashable {
    /// 0…1: as new, to heavily worn.
    package var amount: Double

    /// Two objects of the same seed wear alike, at any size.
    package var seed: UInt32

    /// Whether the object stands on a ground, from which mud has splashed up.
    package var isOnGround: Bool

    package init(amount: Double, seed: UInt32, isOnGround: Bool = false) {
        (self.amount, self.seed, self.isOnGround) = (amount, seed, isOnGround)
    }
}
