import Cards
import Geometry

extension Form where V == Angle {
    /// A number of degrees.
    static func angle(in degrees: ClosedRange<Double>) -> Form {
        let number = Form<Double>.number(in: degrees, .degrees)
        return Form(
            expectation: number.expectation, schema: number.schema,
            decode: { node, reading in number.decode(node, &reading).map { .degrees($0) } },
            encode: { number.encode($0.degrees) }, numbers: number.numbers)
    }
}

extension Form where V == Point {
    /// `[x, y]` in shares of a photo's width and height.
    static var photoPoint: Form { photoPoint(in: 0...1) }

    /// The same, where the point may lie outside the photo.
    static func photoPoint(in range: ClosedRange<Double>) -> Form {
        let numbers = Form<[Double]>.list(.share(of: "the photo's width or height", in: range), count: 2...2)
        let expectation =
            "[x, y] with shares from \(Value.number(range.lowerBound).flowText) to \(Value.number(range.upperBound).flowText)"
        return Form(
            expectation: expectation, schema: numbers.schema,
            decode: { node, reading in
                guard node.elements?.count == 2 else {
                    reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                    return nil
                }
                return numbers.decode(node, &reading).map { Point($0[0], $0[1]) }
            },
            encode: { numbers.encode([$0.x, $0.y]) }, numbers: numbers.numbers)
    }
}

extension Form where V == Polygon {
    /// Three or more corners.
    static var photoPolygon: Form {
        let corners = Form<[Point]>.list(.photoPoint, count: 3...1000)
        let expectation = "a list of three or more corners, each \(Form<Point>.photoPoint.expectation)"
        return Form(
            expectation: expectation, schema: corners.schema,
            decode: { node, reading in
                guard let count = node.elements?.count, count >= 3 else {
                    let found = node.elements.map { "a list of \($0.count)" } ?? node.description
                    reading.report(.wrongType(expected: expectation, found: found), at: node.position)
                    return nil
                }
                guard let polygon = corners.decode(node, &reading).map({ Polygon($0) }) else { return nil }
                guard polygon.area > 0 else {
                    reading.report(.rule("these corners lie on one line, or enclose nothing"), at: node.position)
                    return nil
                }
                return polygon
            },
            encode: { corners.encode($0.vertices) }, numbers: corners.numbers)
    }
}

extension Form where V == [String: Polygon] {
    static var regions: Form { .byName(.photoPolygon, of: "region names") }
}

extension Form {
    /// Values by name. The file's parser refuses a name that is given twice.
    static func byName<W: Sendable>(_ form: Form<W>, of names: String) -> Form where V == [String: W] {
        let list = Form<[Named<W>]>.map(form, of: names)
        return Form(
            expectation: list.expectation, schema: list.schema,
            decode: { node, reading in
                list.decode(node, &reading).map { values in
                    Dictionary(values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
                }
            },
            encode: { values in
                .map(
                    values.sorted { $0.key < $1.key }.map { Value.Entry(key: $0.key, value: form.encode($0.value)) })
            }, numbers: list.numbers, contents: list.contents)
    }
}
