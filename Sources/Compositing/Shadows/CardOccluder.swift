import Foundation
import Geometry
import Objects
import Rendering

/// A card that stands in the light, and the share of the light that its silhouette keeps from other places.
///
/// A place sees the sun's disc through an ellipse of the card, and what the silhouette covers of that is the share of the
/// sun that is hidden; with the ellipse of a pixel's own extent added, it is that of the pixel. Means over ellipses are
/// read from the silhouette's halved levels at several points along the ellipse's longer axis, as McCormack, Perry,
/// Farkas and Jouppi do ("Feline: Fast Elliptical Lines for Anisotropic Texture Mapping", SIGGRAPH 1999). Of the sky it
/// hides what `SkyCover` finds.
struct CardOccluder {
    /// The upper left corner, and the upper and the left edge; in the world.
    private let corner: Vector3
    private let right: Vector3
    private let down: Vector3
    private let normal: Vector3
    private let alpha: AlphaChain
    /// In the card's plane, so that they count texels along the upper and along the left edge, which need not be square
    /// to each other.
    private let columns: Vector3
    private let rows: Vector3
    private let width: Double
    /// The lengths of these: texels for each metre across and down.
    private let scale: (x: Double, y: Double)
    /// The cosine of the angle between the two: 0 but for a card that leans over.
    private let lean: Double
    /// What stands for the silhouette where the sky is hidden.
    let bands: [Band]
    /// The corners of rectangles, one above the other, that together hold the silhouette.
    let parts: [[Vector3]]

    /// A rectangle of the silhouette, by its corners in the order of a walk round it.
    struct Band {
        var corners: [Vector3]
        /// How much of it is there, 0…1.
        var coverage: Double
    }

    /// The most points that a mean is read at.
    private static let mostProbes = 8
    /// A mean that is rounded from 1 is not less.
    private static let whole: Float = 1 - 1e-5

    /// - Parameters:
    ///   - silhouette: the part of the card that is there.
    ///   - pose: world from the card, which is 1 tall and has its origin at the middle of its foot.
    init(_ silhouette: Sprite, _ pose: Pose) {
        let alpha = AlphaChain(silhouette)
        let (across, up) = (pose.linear.x, pose.linear.y)
        let frame = silhouette.frame
        let corner = pose.position + up * (1 - frame.y) - across * (silhouette.aspect / 2 - frame.x)
        self.alpha = alpha
        self.corner = corner
        right = across * frame.width
        down = -up * frame.height
        normal = across.cross(up).normalized
        let texels = alpha.height / frame.height
        let (aside, below) = (up.cross(normal), -across.cross(normal))
        columns = aside * (texels / aside.dot(across))
        rows = below * (texels / below.dot(-up))
        scale = (columns.length, rows.length)
        lean = columns.dot(rows) / (scale.x * scale.y)
        width = frame.width * texels
        func place(_ x: Double, _ y: Double) -> Vector3 {
            corner + across * (x * frame.height) - up * (y * frame.height)
        }
        func corners(_ band: AlphaChain.Band) -> [Vector3] {
            [
                place(band.left, band.top), place(band.right, band.top), place(band.right, band.bottom),
                place(band.left, band.bottom),
            ]
        }
        bands = alpha.bands.map { Band(corners: corners($0), coverage: $0.coverage) }
        parts = alpha.parts.map(corners)
    }

    /// The corners, in the order of a walk round it.
    var corners: [Vector3] { [corner, corner + right, corner + right + down, corner + down] }

    /// The light of a sun that falls past the card on a plane.
    struct Beam {
        /// The tangent of the sun's radius.
        fileprivate var radius: Double
        /// The slant of the direction to the sun along the card, right and down, for one unit away from it.
        fileprivate var slant: (x: Double, y: Double)
        /// What these are divided by.
        fileprivate var nearing: SeenPlane.Linear
        /// Where on the card the light has passed that a place of the plane gets, in texels.
        fileprivate var column: (constant: Double, rest: SeenPlane.Linear)
        fileprivate var row: (constant: Double, rest: SeenPlane.Linear)
        /// How far the card is from that place, towards the sun.
        fileprivate var distance: (constant: Double, rest: SeenPlane.Linear)
        /// The variance along the image's rows and columns of what reaches a pixel.
        fileprivate var pixel: (across: Double, down: Double)
    }

