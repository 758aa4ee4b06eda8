package import Geometry
package import Masks
import Scenes

/// The remaining part of a real thing's label in a finished image.
package struct RealLabel: Hashable, Sendable {
    /// The thing's index among the photo's instances.
    package var instance: Int
    /// The pixels of the thing's mask that nothing covers; nil where no mask is known.
    package var visible: RunLengths?
    /// The pixels of the thing's mask in the image, covered or not; nil where no mask is known.
    package var shown: RunLengths?
    /// Without a mask, the pixels of its box in the image that pasted objects cover; nil where there are none.
    var coveredOfBox: RunLengths?
    /// The smallest box round the uncovered part of its mask, or else of its box; nil where nothing is left.
    package var box: Rect?
    /// The outline of its box in a picture that was warped, in which its sides are bent; nil where there is a mask, and
    /// where nothing was warped.
    var outline: Polygon?
    /// The share of the thing, as the photo shows it, that a crop leaves in the image, 0…1.
    package var shownShare: Double
    /// The share of the part in the image that pasted objects cover, 0…1.
    package var coveredShare: Double
    /// The share of what is left of it that the weather hides, 0…1.
    package private(set) var veiledShare = 0.0
    /// For each of the thing's keypoints, whether a pasted object covers it.
    package var coveredKeypoints: [Bool]
    /// The distance from the camera to the thing's foot on the ground; nil where it does not stand there, as far as is
    /// known.
    package var distanceMetres: Double?

    /// Whether the whole thing is in the image and nothing covers any of it.
    package var isWhole: Bool { shownShare == 1 && coveredShare == 0 && !coveredKeypoints.contains(true) }

    /// The share of the thing that can still be seen.
    package var visibleShare: Double { shownShare * (1 - coveredShare) * (1 - veiledShare) }

    /// The share of the part in the image that cannot be seen.
    package var hiddenShare: Double { 1 - (1 - coveredShare) * (1 - veiledShare) }

    /// The pixels of its mask in the image, or else of its box, that pasted objects cover.
    package var covered: RunLengths? {
        guard let shown, let visible else { return coveredOfBox }
        return shown.subtracting(visible)
    }

    /// Takes pixels of what is left of it for hidden by the weather. Several kinds of weather at once hide as much as the one
    /// that hides most.
    ///
    /// - Parameters:
    ///   - map: the pasted objects, which may cover a thing whose mask is not known.
    ///   - isHidden: whether the weather hides a pixel of the image.
    mutating func veil(behind map: InstanceMap, where isHidden: (_ x: Int, _ y: Int) -> Bool) {
        var (pixels, hidden) = (0, 0)
        func count(_ x: Int, _ y: Int) {
            pixels += 1
            if isHidden(x, y) { hidden += 1 }
        }
        if let visible {
            let mask = Mask(visible)
            for y in mask.rect.minY..<mask.rect.maxY {
                for x in mask.rect.minX..<mask.rect.maxX where mask[x: x, y: y] { count(x, y) }
            }
        } else if let box {
            let rect = PixelRect(covering: box).intersection(PixelRect(width: map.width, height: map.height))
            for y in rect.minY..<rect.maxY {
                for x in rect.minX..<rect.maxX where map.ids[y * map.width + x] == 0 { count(x, y) }
            }
        }
        if pixels > 0 { veiledShare = max(veiledShare, Double(hidden) / Double(pixels)) }
    }
}

extension RealInstance {
    /// Whether another thing of the photo is a part of this one, as a plate is of its car: most of it lies within.
    func holds(_ part: RealInstance, in view: PhotoView) -> Bool {
        let photo = PhotoView(photoWidth: view.photoWidth, photoHeight: view.photoHeight)
        let (own, other) = (shown(in: photo), part.shown(in: photo))
        return 2 * own.intersectionArea(with: other) >= other.area
    }

    /// The thing's pixels in the image; without a mask those of its box.
    private func shown(in view: PhotoView) -> RunLengths {
        if let mask = view.imageMask(self) { return mask }
        let pixels = PixelRect(covering: view.imageRect(box)).intersection(
            PixelRect(width: view.width, height: view.height))
        return Mask(rect: pixels, bits: [UInt8](repeating: 1, count: pixels.area))
            .runLengths(width: view.width, height: view.height)
    }

    /// The remaining part of the thing's label.
    ///
    /// - Parameters:
    ///   - cover: the pixels of the image that pasted objects in front of it cover, distractors included.
    func label(at index: Int, in view: PhotoView, under cover: RunLengths) -> RealLabel {
        let covered = keypoints.map { point in
            guard let image = point.map(view.imagePoint) else { return false }
            return cover.contains(x: Int(image.x.rounded(.down)), y: Int(image.y.rounded(.down)))
        }
        let whole = view.imageRect(box)
        let frame = PixelRect(width: view.width, height: view.height)
        guard let mask = view.imageMask(self) else {
            return boxLabel(at: index, whole, frame, cover, covered)
        }
        let visible = cover.area == 0 ? mask : mask.subtracting(cover)
        let (shown, left) = (mask.area, visible.area)
        return RealLabel(
            instance: index, visible: visible, shown: mask, box: visible.box.map { Rect($0) },
            shownShare: shownShare(shown, whole, frame, in: view),
            coveredShare: shown == 0 ? 0 : Double(shown - left) / Double(shown), coveredKeypoints: covered)
    }

    /// The share that a crop leaves. An instance that reaches no edge of the image is all in it.
    private func shownShare(_ shown: Int, _ whole: Rect, _ frame: PixelRect, in view: PhotoView) -> Double {
        if view.crop == PixelRect(width: view.photoWidth, height: view.photoHeight) { return 1 }
        if frame.contains(PixelRect(covering: whole)) { return 1 }
        let scaled = area(width: view.photoWidth, height: view.photoHeight) * view.scale.x * view.scale.y
        return scaled > 0 ? min(1, Double(shown) / scaled) : 0
    }

    /// The remaining part of a box without a mask: the smallest box round its pixels that nothing covers.
    ///
    /// A side that keeps a pixel of its own stays where it was, to the fraction of a pixel.
    private func boxLabel(
        at index: Int, _ whole: Rect, _ frame: PixelRect, _ cover: RunLengths, _ covered: [Bool]
    ) -> RealLabel {
        guard let shown = whole.intersection(Rect(frame)) else {
            return RealLabel(
                instance: index, box: nil, shownShare: 0, coveredShare: 0, coveredKeypoints: covered)
        }
        let pixels = PixelRect(covering: shown)
        let mask = Mask(rect: pixels, bits: [UInt8](repeating: 1, count: pixels.area))
            .runLengths(width: frame.width, height: frame.height)
        let left = mask.subtracting(cover)
        var box: Rect?
        if let tight = left.box {
            box = Rect(
                minX: tight.minX == pixels.minX ? shown.minX : Double(tight.minX),
                minY: tight.minY == pixels.minY ? shown.minY : Double(tight.minY),
                maxX: tight.maxX == pixels.maxX ? shown.maxX : Double(tight.maxX),
                maxY: tight.maxY == pixels.maxY ? shown.maxY : Double(tight.maxY))
        }
        return RealLabel(
            instance: index, coveredOfBox: left.area < mask.area ? mask.subtracting(left) : nil, box: box,
            shownShare: whole.area > 0 ? shown.area / whole.area : 1,
            coveredShare: Double(mask.area - left.area) / Double(mask.area), coveredKeypoints: covered)
    }
}
