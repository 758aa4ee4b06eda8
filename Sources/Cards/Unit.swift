/// The unit of a number in a user's file, which every message about the number names.
package enum Unit: Hashable, Sendable {
    /// A unit that only the user can know: that of a solid's parameter without a unit, or of a format's version.
    case none
    case metres, degrees, pixels, seconds, gibibytes, kelvin
    /// Stops of exposure: each doubles the light.
    case stops
    /// A share of a whole, which the message names, so that nobody gives pixels or per cent.
    case share(of: String)
    /// Any other unit, as it stands behind the number: `images`, `times the picture's brightness`.
    case other(String)

    /// As it stands behind a range.
    var wording: String {
        switch self {
        case .none: ""
        case .metres: " metres"
        case .degrees: " degrees"
        case .pixels: " pixels"
        case .seconds: " seconds"
        case .gibibytes: " GiB"
        case .kelvin: " kelvin"
        case .stops: " stops"
        case .share(let whole): ", a share of \(whole), not pixels or per cent"
        case .other(let words): " " + words
        }
    }
}

extension ClosedRange<Double> {
    /// The rest of “a number …”: ` from 0 to 1`, ` of 0 or more metres`.
    func wording(_ unit: Unit) -> String {
        let open = 1e9
        return switch (lowerBound <= -open, upperBound >= open) {
        case (true, true): unit == .none ? "" : " of" + unit.wording
        case (false, true): " of \(lowerBound.plainText) or more" + unit.wording
        case (true, false): " of \(upperBound.plainText) or less" + unit.wording
        case (false, false): " from \(lowerBound.plainText) to \(upperBound.plainText)" + unit.wording
        }
    }
}
