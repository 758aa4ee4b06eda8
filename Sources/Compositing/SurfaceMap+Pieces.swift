import Geometry
import Rendering
import Scenes

extension SurfaceMap {
    /// The map of a scene's pieces, laid over each other in painting order.
    ///
    /// - Parameters:
    ///   - lit: the rendered objects; nil where nothing is solid.
    ///   - spare: a map whose memory is used where it has the right size.
    init(
        of pieces: [Piece], _ lit: RenderedObjects.Lit?, in scene: Scene, within frame: PixelRect,
        by workspace: PasteWorkspace, in spare: consuming SurfaceMap?
    ) {
        if let spare, spare.width == frame.width, spare.height == frame.height {
            self = spare
            clear()
        } else {
            self.init(width: frame.width, height: frame.height)
        }
        // Of what belongs to the photo no depth is known.
        for piece in pieces where piece.replaces == nil {
            switch piece.content {
            case .real(let front): clear(front.mask)
            case .grass(let front): clear(front.mask)
            case .flat(let placed):
                lay(
                    workspace.coverage(of: placed, within: frame), placed.imageFromObject,
                    isMetric: piece.object?.placed.place.isOnGround ?? false, seenBy: scene.camera)
            case .solid(let object):
                guard let lit else { preconditionFailure("what is solid has been rendered") }
                lay(lit.layer(of: object), seenBy: scene.camera)
            }
        }
    }
}
