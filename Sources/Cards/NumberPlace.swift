/// A number that a form takes, somewhere in the value that the form reads, with its unit and its range.
package struct NumberPlace: Sendable {
    /// The keys that lead to it, with a point between.
    package let keys: String
    package let range: ClosedRange<Double>
    package let unit: Unit
    /// A value of the form that has this number in that place, and nothing else that may be left out.
    package let holding: @Sendable (Value) -> Value

    /// The same number as part of a larger value.
    func within(_ key: String, _ wrap: @escaping @Sendable (Value) -> Value) -> NumberPlace {
        let holding = holding
        let all = [key, keys].filter { !$0.isEmpty }.joined(separator: ".")
        return NumberPlace(keys: all, range: range, unit: unit) { wrap(holding($0)) }
    }

    /// The same number under a key.
    func under(_ key: String) -> NumberPlace { within(key) { .map([Value.Entry(key: key, value: $0)]) } }
}
