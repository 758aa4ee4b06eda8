import Geometry
import Masks

/// A piece that is marked on the map, with the label that it had before anything hid it.
struct MarkedPiece {
    var piece: Piece
    /// Holds every pixel of the image that it may cover.
    var touched: PixelRect
    /// Its pixels inside the image; of flat distractors none are asked for.
    var amodal: RunLengths?
}
