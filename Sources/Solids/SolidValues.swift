import Cards
import Drawings

/// The values of a definition's names in one draw.
package struct SolidValues: Sendable {
    /// The values by their numbers in the scope; NaN for a name that `let` has not reached yet.
    var numbers: [Double]
    var colours: [String: Colour] = [:]
    var texts: [String: String] = [:]

    init(_ scope: SolidScope) {
        numbers = [Double](repeating: .nan, count: scope.numbers.count)
        if let index = scope.index(of: "pi") { numbers[index] = .pi }
    }
}
