internal import Foundation

/// An angle. It is kept in degrees, as in a pipeline file, so that it goes to JSON and back unchanged and so that a
/// quarter turn is exact.
///
/// In JSON: a number of degrees.
package struct Angle: Hashable, Sendable, Comparable {
    package var degrees: Double

    package static let zero = Angle(degrees: 0)

    package static func degrees(_ degrees: Double) -> Angle {
        Angle(degrees: degrees)
    }

    package static func radians(_ radians: Double) -> Angle {
        Angle(degrees: radians * 180 / .pi)
    }

    package var radians: Double { degrees * .pi / 180 }

    /// The sine; exact (−1, 0 or 1) at multiples of 90°.
    package var sine: Double {
        let (quarter, rest) = quarters
        switch quarter {
        case 0: return sin(rest)
        case 1: return cos(rest)
        case 2: return -sin(rest)
        default: return -cos(rest)
        }
    }

    /// The cosine; exact (−1, 0 or 1) at multiples of 90°.
    package var cosine: Double {
        let (quarter, rest) = quarters
        switch quarter {
        case 0: return cos(rest)
        case 1: return -sin(rest)
        case 2: return -cos(rest)
        default: return sin(rest)
        }
    }

    package var tangent: Double { sine / cosine }

    /// The whole quarter turns (0…3) nearest to the angle, and the rest in radians, within ±π/4.
    private var quarters: (Int, Double) {
        let turn = degrees.remainder(dividingBy: 360)
        let nearest = (turn / 90).rounded()
        return (Int(nearest) & 3, (turn - nearest * 90) * .pi / 180)
    }

    /// The angle whose tangent is `y / x`, in the quadrant of (x, y): −180°…180°.
    package static func arcTangent(_ y: Double, _ x: Double = 1) -> Angle {
        .radians(atan2(y, x))
    }

    package static func < (a: Angle, b: Angle) -> Bool { a.degrees < b.degrees }
    package static func + (a: Angle, b: Angle) -> Angle { .degrees(a.degrees + b.degrees) }
    package static func - (a: Angle, b: Angle) -> Angle { .degrees(a.degrees - b.degrees) }
    package static prefix func - (a: Angle) -> Angle { .degrees(-a.degrees) }
    package static func * (a: Angle, factor: Double) -> Angle { .degrees(a.degrees * factor) }
    package static func / (a: Angle, divisor: Double) -> Angle { .degrees(a.degrees / divisor) }
}

extension Angle: Codable {
    package init(from decoder: any Decoder) throws {
        degrees = try decoder.singleValueContainer().decode(Double.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(degrees)
    }
}
