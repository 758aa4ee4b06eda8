import Scenes

/// What is set into a photo: an object, or a real thing of the photo that is put back over what stands behind it.
struct Piece {
    var content: Content
    /// The object, and its place in the scene's objects; nil for a real thing.
    var object: (placed: PlacedObject, index: Int)?
    /// 0 for what has no label: a distractor, a real thing.
    var id: UInt16

    enum Content {
        case flat(PlacedSprite)
        /// What it looks like comes from the rendering of all solid objects together.
        case solid(RenderedObject)
        case real(RealFront)
    }

    /// The id of the label whose place in the photo it takes.
    var replaces: Int? { object?.placed.replaces }

    var isSolid: Bool { if case .solid = content { true } else { false } }
}
