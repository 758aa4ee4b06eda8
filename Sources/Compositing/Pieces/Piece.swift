/// What is set into a photo: an object, or a real thing of the photo that is put back over what stands behind it.
struct Piece {
    var content: Content
    /// 0 for what has no label: a distractor, a real thing.
    var id: UInt16
    /// The id of the label whose place in the photo it takes.
    var replaces: Int?

    enum Content {
        case flat(PlacedSprite, object: Int)
        /// What it looks like comes from the rendering of all solid objects together.
        case solid(object: Int)
        case real(RealFront)
    }

    /// Where it stands in the scene's objects; nil for a real thing.
    var object: Int? {
        switch content {
        case .flat(_, let object), .solid(let object): object
        case .real: nil
        }
    }
}
