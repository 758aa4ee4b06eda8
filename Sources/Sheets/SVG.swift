/// The pieces of the SVG that we draw with.
enum SVG {
    /// A whole drawing, with the pixels of the output as its unit.
    static func document(width: Int, height: Int, _ body: String) -> String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\">\(body)</svg>"
    }

    /// The number to a hundredth, without needless zeros; the same on every machine.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        var text = (hundredths < 0 ? "-" : "") + String(whole)
        if rest > 0 {
            text += "." + (rest < 10 ? "0" : "") + String(rest)
            if rest.isMultiple(of: 10) { text.removeLast() }
        }
        return text
    }

    /// A user's text as an element's content: escaped, white space as single blanks, and without the control characters
    /// that XML 1.0 cannot hold (section 2.2).
    static func escape(_ text: String) -> String {
        var escaped = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !escaped.isEmpty { escaped += " " }
            for scalar in word.unicodeScalars {
                switch scalar {
                case "&": escaped += "&amp;"
                case "<": escaped += "&lt;"
                case ">": escaped += "&gt;"
                case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": continue
                default: escaped.unicodeScalars.append(scalar)
                }
            }
        }
        return escaped
    }

    static func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, radius: Double = 0, _ style: String
    ) -> String {
        let corner = radius > 0 ? " rx=\"\(number(radius))\"" : ""
        return "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\""
            + "\(corner) \(style)/>"
    }
}