    /// Nil for a sun that sees the card edge on.
    ///
    /// - Parameter blur: of the picture that shows the plane.
    func beam(_ sun: RenderScene.Sun, on plane: SeenPlane, blur: Blur = .none) -> Beam? {
        let direction = sun.direction.normalized
        let facing = normal.dot(direction)
        guard abs(facing) > 1e-3 else { return nil }
        // Along the beam to the card's plane: what lies off that plane by one normal moves aside by the beam's slant.
        return Beam(
            radius: tan(min(sun.angularRadius.degrees, 45) * .pi / 180),
            slant: (
                direction.dot(columns) / scale.x / facing, direction.dot(rows) / scale.y / facing
            ),
            nearing: plane.nearing,
            column: plane.place(along: columns - normal * (direction.dot(columns) / facing), from: corner),
            row: plane.place(along: rows - normal * (direction.dot(rows) / facing), from: corner),
            distance: plane.place(along: normal * (-1 / facing), from: corner),
            pixel: (1.0 / 12 + Double(blur.x * blur.x), 1.0 / 12 + Double(blur.y * blur.y)))
    }

    /// Lends what the silhouette hides of the sun, to be read at many places.
    func withSilhouette(_ body: (Silhouette) -> Void) {
        alpha.withReader { reader in
            body(Silhouette(reader: reader, width: width, height: alpha.height, texels: scale, lean: lean))
        }
    }

    /// What hides the sun. It is valid within `withSilhouette` alone.
    struct Silhouette {
        fileprivate let reader: AlphaChain.Reader
        /// In texels.
        fileprivate let width: Double
        fileprivate let height: Double
        /// Texels for each metre across and down.
        fileprivate let texels: (x: Double, y: Double)
        fileprivate let lean: Double

        /// The pixels of a row that are read by one ellipse, since it changes slowly. A multiple of eight.
        static let run = 16

        private static let lanes = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7)

        /// The shares of the sun that are hidden, 0…1, from the places that pixels of a row show.
        ///
        /// - Parameters:
        ///   - columns: of the image, at most `run`.
        ///   - shares: takes one for each column, and has room for `run`.
        /// - Returns: false where nothing is hidden; the shares are then as they were.
        @inline(__always)
        func hideSun(
            _ beam: Beam, columns: Range<Int>, row: Int, into shares: UnsafeMutablePointer<Float>
        ) -> Bool {
            guard let ellipse = ellipse(beam, columns: columns, y: Double(row) + 0.5) else { return false }
            for first in stride(from: 0, to: columns.count, by: 8) {
                // From the middle of the pixels, in pixels; then in those steps on the card by which it changes there.
                let aside = Silhouette.lanes + (Float(first) + 0.5 - Float(columns.count) / 2)
                let way = aside / (aside * ellipse.nearing + 1)
                var share = SIMD8<Float>(repeating: 1)
                if !ellipse.isWhole {
                    var x = way * ellipse.across.x + (ellipse.middle.x - ellipse.start.x)
                    var y = way * ellipse.across.y + (ellipse.middle.y - ellipse.start.y)
                    var sum = SIMD8<Float>.zero
                    for _ in 0..<ellipse.count {
                        sum += reader.means(x: x, y: y, ellipse.sampling)
                        x += ellipse.step.x
                        y += ellipse.step.y
                    }
                    share = sum * (1 / Float(ellipse.count))
                }
                if ellipse.isAtFoot {
                    let distance = way * ellipse.distance.across + ellipse.distance.middle
                    share.replace(with: 0, where: distance .<= 1e-6)
                }
                UnsafeMutableRawPointer(shares + first).storeBytes(of: share, as: SIMD8<Float>.self)
            }
            return true
        }

        /// How a mean over an ellipse of the silhouette is read.
        private struct Ellipse {
            /// Its middle for the middle of the pixels, and how that changes to the next pixel on the right; in texels.
            var middle: (x: Float, y: Float)
            var across: (x: Float, y: Float)
            /// How fast the places come nearer, as a share for each pixel.
            var nearing: Float
            /// How far the card is, and how that changes.
            var distance: (middle: Float, across: Float)
            /// From the first point to the middle, and from each point to the next; in texels.
            var start: (x: Float, y: Float) = (0, 0)
            var step: (x: Float, y: Float) = (0, 0)
            var count = 1
            var sampling: AlphaChain.Sampling
            /// Whether the card hides all of the sun.
            var isWhole = false
            /// Whether some of the pixels may be on the card's sunny side.
            var isAtFoot: Bool
        }

