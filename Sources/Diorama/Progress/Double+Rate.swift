import Findings
import Foundation

extension Double {
    /// The number in a second, for people, in two or three digits: `0.0213`, `0.21`, `8.3`, `142`, `12,345`. It must
    /// not be negative.
    package var rateText: String {
        guard isFinite, self > 0 else { return "0" }
        if self >= 99.95 { return Int(min(rounded(), 1e15)).grouped }
        if self >= 0.995 { return String(format: "%.1f", self) }
        return String(format: self >= 0.0995 ? "%.2f" : "%.2g", self)
    }
}
