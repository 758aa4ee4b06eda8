import Geometry
import Objects

/// The geometry of one paste: which level of the sprite is used, and which texel falls on which pixel.
///
/// It depends on the sprite and the homography alone, never on the frame, so that an object looks the same in a crop.
struct PastePlan {
    /// Index into the sprite's levels.
    let level: Int
    /// How many texels of that level an image pixel spans, as a mean over the object and over both directions.
    let texelsPerPixel: Double

    /// Positions are reckoned from this pixel, which lies within the object when it can, so that the single precision
    /// of the inner loop is spent on the object's own extent.
    private let anchorX: Int
    private let anchorY: Int
    /// Bordered texels · 256 of the level from pixel offsets to the anchor, as rows of a homography.
    private let u: SIMD3<Double>
    private let v: SIMD3<Double>
    private let w: SIMD3<Double>
    /// The condition for a pixel offset to lie on the hull: a · x + b · y + c ≤ 0 for each element.
    private let halfPlanes: [SIMD3<Double>]
    /// The hull's corners in the image plane, homogeneous, in pixels.
    private let corners: [SIMD3<Double>]

    /// How far from the camera plane a point must be, as a share of the farthest point of the object.
    private static let nearest = 1e-6

    /// Nil where there is nothing to see: a homography that is singular, not finite, or all behind the camera.
    init?(_ sprite: Sprite, _ imageFromObject: Homography) {
        guard let objectFromImage = imageFromObject.inverse else { return nil }

        // Where the object is: a grid over it, and of that what lies in front.
        var (count, sum, farthest, anchor) = (0.0, 0.0, 0.0, Point(0, 0))
        let steps = 5
        for k in 0..<steps * steps {
            let x = (Double(k % steps) + 0.5) / Double(steps)
            let y = (Double(k / steps) + 0.5) / Double(steps)
            let point = Point(x * sprite.aspect, y)
            let depth = imageFromObject.w(at: point)
            guard depth > 0, let image = imageFromObject(point) else { continue }
            count += 1
            sum += depth
            if depth > farthest { (farthest, anchor) = (depth, image) }
        }
        if let centre = imageFromObject(Point(sprite.aspect / 2, 0.5)) { anchor = centre }
        guard count > 0, sum.isFinite, anchor.x.isFinite, anchor.y.isFinite else { return nil }

        // At depth w a pixel is w³ / |determinant| of the object plane.
        let depth = sum / count
        // Texels for the object's height.
        let frame = sprite.frame
        let height = Double(sprite.levels[0].height) / frame.height
        var rate = (depth * depth * depth / abs(imageFromObject.determinant)).squareRoot() * height
        guard rate.isFinite, rate > 0 else { return nil }
        var level = 0
        while rate > 2.0.squareRoot(), level + 1 < sprite.levels.count {
            rate /= 2
            level += 1
        }
        self.level = level
        texelsPerPixel = rate

        // Whole numbers below 2²² keep their half in single precision.
        let limit = Double(1 << 22)
        let anchorX = Int(min(max(anchor.x, -limit), limit))
        let anchorY = Int(min(max(anchor.y, -limit), limit))
        (self.anchorX, self.anchorY) = (anchorX, anchorY)

        // Texels of the level from pixel offsets to the anchor, scaled so that w is 1 there.
        let back = objectFromImage * Homography.translation(x: Double(anchorX) + 0.5, y: Double(anchorY) + 0.5)
        let norm = back.m22 != 0 ? abs(back.m22) : 1
        let resolution = height / Double(1 << level)
        let w = SIMD3(back.m20, back.m21, back.m22) / norm
        let texelX = (SIMD3(back.m00, back.m01, back.m02) / norm - w * frame.x) * resolution
        let texelY = (SIMD3(back.m10, back.m11, back.m12) / norm - w * frame.y) * resolution
        (u, v) = (texelX * 256 + w * 128, texelY * 256 + w * 128)
        self.w = w
        guard u.sum().isFinite, v.sum().isFinite, w.sum().isFinite else { return nil }

        let hull = sprite.levels[level].hull
        halfPlanes =
            zip(SpriteHull.directions, hull.supports).map { direction, support in
                texelX * direction.x + texelY * direction.y - w * support
            } + [-w]
        corners = hull.corners.map { corner in
            let point = SIMD3(corner.x / resolution + frame.x, corner.y / resolution + frame.y, 1)
            return SIMD3(
                (SIMD3(imageFromObject.m00, imageFromObject.m01, imageFromObject.m02) * point).sum(),
                (SIMD3(imageFromObject.m10, imageFromObject.m11, imageFromObject.m12) * point).sum(),
                (SIMD3(imageFromObject.m20, imageFromObject.m21, imageFromObject.m22) * point).sum())
        }
    }

