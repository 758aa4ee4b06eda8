package import Geometry
package import Masks
package import Scenes

/// A labelled object in a finished image.
package struct Instance: Sendable {
    /// The object as its scene has it.
    package var object: PlacedObject
    /// The object's index in the scene's objects.
    package var index: Int
    /// The pixels where the object is the topmost label.
    package var visible: RunLengths
    /// The smallest box around `visible`.
    package var box: PixelRect
    /// The area of `visible`, in pixels.
    package var area: Int
    /// The object's pixels inside the image, hidden or not.
    package var amodal: RunLengths
    /// The smallest box around the whole object; it reaches outside the image where the object does.
    package var amodalBox: PixelRect
    /// The share of the object's pixels inside the image that nothing hides, 0…1: neither what stands before it nor the
    /// weather.
    package var visibility: Double
    /// The share of `visible` that the weather hides, 0…1.
    package private(set) var veiledShare = 0.0
    /// The share of the object's pixels outside the image, 0…1.
    package var truncation: Double
    /// The label in space of a 3D object.
    package var solid: SolidLabel?
    /// The lines that are written on the object; nil where nothing is, and where their places are not known.
    package var texts: [SeenText]?

    /// Takes pixels of `visible` for hidden by the weather. Several kinds of weather at once hide as much as the one that
    /// hides most.
    ///
    /// - Parameter isHidden: whether a point of the image lies in such a pixel: what is written there, and keypoints, are
    ///   not seen.
    mutating func veil(pixels: Int, where isHidden: (Point) -> Bool) {
        for index in (texts ?? []).indices { texts?[index].keep { !isHidden($0) } }
        for index in (solid?.keypoints ?? []).indices {
            guard let keypoint = solid?.keypoints[index], isHidden(keypoint.position) else { continue }
            solid?.keypoints[index].isVisible = false
        }
        let share = Double(pixels) / Double(area)
        guard share > veiledShare else { return }
        veiledShare = share
        visibility = Double(area) / Double(amodal.area) * (1 - share)
    }
}
