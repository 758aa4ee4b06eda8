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
            let index = marked.firstIndex(where: { $0.piece.object?.index == instance.index }),
            case .solid(let rendered) = marked[index].piece.content
        else { return nil }
        let model = try library.model(of: instance.object.from)
        let isClear = try rendered.sees(model.keypoints.map(\.position))
        // What is rendered with it, rays have met; all else is laid over it whole.
        let covers = marked.dropFirst(index + 1).filter { front in
            guard case .solid(let other) = front.piece.content else { return true }
            return !rendered.isTogether(with: other)
        }.map { cover(of: $0) }
        let isSeen = zip(model.keypoints, isClear).map { keypoint, isClear in
            guard isClear, let image = camera.image(of: pose(keypoint.position)) else { return false }
            let (x, y) = (Int(image.x.rounded(.down)), Int(image.y.rounded(.down)))
            return !covers.contains { $0.contains(x: x, y: y) }
        }
        return SolidLabel(model, pose, seenBy: camera, isSeen: isSeen)
    }
}
