import Geometry

/// The single check for numbers in labels: a number that passes can be turned, scaled and rounded to a whole number
/// without leaving its range.
package enum LabelNumber {
    /// The farthest from the origin that a coordinate may lie, in pixels or metres: where COCO's own rasteriser ends.
    static let limit = 0x1p28
    /// The longest side of an image, in pixels.
    static let longestSide = 1 << 24

    /// Whether a coordinate or a length can be one; NaN and the infinities cannot.
    static func isUsable(_ number: Double) -> Bool { abs(number) <= limit }

    /// The first number that is not usable; nil where all are usable.
    static func wild(_ numbers: some Sequence<Double>) -> Double? { numbers.first { !isUsable($0) } }
}

extension COCO.Annotation {
    /// The words for the first of its numbers that is too large: “keypoints has 1e+308, which is beyond 2²⁸”; nil where
    /// there is none.
    var wildNumber: String? {
        if let found = box?.wild { return Self.words("bbox", found) }
        if let found = segmentation?.wild { return Self.words("segmentation", found) }
        for keypoint in keypoints ?? [] {
            if let found = keypoint.position.wild { return Self.words("keypoints", found) }
        }
        if let found = amodalBox?.wild { return Self.words("amodal_bbox", found) }
        if let found = amodalSegmentation?.wild { return Self.words("amodal_segmentation", found) }
        for corner in corners2D ?? [] {
            if let found = corner.wild { return Self.words("corners_2d", found) }
        }
        for corner in textLines?.flatMap({ $0.all.flatMap { $0.quad + $0.polygon } }) ?? [] {
            if let found = corner.wild { return Self.words("text_lines", found) }
        }
        if let pose {
            for vector in [pose.rotation.x, pose.rotation.y, pose.rotation.z, pose.translation] {
                if let found = vector.wild { return Self.words("pose", found) }
            }
        }
        if let found = box3D?.lower.wild ?? box3D?.upper.wild { return Self.words("box_3d", found) }
        // The limit is the area of a picture with such sides.
        if let area, !(area.magnitude <= LabelNumber.limit * LabelNumber.limit) { return Self.words("area", area) }
        return nil
    }

    private static func words(_ member: String, _ number: Double) -> String {
        "\(member) has \(number.text), which is beyond 2²⁸"
    }
}

extension COCO.Segmentation {
    fileprivate var wild: Double? {
        guard case .polygons(let rings) = self else { return nil }
        for ring in rings {
            if let found = LabelNumber.wild(ring) { return found }
        }
        return nil
    }
}

extension Rect {
    fileprivate var wild: Double? {
        if !LabelNumber.isUsable(x) { return x }
        if !LabelNumber.isUsable(y) { return y }
        if !LabelNumber.isUsable(width) { return width }
        return LabelNumber.isUsable(height) ? nil : height
    }
}

extension Point {
    fileprivate var wild: Double? { LabelNumber.isUsable(x) ? LabelNumber.isUsable(y) ? nil : y : x }
}

extension Vector3 {
    fileprivate var wild: Double? {
        if !LabelNumber.isUsable(x) { return x }
        if !LabelNumber.isUsable(y) { return y }
        return LabelNumber.isUsable(z) ? nil : z
    }
}