        /// The ellipse for the middle of some pixels of a row; nil where nothing is hidden.
        @inline(__always)
        private func ellipse(_ beam: Beam, columns: Range<Int>, y: Double) -> Ellipse? {
            let half = Double(columns.count) / 2
            let x = Double(columns.lowerBound) + half
            let nearing = beam.nearing(x: x, y: y)
            guard nearing + abs(beam.nearing.right) * half < -1e-9 else { return nil }
            let scale = 1 / nearing
            let along = beam.distance.rest(x: x, y: y) * scale
            let distance = beam.distance.constant + along
            // How much farther it is at the farther end of the pixels.
            let slope = (beam.distance.rest.right - along * beam.nearing.right) * scale
            let farther = abs(slope) * half
            guard distance + farther > 1e-6 else { return nil }
            let (atColumn, atRow) = (beam.column.rest(x: x, y: y) * scale, beam.row.rest(x: x, y: y) * scale)
            let (u, v) = (beam.column.constant + atColumn, beam.row.constant + atRow)
            // The steps to the next pixel on the right and below.
            let (ax, bx) = (
                (beam.column.rest.right - atColumn * beam.nearing.right) * scale,
                (beam.column.rest.below - atColumn * beam.nearing.below) * scale
            )
            let (ay, by) = (
                (beam.row.rest.right - atRow * beam.nearing.right) * scale,
                (beam.row.rest.below - atRow * beam.nearing.below) * scale
            )
            // A quarter of the square of a disc's radius is its variance along each axis, a twelfth of that of a side a
            // square's, to which the picture's blur adds.
            let disc = max(0, distance) * beam.radius / 2
            let (dx, dy) = (disc * texels.x, disc * texels.y)
            let xx =
                dx * dx * (1 + beam.slant.x * beam.slant.x) + ax * ax * beam.pixel.across + bx * bx * beam.pixel.down
            let yy =
                dy * dy * (1 + beam.slant.y * beam.slant.y) + ay * ay * beam.pixel.across + by * by * beam.pixel.down
            let xy =
                dx * dy * (lean + beam.slant.x * beam.slant.y) + ax * ay * beam.pixel.across + bx * by * beam.pixel.down
            let (mean, difference) = ((xx + yy) / 2, (xx - yy) / 2)
            let root = (difference * difference + xy * xy).squareRoot()
            let longer = (mean + root).squareRoot()
            let reach = 3 * longer + 2 + half * max(abs(ax), abs(ay))
            guard u > -reach, v > -reach, v < height + reach, u < width + reach else { return nil }
            let around = reader.overview(within: reach).map { reader.mean(x: Float(u), y: Float(v), $0) }
            if let around, around <= 0 { return nil }
            let shorter = max((max(0, mean - root)).squareRoot(), 0.5, longer / Double(CardOccluder.mostProbes))
            let count = min(CardOccluder.mostProbes, Int((longer / shorter).rounded(.up)))
            // A level between texels has a variance of about a quarter of its texels' side squared.
            let sampling = reader.sampling(over: 2 * shorter)
            var ellipse = Ellipse(
                middle: (Float(u), Float(v)), across: (Float(ax), Float(ay)),
                nearing: Float(beam.nearing.right * scale), distance: (Float(distance), Float(slope)),
                sampling: sampling, isAtFoot: distance - farther <= 1e-6)
            ellipse.isWhole = around.map { $0 >= CardOccluder.whole } ?? false
            guard count > 1, !ellipse.isWhole else { return ellipse }
            var axis = (x: xy, y: mean + root - xx)
            if axis.x * axis.x + axis.y * axis.y < 1e-12 * mean * mean { axis = xx >= yy ? (1, 0) : (0, 1) }
            // Points spread evenly over an interval vary by less than all of it does.
            let spread =
                (3 * max(0, longer * longer - shorter * shorter) / (1 - 1 / Double(count * count))).squareRoot()
                / (axis.x * axis.x + axis.y * axis.y).squareRoot()
            let first = spread * (1 - 1 / Double(count))
            let step = 2 * spread / Double(count)
            ellipse.start = (Float(axis.x * first), Float(axis.y * first))
            ellipse.step = (Float(axis.x * step), Float(axis.y * step))
            ellipse.count = count
            return ellipse
        }
    }
}
