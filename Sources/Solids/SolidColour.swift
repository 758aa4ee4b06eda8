import Cards
import Drawings

/// A colour of a definition: a literal, a parameter's, or a mixture of two.
indirect enum SolidColour: Sendable {
    case constant(Colour)
    case parameter(String)
    case mix(SolidColour, SolidColour, share: Expression)

    func colour(_ piece: inout Workpiece) -> Colour {
        switch self {
        case .constant(let colour): return colour
        case .parameter(let name): return piece.values.colours[name] ?? Colour(red: 128, green: 128, blue: 128)
        case .mix(let first, let second, let share):
            let (a, b) = (first.colour(&piece), second.colour(&piece))
            let share = piece.number(share, "mix", in: 0...1, .share(of: "the other colour"))
            func mixed(_ a: UInt8, _ b: UInt8) -> UInt8 {
                UInt8((Double(a) + (Double(b) - Double(a)) * share).rounded())
            }
            return Colour(red: mixed(a.red, b.red), green: mixed(a.green, b.green), blue: mixed(a.blue, b.blue))
        }
    }
}

extension Form where V == SolidColour {
    /// A colour, a colour parameter's name, or `{mix: [one, other, share of the other]}`.
    static func solidColour(_ scope: SolidScope) -> Form {
        let expectation =
            "a colour such as \"#c8102e\" (in quotes), the name of a colour parameter, or {mix: [a, b, 0.5]}"
        return Form(
            expectation: expectation, schema: .map([:]),
            decode: { node, reading in decode(node, scope, expectation, &reading) },
            encode: written)
    }

    private static func written(_ colour: SolidColour) -> Value {
        switch colour {
        case .constant(let colour): .text(colour.text)
        case .parameter(let name): .text(name)
        case .mix(let first, let second, let share):
            .map(["mix": .list([written(first), written(second), .text(share.text)])])
        }
    }

    private static func decode(
        _ node: Node, _ scope: SolidScope, _ expectation: String, _ reading: inout Reading
    ) -> SolidColour? {
        if let name = node.scalar, !node.isNull {
            if scope.colours.contains(name) { return .parameter(name) }
            if let colour = Colour(name) { return .constant(colour) }
            if let nearest = name.nearest(among: scope.colours) {
                reading.report(
                    .rule("“\(name)” is no colour and no colour parameter; did you mean “\(nearest)”?"),
                    at: node.position)
            } else {
                reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
            }
            return nil
        }
        guard let pairs = node.pairs, pairs.count == 1, pairs[0].key == "mix" else {
            reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
            return nil
        }
        guard let elements = pairs[0].value.elements, elements.count == 3 else {
            reading.report(
                .wrongType(
                    expected: "two colours and the second one's share", found: pairs[0].value.description),
                at: pairs[0].value.position)
            return nil
        }
        let first = decode(elements[0], scope, expectation, &reading)
        let second = decode(elements[1], scope, expectation, &reading)
        let share = Form<Expression>.expression(scope).decode(elements[2], &reading)
        guard let first, let second, let share else { return nil }
        return .mix(first, second, share: share)
    }
}
