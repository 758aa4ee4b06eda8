import Geometry
import Masks
import Objects
import Rendering
import Scenes

extension Labelling {
    /// The facts about an instance in space; nil for a flat one.
    ///
    /// - Throws: `ObjectError` for a model that cannot be read, `RenderingError` for what nothing can be rendered with.
    func space(of instance: Instance, seenBy camera: Camera, _ library: ObjectLibrary) throws -> SolidLabel? {
        guard case .solid(let pose, _) = instance.object.place,
            let index = piece(ofObject: instance.index),
            case .solid(let rendered) = marked[index].piece.content
        else { return nil }
        let model = try library.model(of: instance.object.from)
        let isClear = try rendered.sees(model.keypoints.map(\.position))
        // What is rendered with it, rays have met; all else is laid over it whole.
        func covers(_ x: Int, _ y: Int) -> Bool {
            places.overlapping(PixelRect(minX: x, minY: y, maxX: x + 1, maxY: y + 1)).contains { front in
                guard front > index else { return false }
                if case .solid(let other) = marked[front].piece.content, rendered.isTogether(with: other) {
                    return false
                }
                return cover(of: marked[front]).contains(x: x, y: y)
            }
        }
        let isSeen = zip(model.keypoints, isClear).map { keypoint, isClear in
            guard isClear, let image = camera.image(of: pose(keypoint.position)) else { return false }
            let (x, y) = (Int(image.x.rounded(.down)), Int(image.y.rounded(.down)))
            return !covers(x, y)
        }
        return SolidLabel(model, pose, seenBy: camera, isSeen: isSeen)
    }
}
