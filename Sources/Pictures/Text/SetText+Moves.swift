internal import CPango
internal import CVips

extension SetText {
    /// A turn, a scaling and a shift of a cluster, in units: x becomes xx · x + xy · y + shift, and y alike.
    package struct Move: Hashable, Sendable {
        package var xx, xy, yx, yy: Double
        package var x, y: Double

        package static let still = Move(xx: 1, xy: 0, yx: 0, yy: 1, x: 0, y: 0)

        init(xx: Double, xy: Double, yx: Double, yy: Double, x: Double, y: Double) {
            (self.xx, self.xy, self.yx, self.yy, self.x, self.y) = (xx, xy, yx, yy, x, y)
        }

        /// - Parameters:
        ///   - centre: the fixed point of the turn and the scaling.
        ///   - cosine: of the turn, which is clockwise.
        ///   - sine: of the turn.
        ///   - size: the factor of the scaling.
        ///   - shift: what comes last.
        package init(
            about centre: SIMD2<Double>, cosine: Double, sine: Double, size: Double, shift: SIMD2<Double>
        ) {
            (xx, xy, yx, yy) = (cosine * size, -sine * size, sine * size, cosine * size)
            x = centre.x + shift.x - xx * centre.x - xy * centre.y
            y = centre.y + shift.y - yx * centre.x - yy * centre.y
        }

        package func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
            SIMD2(xx * point.x + xy * point.y + x, yx * point.x + yy * point.y + y)
        }

        /// This move after another one.
        func after(_ first: Move) -> Move {
            let origin = self(SIMD2(first.x, first.y))
            return Move(
                xx: xx * first.xx + xy * first.yx, xy: xx * first.xy + xy * first.yy,
                yx: yx * first.xx + yy * first.yx, yy: yx * first.xy + yy * first.yy, x: origin.x, y: origin.y)
        }

        /// The same for a cluster that lies so far from its place.
        func behind(x left: Double, y top: Double) -> Move {
            let origin = self(SIMD2(left, top))
            return Move(xx: xx, xy: xy, yx: yx, yy: yy, x: origin.x, y: origin.y)
        }

        var matrix: cairo_matrix_t { cairo_matrix_t(xx: xx, yx: yx, xy: xy, yy: yy, x0: x, y0: y) }
    }

    /// A line round each letter, outside of it.
    package struct Outline: Hashable, Sendable {
        /// In units.
        package var width: Double
        package var red, green, blue: UInt8

        package init(width: Double, red: UInt8, green: UInt8, blue: UInt8) {
            (self.width, self.red, self.green, self.blue) = (width, red, green, blue)
        }
    }
}
