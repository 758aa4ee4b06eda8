import Cards
package import Geometry
package import Pictures

/// A drawing with its parameters set. Any part of it can be rendered.
package struct SVGPage: Sendable {
    /// A part of the document with a new text.
    struct Edit: Sendable {
        let place: Range<Int>
        let text: String
    }

    package let path: String
    /// The bytes of the document.
    let bytes: [UInt8]
    /// The place where the outermost element begins.
    let root: Int
    let edits: [Edit]
    /// The size in pixels.
    package let size: (width: Double, height: Double)
    /// The texts that it shows; nil for none.
    package let writing: Writing?
    /// The lines of all its texts, in the pixels of `size`; empty where not all of their places are known.
    package let lines: [WrittenPart]
    /// Whether a clip path may cut letters.
    package let clipsLetters: Bool

    /// The text of a drawing of `width` by `height` pixels that shows the rectangle `frame` of this page, given in the
    /// pixels of `size`.
    ///
    /// The drawing goes into an outer `<svg>` whose viewBox is the frame; inside it keeps its own size and its own
    /// viewBox, so that percentages mean what they meant.
    package func text(frame: Rect, width: Int, height: Int) -> String {
        let box = [frame.x, frame.y, frame.width, frame.height].map(\.plainText).joined(separator: " ")
        let outer = Edit(
            place: root..<root,
            text: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
                + "viewBox=\"\(box)\" preserveAspectRatio=\"none\">")
        var text: [UInt8] = []
        var at = 0
        for edit in (edits + [outer]).sorted(by: { $0.place.lowerBound < $1.place.lowerBound }) {
            text += bytes[at..<edit.place.lowerBound]
            text += edit.text.utf8
            at = edit.place.upperBound
        }
        text += bytes[at...]
        text += "</svg>".utf8
        return String(decoding: text, as: UTF8.self)
    }

    /// The same part, rendered; straight alpha.
    package func raster(frame: Rect, width: Int, height: Int) throws(ObjectError) -> Raster {
        do throws(PictureError) {
            return try Image(svg: text(frame: frame, width: width, height: height), file: path).raster()
        } catch {
            throw ObjectError(error)
        }
    }
}
