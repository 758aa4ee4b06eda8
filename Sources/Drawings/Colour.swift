package import Cards

/// An opaque colour in 8-bit sRGB.
package struct Colour: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#c8102e`, `#c12` (each digit twice) and the plain names of CSS; nil for anything else.
    package init?(_ text: String) {
        if let known = Colour.names[text.lowercased()] {
            self.init(number: known)
            return
        }
        let digits = text.dropFirst()
        guard text.hasPrefix("#"), digits.allSatisfy(\.isHexDigit), let number = UInt32(digits, radix: 16) else {
            return nil
        }
        switch digits.count {
        case 6: self.init(number: number)
        case 3: self.init(number: (number & 0xF00) * 0x1100 + (number & 0xF0) * 0x110 + (number & 0xF) * 0x11)
        default: return nil
        }
    }

    private init(number: UInt32) {
        self.init(
            red: UInt8(number >> 16 & 0xFF), green: UInt8(number >> 8 & 0xFF), blue: UInt8(number & 0xFF))
    }

    /// The text `#c8102e`, as SVG and Pango read it.
    package var text: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The common names of CSS Color Module Level 4, section 6.1.
    private static let names: [String: UInt32] = [
        "black": 0x000000, "silver": 0xC0C0C0, "gray": 0x808080, "grey": 0x808080, "white": 0xFFFFFF,
        "maroon": 0x800000, "red": 0xFF0000, "purple": 0x800080, "magenta": 0xFF00FF, "green": 0x008000,
        "lime": 0x00FF00, "olive": 0x808000, "yellow": 0xFFFF00, "navy": 0x000080, "blue": 0x0000FF,
        "teal": 0x008080, "cyan": 0x00FFFF, "orange": 0xFFA500, "brown": 0xA52A2A, "pink": 0xFFC0CB,
    ]
}

extension Form where V == Colour {
    /// A colour; choices are checked when the file is read, like constants.
    package static var colour: Form {
        let text = Form<String>.text("a colour such as \"#c8102e\" (in quotes, as # begins a comment) or red")
        return Form(
            expectation: text.expectation, schema: text.schema, draftSchema: text.draftSchema,
            decode: { node, reading in
                guard let written = text.decode(node, &reading) else { return nil }
                guard let colour = Colour(written) else {
                    reading.report(
                        .wrongType(expected: text.expectation, found: "“\(written)”"), at: node.position)
                    return nil
                }
                return colour
            },
            draft: { node, reading in
                guard let draft = text.draft(node, &reading) else { return nil }
                let wrong = draft.constants.map(\.flowText).filter { Colour($0) == nil }
                for word in wrong {
                    reading.report(.wrongType(expected: text.expectation, found: "“\(word)”"), at: node.position)
                }
                return wrong.isEmpty ? draft : nil
            },
            encode: { .text($0.text) })
    }
}
