/// A value and its place in the user's file, for mistakes that show only later, such as a path that leads nowhere.
package struct Positioned<V: Sendable>: Sendable {
    package let value: V
    /// Nil for a value that stands in no file.
    package let position: Position?

    package init(_ value: V, at position: Position? = nil) {
        self.value = value
        self.position = position
    }

    /// The position. For a value that stands in no file it is in one without a name, and no place is told.
    package var diagnosticPosition: Position {
        position ?? Position(source: Source(name: "", text: ""), line: 1, column: 1)
    }

    package func diagnostic(_ problem: Problem) -> Diagnostic { Diagnostic(problem, at: diagnosticPosition) }
}

extension Form {
    /// The same value, with its place.
    package static func positioned<W>(_ form: Form<W>) -> Form where V == Positioned<W> {
        Form(
            expectation: form.expectation, schema: form.schema, draftSchema: form.draftSchema,
            decode: { node, reading in form.decode(node, &reading).map { Positioned($0, at: node.position) } },
            draft: form.draft, encode: { form.encode($0.value) }, numbers: form.numbers,
            contents: form.contents)
    }
}
