import Cards
import Drawings
import Findings
import Geometry
import Pictures

extension Lettering {
    /// How far the shadow and the glow reach beyond the letters, in font sizes: where they are hardly seen.
    var spread: Double {
        let shadow = shadow.map { max(abs($0.x), abs($0.y)) + 2.5 * $0.blur } ?? 0
        return max(shadow, glow.map { 2.5 * $0.size } ?? 0)
    }

    /// Lays letters over what is drawn already, with all that belongs to them.
    ///
    /// - Parameters:
    ///   - unit: the pixels of a font size.
    func lay(_ letters: Raster, over raster: inout Raster, unit: Double) {
        if let shadow {
            var plane = AlphaPlane(letters)
            plane.blur(sigma: shadow.blur * unit)
            raster.lay(
                plane.tinted(shadow.color, opacity: shadow.opacity, x: shadow.x * unit, y: shadow.y * unit), atX: 0,
                y: 0)
        }
        if let glow {
            var plane = AlphaPlane(letters)
            plane.blur(sigma: glow.size * unit)
            // Beside the letters a blur covers less than half.
            raster.lay(plane.tinted(glow.color, opacity: min(1, 2 * glow.opacity)), atX: 0, y: 0)
        }
        guard let relief else {
            raster.lay(letters, atX: 0, y: 0)
            return
        }
        raster.lay(relief.lit(letters, unit: unit), atX: 0, y: 0)
    }

    /// Sets the lines of a text along the arc.
    func bend(_ set: SetText, _ alignment: SetText.Alignment) {
        let em = Lettering.measuredSize
        set.bend(
            by: Angle.degrees(abs(arc)).radians, isUp: arc > 0, height: Lettering.lettersMiddle * em,
            leastRadius: Lettering.leastRadius * em, tolerance: em / 200, alignment)
    }

    /// The height above the baseline of the middle of letters, in font sizes: there they stand as far apart as in a straight
    /// text.
    private static let lettersMiddle = 0.35
    /// Of a circle that letters stand along, in font sizes: on smaller ones they would stand in each other.
    private static let leastRadius = 2.0

    /// Checks that the letters of a text are not joined.
    static func checkIsDivided(_ text: String) throws(ObjectError) {
        guard Pango.hasJoinedLetters(text) else { return }
        throw ObjectError(
            .badValue,
            "the letters of “\(text)” are joined, and an “arc” turns each by itself: write the text without an arc")
    }

    /// The places of the letters that stand unevenly, by their first byte.
    func moves(of text: SetText) -> [Int: SetText.Move] {
        guard let jitter else { return [:] }
        let streams = RandomStreams(seed: UInt64(jitter.seed ?? 0), image: 0)
        var moves: [Int: SetText.Move] = [:]
        for (number, cluster) in text.lines.flatMap(\.words).flatMap(\.clusters).enumerated() {
            var stream = streams.stream("letter/\(number)")
            let far = jitter.shift * Lettering.measuredSize
            let shift = SIMD2(stream.uniform(-far, far), stream.uniform(-far, far))
            let turn = Angle.degrees(stream.uniform(-jitter.turn, jitter.turn))
            let size = 1 + stream.uniform(-jitter.size, jitter.size) * 0.99
            let box = cluster.box
            moves[cluster.bytes.lowerBound] = SetText.Move(
                about: SIMD2(box.x + box.width / 2, box.y + box.height / 2), cosine: turn.cosine, sine: turn.sine,
                size: size, shift: shift)
        }
        return moves
    }
}

extension LetterRelief {
    /// The letters with bright and dark edges: those of a surface that falls off within the edges' width.
    ///
    /// - Parameters:
    ///   - letters: with straight alpha.
    ///   - unit: the pixels of a font size.
    fileprivate func lit(_ letters: Raster, unit: Double) -> Raster {
        var plane = AlphaPlane(letters)
        plane.blur(sigma: depth * unit / 2)
        let direction = Angle.degrees(light)
        // The way to the light, with y down; in a hollow the slopes face the other way.
        let sign: Float = form == .raised ? 1 : -1
        let (toX, toY) = (sign * Float(direction.sine), -sign * Float(direction.cosine))
        let scale = Float(depth * unit) * 1.2
        var raster = letters
        for y in 0..<letters.height {
            for x in 0..<letters.width {
                let at = (y * letters.width + x) * 4
                guard raster.bytes[at + 3] > 0 else { continue }
                let (cx, cy) = (Double(x), Double(y))
                let slopeX = (plane.value(x: cx + 1, y: cy) - plane.value(x: cx - 1, y: cy)) / 2
                let slopeY = (plane.value(x: cx, y: cy + 1) - plane.value(x: cx, y: cy - 1)) / 2
                let facing = min(1, max(-1, -(slopeX * toX + slopeY * toY) * scale)) * Float(strength)
                let goal: Float = facing > 0 ? 255 : 0
                for band in 0..<3 {
                    let own = Float(raster.bytes[at + band])
                    raster.bytes[at + band] = UInt8((own + (goal - own) * abs(facing)).rounded())
                }
            }
        }
        return raster
    }
}
