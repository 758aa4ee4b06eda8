import Geometry
import Masks

/// The pixels of an image that the weather hides: of which less than `Veil.leastContrast` of the contrast is left.
///
/// One weather may hide a pixel in several ways: by the air before it, by snow that lies on it, by a drop on the lens. A
/// pixel counts once.
struct HiddenPixels {
    private let width: Int
    private let height: Int
    /// By rows; empty as long as nothing is hidden.
    private var isHidden: [Bool] = []

    init(of composite: Composite) { (width, height) = (composite.map.width, composite.map.height) }

    /// - Parameter contrast: the share of its contrast that is left at a pixel, 0…1.
    @inline(__always)
    mutating func note(x: Int, y: Int, contrast: Float) {
        guard contrast < Veil.leastContrast else { return }
        if isHidden.isEmpty { isHidden = [Bool](repeating: false, count: width * height) }
        isHidden[y * width + x] = true
    }

    /// Counts the pixels in the labels of what shows them: the visibility of objects, of their lettering and their
    /// keypoints, and of the photo's own things.
    func count(in composite: inout Composite) {
        guard !isHidden.isEmpty else { return }
        var hidden = [Int](repeating: 0, count: composite.instances.count + 1)
        for pixel in isHidden.indices where isHidden[pixel] { hidden[Int(composite.map.ids[pixel])] += 1 }
        for index in composite.instances.indices where hidden[index + 1] > 0 {
            composite.instances[index].veil(pixels: hidden[index + 1], where: holds)
        }
        for index in composite.real.indices {
            composite.real[index].veil(behind: composite.map) { x, y in isHidden[y * width + x] }
        }
    }

    /// Whether a point of the image lies in a hidden pixel.
    private func holds(_ point: Point) -> Bool {
        let (x, y) = (Int(point.x.rounded(.down)), Int(point.y.rounded(.down)))
        return (0..<width).contains(x) && (0..<height).contains(y) && isHidden[y * width + x]
    }
}
