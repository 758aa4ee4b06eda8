import Masks
import Scenes

/// A piece that is set into a photo: an object, or a part of the photo that is put back over what stands behind it.
struct Piece {
    var content: Content
    /// The object, and its index in the scene's objects; nil for a part of the photo.
    var object: (placed: PlacedObject, index: Int)?
    /// The label's id; 0 for a distractor or a part of the photo, which have no label.
    var id: UInt16

    enum Content {
        case flat(PlacedSprite)
        /// A solid object: the rendering of all solid objects together gives its pixels.
        case solid(RenderedObject)
        case real(RealFront)
        /// The photo's grass before the foot of an object.
        case grass(GrassFront)
    }

    /// The id of the label whose place in the photo the object takes.
    var replaces: Int? { object?.placed.replaces }

    /// How far the object is brought to the photo; nil for not at all.
    var match: SceneMatch? { object?.placed.match.flatMap { $0 == SceneMatch() ? nil : $0 } }

    /// The pixels of the photo that are put back; nil for an object.
    var photoMask: RunLengths? {
        switch content {
        case .flat, .solid: nil
        case .real(let front): front.mask
        case .grass(let front): front.mask
        }
    }

    var isSolid: Bool { if case .solid = content { true } else { false } }
}
