import Cards
import Drawings
import Findings
import Geometry
import Pictures

/// A label from an SVG file.
struct DrawingPattern: SolidPattern {
    var file = Positioned("")
    var set: [Named<SolidText>] = []
    var at: [Expression] = [0, 0]
    var size: [Expression]?

    static let name = "drawing"

    static func card(_ scope: SolidScope) -> Card<DrawingPattern> {
        Card(
            name, "A label from a vector drawing.",
            .required("file", \.file, .positioned(.path), "The SVG file."),
            .field("set", \.set, .map(.solidText(scope), of: "parameter names"), "The drawing's parameters."),
            .field(
                "at", \.at, .list(.expression(scope), count: 2...2), "Its lower left corner, from that of the face."),
            .field(
                "size", \.size, .optional(.list(.expression(scope), count: 2...2)),
                "Its width and height; all that the texture spans unless given.")
        )
    }

    func layer(_ piece: inout Workpiece, size whole: SIMD2<Double>) -> (any PaintLayer)? {
        guard let place = piece.place(at: at, size: size, on: whole) else { return nil }
        let values = piece.values
        let settings = set.map { Named(name: $0.name, value: $0.value.text(values), position: $0.position) }
        do throws(ObjectError) {
            let page = try SVGDocument(path: file.value).page(settings)
            // Each includes the drawing for some size, so that the layer's text holds everything that it shows.
            let frame = Rect(x: 0, y: 0, width: page.size.width, height: page.size.height)
            let sizes = [256, 512, 1024].map { page.text(frame: frame, width: $0, height: $0) }
            return Layer(
                file: file.value, sizes: sizes, texts: page.writing.map { [$0.text] } ?? [], lines: page.wholeLines,
                at: place.at, size: place.size)
        } catch {
            piece.report(.rule(error.description), at: file.position)
            return nil
        }
    }

    private struct Layer: PaintLayer {
        let file: String
        /// The drawing for squares of 256, 512 and 1024 pixels.
        let sizes: [String]
        let texts: [String]
        /// Its lines, as shares of the drawing's width and height; nil where their places are not known.
        let lines: [WrittenPart]?
        let at: SIMD2<Double>
        let size: SIMD2<Double>

        func lines(on canvas: SolidCanvas) -> [WrittenPart]? {
            let area = canvas.pixels(at: at, size: size)
            let (width, height) = (Double(canvas.width), Double(canvas.height))
            return lines?.compactMap { line in
                line.moved { point in
                    Point(
                        (Double(area.minX) + point.x * Double(area.width)) / width,
                        (Double(area.minY) + point.y * Double(area.height)) / height)
                }
            }
        }

        func paint(on canvas: inout SolidCanvas) throws(ObjectError) {
            let area = canvas.pixels(at: at, size: size)
            let longest = max(area.width, area.height)
            let text = sizes[longest <= 256 ? 0 : longest <= 512 ? 1 : 2]
            do throws(PictureError) {
                canvas.lay(
                    try Image(svg: text, file: file).fitted(width: area.width, height: area.height), left: area.minX,
                    top: area.minY)
            } catch {
                throw ObjectError(error)
            }
        }
    }
}

extension SVGPage {
    /// The lines of its texts, as shares of its width and height; nil where it has texts and not all of them are known to
    /// be shown whole.
    fileprivate var wholeLines: [WrittenPart]? {
        guard writing != nil else { return [] }
        let whole = Rect(x: 0, y: 0, width: size.width, height: size.height)
        let letters = lines.flatMap(\.parts).flatMap(\.parts).flatMap(\.corners)
        guard !letters.isEmpty, !clipsLetters, letters.allSatisfy(whole.contains) else { return nil }
        return lines.compactMap { line in line.moved { Point($0.x / size.width, $0.y / size.height) } }
    }
}

extension SolidCanvas {
    /// The texels of a rectangle, given its lower left corner and size in the canvas's lengths: at least one.
    func pixels(at: SIMD2<Double>, size: SIMD2<Double>) -> PixelRect {
        let scale = SIMD2(Double(width), Double(height)) / self.size
        let low = (at * scale)
        let high = ((at + size) * scale)
        let minX = Int(low.x.rounded())
        let minY = height - Int(high.y.rounded())
        return PixelRect(
            minX: minX, minY: minY, maxX: max(minX + 1, Int(high.x.rounded())),
            maxY: max(minY + 1, height - Int(low.y.rounded())))
    }
}

extension Image {
    /// The drawing stretched to a size in pixels; straight alpha.
    func fitted(width: Int, height: Int) throws(PictureError) -> Raster {
        try Operation(
            "resize",
            [
                "in": .image(premultiply()), "scale": .double(Double(width) / Double(self.width)),
                "vscale": .double(Double(height) / Double(self.height)), "kernel": "linear",
            ]
        ).image().unpremultiply().rint().cast("uchar").raster()
    }
}
