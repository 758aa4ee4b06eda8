import Cards
import Drawings
import Findings

/// The pixels that a vector source is rendered to for an object of some aspect: `height` of them are the object's
/// height, and `width` are enough for its width.
struct RenderedGrid: Equatable {
    let width: Int
    let height: Int

    /// The longest side in pixels: wider objects are rendered lower than asked for.
    static let longestSide = 8192

    /// How many times longer than the other one side may be.
    private static let mostElongated = 1000.0

    /// Refuses objects that are too elongated for any grid.
    static func check(_ aspect: Double, file: String? = nil) throws(ObjectError) {
        guard !(1 / mostElongated...mostElongated).contains(aspect) else { return }
        let times = (aspect > 1 ? aspect : 1 / aspect).rounded().plainText
        throw ObjectError(
            .badValue, file: file,
            "what can be seen of it is \(times) times as \(aspect > 1 ? "wide as high" : "high as wide"), and "
                + "objects are \(mostElongated.plainText) times at most")
    }

    init(aspect: Double, heightPixels: Int) {
        var height = heightPixels
        while height > 1, Double(height) * max(1, aspect) > Double(RenderedGrid.longestSide) { height /= 2 }
        self.height = height
        width = min(RenderedGrid.longestSide, max(1, Int((Double(height) * aspect - 1e-6).rounded(.up))))
    }
}
