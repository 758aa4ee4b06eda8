import Cards
import Geometry
import Pipelines

/// The rules by which a run's decoys are placed.
///
/// A decoy has the outline of one of the pipeline's labelled objects, posed, sized, placed, blended and matched as that
/// object would be, and is filled with texture of another place of the photo. It has no label. So neither the edge of a
/// paste nor its light tells a detector where an object is (Tripathi et al., "Learning to Generate Synthetic Data via
/// Compositing", CVPR 2019, doi:10.1109/CVPR.2019.00055).
struct Decoys: Sendable {
    /// As objects of the pipeline, under names of their own.
    let rules: [Named<Pipeline.Object>]

    /// A 3D object is shown from so many directions, unless it says how many.
    static let views = 64

    init(_ needs: PipelineNeeds) {
        rules = needs.outlines.map { stated in
            var object = stated.object.value
            object.isDistractor = true
            object.category = object.category ?? stated.object.name
            object.wear = 0
            if object.views == nil, stated.isSized { object.views = Decoys.views }
            return Named(
                name: Decoys.name(of: stated.object.name), value: object, position: stated.object.position)
        }
    }

    /// The name by which decoys of an object are counted.
    static func name(of object: String) -> String { "decoy of \(object)" }
}

extension Decoys {
    /// The part of the image, in its pixels, whose texture a decoy shows: as large as the decoy, at a random place that
    /// shows neither a labelled thing, surfaces aside, nor the decoy's own place. Where no place was found, a smaller part is tried.
    ///
    /// - Parameters:
    ///   - own: the bounds of the decoy.
    ///   - width: of the texture, in pixels of the image, as `height`.
    static func texture(
        width: Double, height: Double, beside own: Rect, on stage: Stage, from streams: RandomStreams
    ) -> PixelRect? {
        let (imageWidth, imageHeight) = (stage.camera.width, stage.camera.height)
        guard width.isFinite, height.isFinite, width > 0, height > 0 else { return nil }
        var stream = streams.stream("texture")
        let fitting = min(1, Double(imageWidth) / width, Double(imageHeight) / height)
        for tried in 0..<tries {
            // A photo full of labelled things has small gaps between them.
            let scale = fitting * [1, 0.7, 0.5, 0.35][tried * 4 / tries]
            let (w, h) = (
                min(imageWidth, max(1, Int((width * scale).rounded()))),
                min(imageHeight, max(1, Int((height * scale).rounded())))
            )
            let (x, y) = (stream.integer(0, imageWidth - w), stream.integer(0, imageHeight - h))
            let window = PixelRect(minX: x, minY: y, maxX: x + w, maxY: y + h)
            let rect = Rect(window)
            let showsThing = stage.real.contains { $0.instance.stands && $0.box.intersection(rect) != nil }
            if rect.intersection(own) == nil, !showsThing { return window }
        }
        return nil
    }

    private static let tries = 80
}
