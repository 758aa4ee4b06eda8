package import Drawings
package import Rendering

extension TexturePatch {
    /// The most characters of an object whose places are looked for. A texture that repeats may show its text any number of
    /// times.
    package static let mostCharacters = 2000

    /// How often a texture is shown beyond its own edges.
    package enum Repeats: Sendable {
        case always, never
        /// In a way that no text is followed.
        case otherwise
    }

    /// The lines that it shows: each as often as its texture repeats on it.
    ///
    /// - Parameters:
    ///   - written: the lines on the texture, as shares of its width from the left and of its height from the top.
    ///   - room: how many characters' places are still looked for; those of these lines are taken off.
    /// - Returns: nil where the places of some are not known.
    package func lines(_ written: [WrittenPart], repeats: Repeats, room: inout Int) -> [SurfaceText]? {
        guard written.allSatisfy(TextureTile.canShow) else { return nil }
        var (low, high) = (lower.rounded(.down), upper.rounded(.down))
        switch repeats {
        case .always: break
        case .never: (low, high) = (.zero, .zero)
        case .otherwise:
            guard all(lower .>= 0), all(upper .<= 1) else { return nil }
            (low, high) = (.zero, .zero)
        }
        let characters = written.flatMap(\.parts).reduce(0) { $0 + $1.parts.count }
        let times = (high.x - low.x + 1) * (high.y - low.y + 1)
        guard times * Double(characters) <= Double(room) else { return nil }
        room -= Int(times) * characters
        var found: [SurfaceText] = []
        for row in Int(low.y)...Int(high.y) {
            for column in Int(low.x)...Int(high.x) {
                let tile = TextureTile(patch: self, corner: SIMD2(Double(column), Double(row)))
                found += written.compactMap(tile.text)
            }
        }
        return found
    }
}
