import Cards
import Drawings

/// What the names of a definition stand for in one draw.
package struct SolidValues: Sendable {
    /// By their numbers in the scope; NaN for what `let` has not come to yet.
    var numbers: [Double]
    var colours: [String: Colour] = [:]
    var texts: [String: String] = [:]

    init(_ scope: SolidScope) {
        numbers = [Double](repeating: .nan, count: scope.numbers.count)
        if let index = scope.index(of: "pi") { numbers[index] = .pi }
    }
}