    /// Every pixel whose centre may see the object, within `clip`: all others are exactly as they were.
    func bounds(within clip: PixelRect) -> PixelRect {
        let nowhere = PixelRect(minX: clip.minX, minY: clip.minY, maxX: clip.minX, maxY: clip.minY)
        guard let depth = corners.map(\.z).max(), depth > 0 else { return nowhere }
        let near = depth * PastePlan.nearest
        var (low, high) = (SIMD2(repeating: Double.infinity), SIMD2(repeating: -Double.infinity))
        func see(_ corner: SIMD3<Double>) {
            let point = SIMD2(corner.x, corner.y) / corner.z
            low = low.replacing(with: point, where: point .< low)
            high = high.replacing(with: point, where: point .> high)
        }
        // The polygon cut by the plane just in front of the camera (Sutherland and Hodgman, one plane).
        for (k, corner) in corners.enumerated() {
            let next = corners[(k + 1) % corners.count]
            if corner.z >= near { see(corner) }
            if (corner.z >= near) != (next.z >= near) {
                see(corner + (next - corner) * ((near - corner.z) / (next.z - corner.z)))
            }
        }
        guard low.x <= high.x, low.y <= high.y else { return nowhere }
        let bounds = PixelRect(
            minX: whole((low.x - 0.5).rounded(.up), clip.minX, clip.maxX),
            minY: whole((low.y - 0.5).rounded(.up), clip.minY, clip.maxY),
            maxX: whole((high.x - 0.5).rounded(.down) + 1, clip.minX, clip.maxX),
            maxY: whole((high.y - 0.5).rounded(.down) + 1, clip.minY, clip.maxY))
        return bounds.isEmpty ? nowhere : bounds
    }

    /// The pixels of row `y` between `minX` and `maxX` whose centres may see the object.
    func span(ofRow y: Int, from minX: Int, to maxX: Int) -> Range<Int> {
        let row = Double(y - anchorY)
        var (low, high) = (Double(minX - anchorX), Double(maxX - 1 - anchorX))
        for plane in halfPlanes {
            let rest = plane.y * row + plane.z
            if plane.x > 0 {
                high = min(high, -rest / plane.x)
            } else if plane.x < 0 {
                low = max(low, -rest / plane.x)
            } else if rest > 0 {
                return minX..<minX
            }
        }
        guard low <= high else { return minX..<minX }
        let first = Int(low.rounded(.up)) + anchorX
        let end = Int(high.rounded(.down)) + anchorX + 1
        return first < end ? first..<end : minX..<minX
    }

    /// The positions of row `y`, the first of them at pixel `x`.
    func row(_ y: Int, from x: Int) -> TexelRow {
        let row = Double(y - anchorY)
        return TexelRow(
            start: Float(x - anchorX),
            u: SIMD2(Float(u.x), Float(u.y * row + u.z)),
            v: SIMD2(Float(v.x), Float(v.y * row + v.z)),
            w: SIMD2(Float(w.x), Float(w.y * row + w.z)))
    }
}

/// `value` as a whole number between `low` and `high`.
private func whole(_ value: Double, _ low: Int, _ high: Int) -> Int {
    Int(min(max(value, Double(low)), Double(high)))
}
