import Geometry
import JSON

/// A word of what is written on an instance, as formats of text detectors and readers have it.
struct LabelledWord {
    let text: String
    /// Clockwise on the screen from the top left of the upright text.
    let quad: [Point]
    /// Points along its upper edge from left to right, then as many back along its lower edge: more than its corners for a
    /// word along an arc.
    let outline: [Point]
    /// Whether it can be asked of a reader: it is seen, large enough, not mirrored, and not said to be illegible.
    let isLegible: Bool
    /// The object that it is written on.
    let object: COCO.Annotation

    init(text: String, quad: [Point], outline: [Point] = [], isLegible: Bool, on object: COCO.Annotation) {
        (self.text, self.quad, self.isLegible, self.object) = (text, quad, isLegible, object)
        self.outline = outline.isEmpty ? quad : outline
    }

    /// The shorter of its mean height and its mean length, in pixels: for a word of some length its height.
    ///
    /// - Parameter outline: points along its upper edge, then as many back along its lower edge.
    static func height(of outline: [Point]) -> Double {
        let (top, bottom) = (outline.prefix(outline.count / 2), outline.suffix(outline.count / 2).reversed())
        let heights = zip(top, bottom).map { $0.distance(to: $1) }
        func length(_ edge: some Sequence<Point>) -> Double {
            zip(edge, edge.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
        }
        return min(heights.reduce(0, +) / Double(max(1, heights.count)), (length(top) + length(bottom)) / 2)
    }
}

extension LabelledImage {
    /// The words that the image shows, object by object. A text whose words have no known places is one that nobody can
    /// ask for, and so is a thing of which many are labelled at once.
    ///
    /// - Parameters:
    ///   - visible: the least share of a word that is to be seen for it to be legible.
    ///   - smallest: the least height in pixels.
    ///   - output: where texts without places are noted; nil to note nothing.
    func words(visible: Double, smallest: Double, for output: LabelOutput?) -> [LabelledWord] {
        instances.flatMap { instance -> [LabelledWord] in
            if instance.isCrowd { return region(of: instance).map { [$0] } ?? [] }
            guard let lines = instance.textLines else {
                guard instance.extra.text(COCO.Transcription.text) != nil, let box = box(of: instance) else {
                    return []
                }
                output?.note("text without the places of its words marked as not to be read")
                return [LabelledWord(text: "", quad: box.corners, isLegible: false, on: instance)]
            }
            let isSaidIllegible = instance.extra.text(COCO.Transcription.legibility) == "illegible"
            return lines.flatMap(\.parts).compactMap { word in
                // Some formats have whole pixels: what reaches less than half of one into the image is beside it there.
                let rounded = word.quad.map { Point($0.x.rounded(), $0.y.rounded()) }
                guard word.quad.count == 4, Polygon(rounded).bounds?.intersection(frame) != nil else { return nil }
                let isMirrored = Polygon(word.quad).signedArea < 0
                let quad = isMirrored ? [1, 0, 3, 2].map { word.quad[$0] } : word.quad
                // A mirror turns each of its two edges round.
                let edges = word.polygon.count / 2
                let outline =
                    isMirrored
                    ? word.polygon.prefix(edges).reversed() + word.polygon.suffix(edges).reversed() : word.polygon
                let isLegible =
                    !isMirrored && !isSaidIllegible && (word.visibility ?? instance.visibility ?? 1) >= visible
                    && LabelledWord.height(of: outline.isEmpty ? quad : outline) >= smallest
                return LabelledWord(
                    text: word.text, quad: quad, outline: outline, isLegible: isLegible, on: instance)
            }
        }
    }

    /// A crowd as a word that is not to be read: by its four corners where it has four, else by its box.
    private func region(of crowd: COCO.Annotation) -> LabelledWord? {
        if case .polygons(let rings)? = crowd.segmentation, rings.count == 1, rings[0].count == 8 {
            let ring = Polygon(ring: rings[0])
            let quad = ring.signedArea < 0 ? [1, 0, 3, 2].map { ring.vertices[$0] } : ring.vertices
            return LabelledWord(text: "", quad: quad, isLegible: false, on: crowd)
        }
        return box(of: crowd).map { LabelledWord(text: "", quad: $0.corners, isLegible: false, on: crowd) }
    }

    private var frame: Rect { Rect(x: 0, y: 0, width: Double(width), height: Double(height)) }
}
