import Cards
import Drawings

/// A pattern that is painted on a material.
protocol SolidPattern: Defaulted {
    static var name: String { get }
    static func card(_ scope: SolidScope) -> Card<Self>

    /// The pattern with its numbers drawn; nil where it has a mistake, which is noted.
    ///
    /// - Parameter size: the extent of the texture: metres, or 1 by 1.
    func layer(_ piece: inout Workpiece, size: SIMD2<Double>) -> (any PaintLayer)?
}

/// A pattern with its numbers drawn. Two layers with equal texts paint the same.
protocol PaintLayer: Sendable {
    func paint(on canvas: inout SolidCanvas) throws(ObjectError)

    /// The texts that it shows.
    var texts: [String] { get }

    /// The lines of its texts with their places on a canvas, each as shares of its width from the left and of its height
    /// from the top; nil where it shows texts and their places are not known.
    func lines(on canvas: SolidCanvas) throws(ObjectError) -> [WrittenPart]?
}

extension PaintLayer {
    var texts: [String] { [] }

    func lines(on canvas: SolidCanvas) throws(ObjectError) -> [WrittenPart]? { texts.isEmpty ? [] : nil }
}

/// Every pattern that a material can name.
enum SolidPatterns {
    static let all: [any SolidPattern.Type] = [
        NoisePattern.self, StripesPattern.self, ChecksPattern.self, FadePattern.self, WoodPattern.self,
        RustPattern.self, DrawingPattern.self, TextPattern.self,
    ]
    static let names = all.map { $0.name }
}

extension Form where V == [any SolidPattern] {
    /// A list of patterns, each `name: {keys}`.
    static func patterns(_ scope: SolidScope) -> Form {
        let expectation = "a list of patterns, such as - noise: {colour: black, scale: 0.1}"
        return Form(
            expectation: expectation, schema: .map(["type": "array"]),
            decode: { node, reading in
                guard let nodes = node.elements else {
                    reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                    return nil
                }
                let patterns = nodes.compactMap { pattern($0, scope, &reading) }
                return patterns.count == nodes.count ? patterns : nil
            },
            encode: { .list($0.map { .text(type(of: $0).name) }) })
    }

    private static func pattern(
        _ node: Node, _ scope: SolidScope, _ reading: inout Reading
    ) -> (any SolidPattern)? {
        guard let pairs = node.pairs, pairs.count == 1 else {
            reading.report(.notOneName(kind: "pattern", found: node.pairs?.map(\.key) ?? []), at: node.position)
            return nil
        }
        guard let type = SolidPatterns.all.first(where: { $0.name == pairs[0].key }) else {
            reading.report(
                .unknownName(pairs[0].key, kind: "pattern", known: SolidPatterns.names), at: pairs[0].keyPosition)
            return nil
        }
        func decoded<P: SolidPattern>(_ type: P.Type) -> (any SolidPattern)? {
            type.card(scope).decode(pairs[0].value, &reading)
        }
        return decoded(type)
    }
}
