package import Cards
package import Drawings
import Geometry
import Pictures

/// A vector drawing whose named parameters, such as colours and texts, may vary.
package struct Drawing: VectorSource {
    package var file: [String] = []
    package var set: [Named<String>] = []

    package init() {}

    package static let card = Card<Drawing>(
        "drawing", "A vector drawing (SVG), whose colours, texts and other parameters may vary.",
        .required(
            "file", \.file, .oneOrMore(.shippedPath("drawing", extensions: extensions)),
            "The SVG file, or the name of one in objects/. From several, from a folder or from a glob, one is drawn each time."
        ),
        .field(
            "set", \.set, .map(.textOrNumber, of: "parameter names"),
            "The drawing's parameters, which are the <!ENTITY …> lines of its DOCTYPE. The others keep their defaults.")
    )

    private static let extensions = ["svg"]

    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> Drawing {
        let files = try lists.files(file, extensions: Drawing.extensions)
        var one = self
        one.file = [files[stream.integer(0, files.count - 1)]]
        return one
    }

    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        var problems: [ObjectError] = []
        for path in values.texts("file") {
            do throws(ObjectError) {
                for file in try lists.files([path], extensions: extensions) {
                    do throws(ObjectError) {
                        let document = try SVGDocument(path: file)
                        let unknown = values.names("set").filter { name in
                            !document.parameters.contains { $0.name == name }
                        }
                        problems += unknown.map { document.unknown($0) }
                        guard unknown.isEmpty else { continue }
                        for settings in values.settings("set") {
                            problems += document.problems(settings).filter { !problems.contains($0) }
                        }
                    } catch {
                        problems.append(error)
                    }
                }
            } catch {
                problems.append(error)
            }
        }
        return problems
    }

    package static func samples(in values: DraftValues, _ lists: FileLists) -> [any ObjectSource] {
        values.texts("file").flatMap { (try? lists.files([$0], extensions: extensions)) ?? [] }.map { file in
            var one = Drawing()
            (one.file, one.set) = ([file], values.settings("set")[0])
            return one
        }
    }

    package static func origins(in values: DraftValues, _ lists: FileLists) -> [String] {
        values.texts("file").flatMap { (try? lists.files([$0], extensions: extensions)) ?? [] }
    }

    package func origin(_ lists: FileLists) -> String { file.first ?? "" }

    private func page() throws(ObjectError) -> SVGPage {
        guard file.count == 1 else { preconditionFailure("one drawing is chosen before it is read") }
        return try SVGDocument(path: file[0]).page(set)
    }

    // MARK: - Measuring

    package func outline() throws(ObjectError) -> ObjectOutline {
        let page = try page()
        let bounds = try DrawingBounds(of: page)
        let frame = bounds.frame
        let aspect = frame.width / frame.height
        try RenderedGrid.check(aspect, file: page.path)
        var reach = Rect(x: 0, y: 0, width: aspect, height: 1)
        if bounds.reach != frame {
            reach = Rect(
                x: (bounds.reach.x - frame.x) / frame.height, y: (bounds.reach.y - frame.y) / frame.height,
                width: bounds.reach.width / frame.height, height: bounds.reach.height / frame.height)
        }
        let bare = ObjectOutline(aspect: aspect, polygons: [], frame: frame, reach: reach)
        let sprite = try sprite(of: page, bare, heightPixels: DrawingBounds.pixels, outlines: nil)
        let lines = page.lines.compactMap { line in
            line.moved { Point(($0.x - frame.x) / frame.height, ($0.y - frame.y) / frame.height) }
        }
        return ObjectOutline(
            aspect: aspect, polygons: sprite.outlines, frame: frame, reach: reach, writing: page.writing,
            lines: isWhole(lines, of: page, in: reach, sprite.outlines) ? lines : [])
    }

    /// Whether no letter is cut off: by the page's edge, or where there is a clip path by the object's.
    private func isWhole(_ lines: [WrittenPart], of page: SVGPage, in reach: Rect, _ outlines: [Polygon]) -> Bool {
        let letters = lines.flatMap(\.parts).flatMap(\.parts).flatMap { letter -> [Point] in
            let middle = letter.corners.reduce(Point(0, 0)) { Point($0.x + $1.x / 4, $0.y + $1.y / 4) }
            // Outlines are found to within a part of a letter.
            return letter.corners.map { Point(middle.x + 0.9 * ($0.x - middle.x), middle.y + 0.9 * ($0.y - middle.y)) }
        }
        return letters.allSatisfy { letter in
            reach.contains(letter) && (!page.clipsLetters || outlines.contains { $0.contains(letter) })
        }
    }

    // MARK: - Rendering

    package func sprite(_ outline: ObjectOutline, heightPixels: Int) throws(ObjectError) -> Sprite {
        try sprite(of: page(), outline, heightPixels: heightPixels, outlines: outline.polygons)
    }

    /// Rendered as far as anything is seen of it.
    private func sprite(
        of page: SVGPage, _ outline: ObjectOutline, heightPixels: Int, outlines: [Polygon]?
    ) throws(ObjectError) -> Sprite {
        let (frame, reach) = (outline.frame, outline.reach)
        let rows = Int((Double(heightPixels) * reach.height - 1e-6).rounded(.up))
        let grid = RenderedGrid(aspect: reach.width / reach.height, heightPixels: rows)
        // The picture's columns are whole, and pixels square: its right edge is the first column's end past the reach.
        let height = frame.height * reach.height
        let whole = Rect(
            x: frame.x + reach.x * frame.height, y: frame.y + reach.y * frame.height,
            width: height * Double(grid.width) / Double(grid.height), height: height)
        let raster = try page.raster(frame: whole, width: grid.width, height: grid.height)
        return Sprite(rendered: raster, aspect: outline.aspect, frame: reach, outlines: outlines)
    }
}
