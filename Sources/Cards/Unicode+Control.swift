extension Unicode.Scalar {
    /// Whether it is a character without a glyph that steers a terminal or ends a line, such as U+000A.
    package var isControl: Bool { properties.generalCategory == .control }

    /// As Unicode writes it: U+0009.
    package var code: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
