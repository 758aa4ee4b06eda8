import Geometry
import JSON

/// A word of what is written on an instance, as formats of text detectors and readers have it.
struct LabelledWord {
    let text: String
    /// Clockwise on the screen from the top left of the upright text.
    let quad: [Point]
    /// Whether it can be asked of a reader: it is seen, large enough, and not mirrored.
    let isLegible: Bool

    /// The shorter of the two means of its opposite sides, in pixels: for a word of some length its height.
    var height: Double { Self.height(of: quad) }

    static func height(of quad: [Point]) -> Double {
        min(
            (quad[0].distance(to: quad[3]) + quad[1].distance(to: quad[2])) / 2,
            (quad[0].distance(to: quad[1]) + quad[3].distance(to: quad[2])) / 2)
    }
}

extension LabelledImage {
    /// The words that the image shows, object by object. A text whose words have no known places is one that nobody can
    /// ask for, and so is a thing of which many are labelled at once.
    ///
    /// - Parameters:
    ///   - visible: the least share of a word that is to be seen for it to be legible.
    ///   - smallest: the least height in pixels.
    func words(visible: Double, smallest: Double, for output: LabelOutput) -> [LabelledWord] {
        instances.flatMap { instance -> [LabelledWord] in
            if instance.isCrowd { return region(of: instance).map { [$0] } ?? [] }
            guard let lines = instance.textLines else {
                guard instance.extra.text(COCO.Transcription.text) != nil, let box = box(of: instance) else {
                    return []
                }
                output.note("text without the places of its words marked as not to be read")
                return [LabelledWord(text: "", quad: box.corners, isLegible: false)]
            }
            return lines.flatMap(\.parts).compactMap { word in
                guard word.quad.count == 4, Polygon(word.quad).bounds?.intersection(frame) != nil else { return nil }
                let isMirrored = Polygon(word.quad).signedArea < 0
                let quad = isMirrored ? [1, 0, 3, 2].map { word.quad[$0] } : word.quad
                let isLegible =
                    !isMirrored && (word.visibility ?? instance.visibility ?? 1) >= visible
                    && LabelledWord.height(of: quad) >= smallest
                return LabelledWord(text: word.text, quad: quad, isLegible: isLegible)
            }
        }
    }

    /// A crowd as a word that is not to be read: by its four corners where it has four, else by its box.
    private func region(of crowd: COCO.Annotation) -> LabelledWord? {
        if case .polygons(let rings)? = crowd.segmentation, rings.count == 1, rings[0].count == 8 {
            let ring = Polygon(ring: rings[0])
            let quad = ring.signedArea < 0 ? [1, 0, 3, 2].map { ring.vertices[$0] } : ring.vertices
            return LabelledWord(text: "", quad: quad, isLegible: false)
        }
        return box(of: crowd).map { LabelledWord(text: "", quad: $0.corners, isLegible: false) }
    }

    private var frame: Rect { Rect(x: 0, y: 0, width: Double(width), height: Double(height)) }
}
