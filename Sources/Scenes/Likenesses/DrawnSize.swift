import Cards
import Pipelines

/// The size of an object, before it has a place.
struct DrawnSize {
    /// The longer side, as a share of the image's shorter side; where a box is asked for, a first guess.
    var share: Double
    var asked: AskedSize?
    /// The number of labelled boxes that it was learnt from.
    var boxes: Int?
}

extension Stage {
    /// Draws the size of an object by its rule.
    ///
    /// - Parameters:
    ///   - inPhoto: the longer side of the object in the photo that it was cut out of, over the square root of the
    ///     photo's area.
    ///   - streams: those of the object.
    func size(
        of object: Pipeline.Object, category: String, inPhoto: Double?, from streams: RandomStreams
    ) -> DrawnSize {
        switch object.size ?? .drawn(0.2) {
        case .drawn(let distribution):
            return DrawnSize(share: streams.draw("size", distribution))
        case .like(let rule):
            let boxes = likenesses.boxes(rule.value, of: category)
            var stream = streams.stream("size")
            let size = boxes.size(from: &stream)
            return DrawnSize(
                share: share(ofPixels: sidePixels(ofSize: size)),
                asked: AskedSize(size: size, likeness: rule.value.of(category)), boxes: boxes.count)
        case .own(_, let factor):
            guard let inPhoto else { preconditionFailure("the pipeline's check leaves only what is cut out of photos") }
            return DrawnSize(share: share(ofPixels: sidePixels(ofSize: inPhoto)) * streams.draw("size", factor))
        }
    }
}
