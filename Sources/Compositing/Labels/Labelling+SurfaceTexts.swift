import Geometry
import Masks
import Objects
import Rendering
import Scenes

extension Labelling {
    /// The lines that are written on a rendered instance and that the image shows some of; nil where their places are not
    /// known. The rest, such as what is on its back, is left out.
    ///
    /// - Parameters:
    ///   - instance: the instance, which is labelled in this image.
    ///   - camera: the scene's.
    ///   - library: where the objects come from.
    /// - Returns: the lines, and of each the words and characters that are seen.
    /// - Throws: `ObjectError` for a model that cannot be read, `RenderingError` for what nothing can be rendered with.
    func surfaceTexts(
        on instance: Instance, seenBy camera: Camera, _ library: ObjectLibrary
    ) throws -> [SeenText]? {
        guard case .solid(let pose, _) = instance.object.place, let index = piece(ofObject: instance.index),
            case .solid(let rendered) = marked[index].piece.content
        else { return nil }
        let model = try library.model(of: instance.object.from)
        guard model.writing != nil, let lines = model.lines else { return nil }
        // What is rendered with it, rays meet; all else is laid over it whole.
        let covers = places.overlapping(marked[index].touched).filter { front in
            guard front > index else { return false }
            if case .solid(let other) = marked[front].piece.content { return !rendered.isTogether(with: other) }
            return true
        }.map { cover(of: marked[$0]) }
        let frame = Rect(frame)
        func isOpen(_ image: Point) -> Bool {
            guard frame.contains(image) else { return false }
            let (x, y) = (Int(image.x.rounded(.down)), Int(image.y.rounded(.down)))
            return !covers.contains { $0.contains(x: x, y: y) }
        }
        return try SurfaceView(pose: pose, camera: camera).seen(lines, where: isOpen, sees: rendered.sees).map(
            SeenText.init)
    }
}
