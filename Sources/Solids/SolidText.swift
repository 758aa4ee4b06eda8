import Cards
import Drawings
import Pictures

/// A text of a definition, in which `{name}` stands for a parameter.
struct SolidText: Sendable {
    enum Piece: Sendable {
        case plain(String)
        case text(String)
        case number(Int)
        case colour(String)
    }

    let pieces: [Piece]

    init(_ plain: String) {
        pieces = [.plain(plain)]
    }

    fileprivate init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// - Parameter isMarkup: whether it is markup, in which what a parameter gives stands for itself.
    func text(_ values: SolidValues, isMarkup: Bool = false) -> String {
        pieces.map { piece in
            switch piece {
            case .plain(let text): text
            case .text(let name): isMarkup ? (values.texts[name] ?? "").xmlEscaped : values.texts[name] ?? ""
            case .number(let index): values.numbers[index].plainText
            case .colour(let name): values.colours[name]?.text ?? ""
            }
        }.joined()
    }
}

extension Form where V == SolidText {
    static func solidText(_ scope: SolidScope) -> Form {
        let text = Form<String>.text("a text, in which {name} stands for a parameter")
        return Form(
            expectation: text.expectation, schema: text.schema,
            decode: { node, reading in
                guard let written = text.decode(node, &reading) else { return nil }
                var pieces: [SolidText.Piece] = []
                var rest = written[...]
                while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                    pieces.append(.plain(String(rest[..<open])))
                    let name = String(rest[rest.index(after: open)..<close])
                    if scope.texts.contains(name) {
                        pieces.append(.text(name))
                    } else if scope.colours.contains(name) {
                        pieces.append(.colour(name))
                    } else if let index = scope.index(of: name) {
                        pieces.append(.number(index))
                    } else {
                        reading.report(
                            .unknownName(
                                name, kind: "parameter", known: scope.texts + scope.colours + scope.numbers),
                            at: node.position)
                        return nil
                    }
                    rest = rest[rest.index(after: close)...]
                }
                return SolidText(pieces: pieces + [.plain(String(rest))])
            },
            encode: { _ in .text("a text") })
    }
}
