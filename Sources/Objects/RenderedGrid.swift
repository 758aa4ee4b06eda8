/// The pixels that a vector source is rendered to for an object of some aspect: `height` of them are the object's
/// height, and `width` are enough for its width.
struct RenderedGrid: Equatable {
    let width: Int
    let height: Int

    /// The longer side that is not exceeded, in pixels: wider objects are rendered lower than asked for.
    static let longestSide = 8192

    init(aspect: Double, heightPixels: Int) {
        var height = heightPixels
        while height > 1, Double(height) * aspect > Double(RenderedGrid.longestSide) { height /= 2 }
        self.height = height
        width = min(RenderedGrid.longestSide, max(1, Int((Double(height) * aspect - 1e-6).rounded(.up))))
    }
}
