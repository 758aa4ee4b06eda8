import Geometry
package import Pipelines
import Vips

/// A vector drawing whose named parameters, such as colours and texts, may vary.
package struct Drawing: VectorSource {
    package var file: [String] = []
    package var set: [Named<String>] = []

    package init() {}

    package static let card = Card<Drawing>(
        "drawing", "A vector drawing (SVG), whose colours, texts and other parameters may vary.",
        .required(
            "file", \.file, .oneOrMore(.shippedPath("drawing", extensions: extensions)),
            "The SVG file, or the name of one in objects/; of several, of a folder or a glob, each time one."),
        .field(
            "set", \.set, .map(.textOrNumber, of: "parameter names"),
            "The drawing's parameters, which are the <!ENTITY …> of its DOCTYPE: what is left out keeps its default.")
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

    private func page() throws(ObjectError) -> SVGPage {
        guard file.count == 1 else { preconditionFailure("one drawing is chosen before it is read") }
        return try SVGDocument(path: file[0]).page(set)
    }

    // MARK: - Measuring

    /// How large a drawing is rendered to be measured, in pixels: bounds are found to within 1/256 of its size in either
    /// direction, and outlines are thinned to about that.
    private static let measuredPixels = 256

    package func outline() throws(ObjectError) -> ObjectOutline {
        let page = try page()
        let frame = try frame(of: page)
        let aspect = frame.width / frame.height
        try RenderedGrid.check(aspect, file: page.path)
        let sprite = try sprite(of: page, frame, heightPixels: Drawing.measuredPixels, outlines: nil)
        return ObjectOutline(aspect: aspect, polygons: sprite.outlines, frame: frame)
    }

    /// The bounds of what can be seen, in pixels of the drawing's own size.
    ///
    /// Found once, at a resolution of their own: at each resolution anew they would be rounded to its pixels, and the
    /// object would jump as it changes size. First on the whole page; then, where the object does not fill that, on what
    /// was found, stretched to a square so that a thin post is measured as finely across as along.
    private func frame(of page: SVGPage) throws(ObjectError) -> Rect {
        let size = page.size
        let whole = Rect(x: 0, y: 0, width: size.width, height: size.height)
        let longest = max(size.width, size.height)
        let coarse = try seen(
            in: whole, of: page, width: pixels(size.width / longest), height: pixels(size.height / longest), margin: 1)
        if coarse == whole { return whole }
        return try seen(
            in: coarse, of: page, width: Drawing.measuredPixels, height: Drawing.measuredPixels, margin: 0)
    }

    private func pixels(_ share: Double) -> Int {
        max(1, Int((share * Double(Drawing.measuredPixels)).rounded()))
    }

    /// The part of `frame` in which there is something to see, rounded out to the pixels of a rendering.
    ///
    /// A side that something at least half opaque reaches keeps its exact place; others are set `margin` pixels further
    /// out.
    private func seen(
        in frame: Rect, of page: SVGPage, width: Int, height: Int, margin: Int
    ) throws(ObjectError) -> Rect {
        let raster = try page.raster(frame: frame, width: width, height: height)
        guard let bounds = Sprite.bounds(of: raster) else { throw ObjectError.nothingVisible(page.path) }
        func isSolid(_ xs: Range<Int>, _ ys: Range<Int>) -> Bool {
            ys.contains { y in xs.contains { x in raster.bytes[(y * width + x) * 4 + 3] >= 128 } }
        }
        let (columns, rows) = (0..<width, 0..<height)
        let minX = isSolid(0..<1, rows) ? 0 : max(0, bounds.minX - margin)
        let minY = isSolid(columns, 0..<1) ? 0 : max(0, bounds.minY - margin)
        let maxX = isSolid(width - 1..<width, rows) ? width : min(width, bounds.maxX + margin)
        let maxY = isSolid(columns, height - 1..<height) ? height : min(height, bounds.maxY + margin)
        let (unitX, unitY) = (frame.width / Double(width), frame.height / Double(height))
        return Rect(
            minX: minX == 0 ? frame.minX : frame.minX + Double(minX) * unitX,
            minY: minY == 0 ? frame.minY : frame.minY + Double(minY) * unitY,
            maxX: maxX == width ? frame.maxX : frame.minX + Double(maxX) * unitX,
            maxY: maxY == height ? frame.maxY : frame.minY + Double(maxY) * unitY)
    }

    // MARK: - Rendering

    package func sprite(_ outline: ObjectOutline, heightPixels: Int) throws(ObjectError) -> Sprite {
        try sprite(of: page(), outline.frame, heightPixels: heightPixels, outlines: outline.polygons)
    }

    private func sprite(
        of page: SVGPage, _ frame: Rect, heightPixels: Int, outlines: [Polygon]?
    ) throws(ObjectError) -> Sprite {
        let aspect = frame.width / frame.height
        let grid = RenderedGrid(aspect: aspect, heightPixels: heightPixels)
        // The picture's columns are whole, and pixels square: its right edge is the first column's end past the frame.
        var whole = frame
        whole.width = frame.height * Double(grid.width) / Double(grid.height)
        let raster = try page.raster(frame: whole, width: grid.width, height: grid.height)
        return Sprite(rendered: raster, aspect: aspect, outlines: outlines)
    }
}
