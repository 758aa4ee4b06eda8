import Foundation
import Geometry
import Pictures
import Scenes

/// The light on a plane of the photo where an object lies in it, as the plane's own surface shows it: in a shadow or under
/// a lamp the object is darker or brighter, as much as the plane is.
///
/// What is light and what is paint cannot be told apart in a photo. So no more is taken from it than a level and an even
/// slope, by least squares over the logarithms of many points, which a pattern or a grain changes little; and of the
/// colour only half.
struct PlaneShade: Hashable, Sendable {
    /// The plane's brightness at the object's middle, of that of all of it that the image shows; linear.
    let gain: SIMD3<Float>
    /// The change of the brightness' natural logarithm over one height of the object: to its right, and down it.
    let slope: SIMD2<Float>

    /// How far the points reach beyond the object.
    private static let reach = 1.25
    /// No object is taken to be lit less or more, and none changes by more than this from its middle to its farthest edge.
    private static let (levels, change) = (Float(0.3)...Float(3), Float(0.7))

    /// Nil where the image shows nothing of the plane at the object's place.
    ///
    /// - Parameters:
    ///   - aspect: the object's width, where its height is 1.
    ///   - image: without any object.
    init?(on plane: PlacedPlane, at imageFromObject: Homography, aspect: Double, in image: Raster) {
        guard let imageFromUnit = Homography(from: Rect(x: 0, y: 0, width: 1, height: 1).corners, to: plane.corners)
        else { return nil }
        let unit = Rect(x: 0, y: 0, width: 1, height: 1)
        let card = Rect(
            x: aspect * (1 - Self.reach) / 2, y: (1 - Self.reach) / 2, width: aspect * Self.reach, height: Self.reach)
        let whole = Self.samples(unit, imageFromUnit, image)
        let own = Self.samples(card, imageFromObject, image)
        guard !whole.isEmpty, !own.isEmpty else { return nil }

        func mean(_ of: [Sample], _ value: (Sample) -> Double) -> Double {
            of.reduce(0) { $0 + value($1) } / Double(of.count)
        }
        let (x, y, mid) = (mean(own) { $0.at.x }, mean(own) { $0.at.y }, mean(own, \.level))
        func product(_ a: (Sample) -> Double, _ b: (Sample) -> Double) -> Double { mean(own) { a($0) * b($0) } }
        let (right, down, rise) = (
            { (sample: Sample) in sample.at.x - x }, { (sample: Sample) in sample.at.y - y },
            { (sample: Sample) in sample.level - mid }
        )
        let (xx, xy, yy) = (product(right, right), product(right, down), product(down, down))
        let (xl, yl) = (product(right, rise), product(down, rise))
        let determinant = xx * yy - xy * xy
        // Points in a line, as at the image's edge, say nothing of the direction across it.
        var (toRight, toDown) =
            determinant > 1e-6 * (xx + yy) * (xx + yy)
            ? ((xl * yy - yl * xy) / determinant, (yl * xx - xl * xy) / determinant) : (0, 0)
        let farthest = abs(toRight) * aspect / 2 + abs(toDown) / 2
        if farthest > Double(Self.change) {
            (toRight, toDown) = (toRight * Double(Self.change) / farthest, toDown * Double(Self.change) / farthest)
        }
        slope = SIMD2(Float(toRight), Float(toDown))

        let middle = mid + toRight * (aspect / 2 - x) + toDown * (0.5 - y)
        let factor = Float(exp(middle - mean(whole, \.level)))
        let tint = (Self.tint(own) / Self.tint(whole)).softened(by: 0.5)
        gain =
            SIMD3<Float>(tint / tint.brightness)
            * min(max(factor, Self.levels.lowerBound), Self.levels.upperBound)
    }

    private struct Sample {
        var at: Point
        var colour: Vector3
        /// The natural logarithm of its brightness.
        var level: Double
    }

    private static func samples(_ rect: Rect, _ imageFromRect: Homography, _ image: Raster) -> [Sample] {
        image.light(over: rect, imageFromRect).map { at, colour in
            // A step of a dark byte is not to count as much as all the rest.
            Sample(at: at, colour: colour, level: log(colour.brightness + 0.003))
        }
    }

    /// The mean colour, of brightness 1.
    private static func tint(_ samples: [Sample]) -> Vector3 {
        let sum = samples.reduce(Vector3()) { $0 + $1.colour } + Vector3(repeating: 1e-6)
        return sum / sum.brightness
    }
}

extension Raster {
    /// The linear colours of the picture at points spread evenly over a rectangle of some plane, row by row; those that the
    /// picture does not show are left out.
    ///
    /// - Parameter pictureFromPlane: the picture's points from the plane's.
    func light(over rect: Rect, _ pictureFromPlane: Homography) -> [(at: Point, colour: Vector3)] {
        let linear = SRGB.linearOfByte
        let steps = 24
        var found: [(at: Point, colour: Vector3)] = []
        for row in 0..<steps {
            for column in 0..<steps {
                let at = Point(
                    rect.minX + (Double(column) + 0.5) / Double(steps) * rect.width,
                    rect.minY + (Double(row) + 0.5) / Double(steps) * rect.height)
                guard let seen = pictureFromPlane(at), seen.x >= 0, seen.y >= 0, seen.x < Double(width),
                    seen.y < Double(height)
                else { continue }
                let offset = (Int(seen.y) * width + Int(seen.x)) * 4
                let colour: Vector3 = [
                    Double(linear[Int(bytes[offset])]), Double(linear[Int(bytes[offset + 1])]),
                    Double(linear[Int(bytes[offset + 2])]),
                ]
                found.append((at, colour))
            }
        }
        return found
    }
}
