/// A hash that is the same on every machine and in every release, unlike Swift's own.
///
/// The mixing function of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014),
/// https://doi.org/10.1145/2660193.2660195, with the constants of Stafford's variant 13.
package enum SplitMix {
    /// The generator's first output for this state.
    package static func hash(_ state: UInt64) -> UInt64 { mixed(state &+ 0x9E37_79B9_7F4A_7C15) }

    /// Each bit depends on all bits of the argument; 0 stays 0.
    package static func mixed(_ bits: UInt64) -> UInt64 {
        var bits = bits
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    /// Takes in the UTF-8 bytes of a text eight at a time, then their number.
    package static func hash(_ text: String, seed: UInt64) -> UInt64 {
        var state = hash(seed)
        var (word, filled): (UInt64, UInt64) = (0, 0)
        for byte in text.utf8 {
            word |= UInt64(byte) << (8 * filled)
            filled += 1
            if filled == 8 {
                state = hash(state ^ word)
                (word, filled) = (0, 0)
            }
        }
        return hash(hash(state ^ word) ^ UInt64(text.utf8.count))
    }
}
