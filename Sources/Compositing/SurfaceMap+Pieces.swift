import Geometry
import Rendering
import Scenes

extension SurfaceMap {
    /// That of a scene's pieces, laid over each other in painting order.
    ///
    /// - Parameter layers: what was rendered of each solid object, by its place in the scene's objects.
    init(
        of pieces: [Piece], _ layers: [Int: InstanceLayer], in scene: Scene, within frame: PixelRect,
        by workspace: PasteWorkspace
    ) {
        self.init(width: frame.width, height: frame.height)
        // Of what belongs to the photo no depth is known.
        for piece in pieces where piece.replaces == nil {
            switch piece.content {
            case .real(let front): clear(front.mask)
            case .flat(let placed, let object):
                lay(
                    workspace.coverage(of: placed, within: frame), placed.imageFromObject,
                    isMetric: scene.objects[object].place.isOnGround, seenBy: scene.camera)
            case .solid(let object):
                guard let layer = layers[object] else { preconditionFailure("every solid object is rendered") }
                lay(layer, seenBy: scene.camera)
            }
        }
    }
}
