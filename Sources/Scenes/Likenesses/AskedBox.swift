package import Cards
import Geometry

/// The box that an object is asked to have in the image, by the labels of a dataset.
package struct AskedBox: Codable, Sendable, Hashable {
    /// The square root of the share of the image that the box takes; nil where its size comes from elsewhere.
    package var size: Double?
    /// The row of its lower edge, as a share of the image's height; nil where its place comes from elsewhere.
    package var row: Double?
    /// The number of labelled boxes that these were learnt from.
    package var boxes: Int
}

/// The size of a box that is asked for, and the labels that it is like.
package struct AskedSize: Sendable, Hashable {
    /// The square root of the share of the image that the box takes.
    package var size: Double
    package var likeness: Likeness
}

extension Subject {
    /// Comes nearer to what is asked for, once the box is known that the object has in the image.
    ///
    /// The box of a turned or solid object follows from its shape and its place, and not from a formula. So it is placed,
    /// its box is looked at, and it is placed again from the same numbers.
    ///
    /// - Returns: false where the box is what was asked for.
    mutating func fit(_ box: Rect, at placement: Placement, on stage: Stage) -> Bool {
        guard box.area > 0 else { return false }
        var (isChanged, ratio) = (false, 1.0)
        if let asked {
            ratio = stage.sidePixels(ofSize: asked.size) / box.area.squareRoot()
            if abs(ratio - 1) > 0.001 {
                size *= ratio
                isChanged = true
            }
        }
        guard let anchor = placement.like?.anchor else { return isChanged }
        let own = Rect(
            x: (box.x - anchor.x) * ratio, y: (box.y - anchor.y) * ratio, width: box.width * ratio,
            height: box.height * ratio)
        defer { reach = own }
        guard let reach else { return true }
        let change = [own.minX - reach.minX, own.minY - reach.minY, own.maxX - reach.maxX, own.maxY - reach.maxY]
        return isChanged || change.contains { abs($0) > 0.1 }
    }
}

extension Stage {
    /// The side in pixels of a square that takes the square of `size` of the image.
    func sidePixels(ofSize size: Double) -> Double {
        size * (Double(camera.width) * Double(camera.height)).squareRoot()
    }

    /// A length in pixels as a share of the image's shorter side.
    func share(ofPixels pixels: Double) -> Double { pixels / Double(min(camera.width, camera.height)) }
}
