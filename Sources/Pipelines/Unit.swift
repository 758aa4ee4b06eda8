/// The unit of a number in a pipeline file.
package enum Unit: String, Sendable {
    case none = ""
    case metres
    case degrees
    case pixels
    case seconds
    case gibibytes = "GiB"
    case kelvin
    /// Of exposure: each doubles the light.
    case stops
}

extension ClosedRange<Double> {
    /// The rest of “a number …”: ` from 0 to 1`, ` of 0 or more metres`.
    func wording(_ unit: Unit) -> String {
        let suffix = unit == .none ? "" : " " + unit.rawValue
        let open = 1e9
        if lowerBound == upperBound { return ": \(lowerBound.plainText)" + suffix }
        return switch (lowerBound <= -open, upperBound >= open) {
        case (true, true): unit == .none ? "" : " of" + suffix
        case (false, true): " of \(lowerBound.plainText) or more" + suffix
        case (true, false): " of \(upperBound.plainText) or less" + suffix
        case (false, false): " from \(lowerBound.plainText) to \(upperBound.plainText)" + suffix
        }
    }
}
