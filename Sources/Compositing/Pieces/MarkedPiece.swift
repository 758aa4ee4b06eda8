import Geometry
import Masks

/// A piece that is marked on the map, with the label that it had before anything hid it.
struct MarkedPiece {
    var piece: Piece
    /// A rectangle that holds every pixel of the image that the piece may cover.
    var touched: PixelRect
    /// The piece's pixels inside the image; nil for flat distractors, for which nobody needs them.
    var amodal: RunLengths?
}
