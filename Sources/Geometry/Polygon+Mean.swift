extension Polygon {
    /// The mean of some numbers, each by the area of its outline; nil where none has any.
    package static func mean(_ values: [(value: Double, outline: [Point])]) -> Double? {
        let areas = values.map { Polygon($0.outline).area }
        let whole = areas.reduce(0, +)
        return whole > 0 ? zip(values, areas).reduce(0) { $0 + $1.0.value * $1.1 } / whole : nil
    }
}
