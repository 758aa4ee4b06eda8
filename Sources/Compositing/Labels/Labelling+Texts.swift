import Geometry
import Masks
import Objects
import Drawings
import Scenes

extension Labelling {
    /// The lines that are written on a flat instance or on a solid's view, where the image shows them; nil where there are
    /// none, and where their places are not known.
    ///
    /// - Throws: `ObjectError` for an object that cannot be read.
    func texts(on instance: Instance, _ library: ObjectLibrary) throws -> [SeenText]? {
        guard case .flat(let imageFromObject, _) = instance.object.place, instance.object.texture == nil,
            let index = piece(ofObject: instance.index),
            let lines = try library.lines(on: instance.object.from, seen: instance.object.view)
        else { return nil }
        let isView = instance.object.view != nil
        let covers = places.overlapping(marked[index].touched).filter { $0 > index }.map { cover(of: marked[$0]) }
        let frame = Rect(frame)
        func isSeen(_ point: Point) -> Bool {
            guard let image = imageFromObject(point), frame.contains(image) else { return false }
            let (x, y) = (Int(image.x.rounded(.down)), Int(image.y.rounded(.down)))
            return !covers.contains { $0.contains(x: x, y: y) }
        }
        func seen(_ part: WrittenPart) -> SeenText? {
            let corners = part.corners.compactMap { imageFromObject($0) }
            let outline = part.outline.compactMap { imageFromObject($0) }
            // What reaches behind the camera has no box.
            guard corners.count == part.corners.count, outline.count == part.outline.count else { return nil }
            guard part.parts.isEmpty else {
                let parts = part.parts.compactMap(seen)
                guard !parts.isEmpty, !isView || BentOutline.isLargerThanPixels(corners) else { return nil }
                // Characters that the view does not show are not among its parts.
                return SeenText(
                    part.text, corners, outline, of: parts,
                    shownShare: part.seenShare / max(part.seenShareOfParts, .leastNonzeroMagnitude))
            }
            return SeenText(
                part.text, corners, outline, shownShare: part.seenShare,
                isSeen: SeenText.samples(part.corners).map(isSeen))
        }
        return lines.compactMap(seen)
    }
}
