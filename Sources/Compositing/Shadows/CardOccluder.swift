import Foundation
import Geometry
import Objects
import Rendering

/// A card that stands in the light, and the share of the light that its silhouette keeps from other places.
///
/// A place sees the sun's disc through an ellipse of the card, and what the silhouette covers of that is the share of the
/// sun that is hidden; with the ellipse of a pixel's own extent added, it is that of the pixel. Means over ellipses are
/// read from the silhouette's halved levels at several points along the ellipse's longer axis, as McCormack, Perry,
/// Farkas and Jouppi do ("Feline: Fast Elliptical Lines for Anisotropic Texture Mapping", SIGGRAPH 1999). Of an even sky
/// a rectangle hides what Lambert's formula gives ("Photometria", 1760; Baum, Rushmeier and Winget, "Improving Radiosity
/// Solutions Through the Use of Analytically Determined Form-Factors", SIGGRAPH 1989): the silhouette is taken as a few
/// rectangles, one above the other.
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
    private let bands: [Band]
    /// The corners of rectangles, one above the other, that together hold the silhouette.
    let parts: [[Vector3]]

    /// A rectangle of the silhouette, by its corners in the order of a walk round it.
    private struct Band {
        var corners: (Vector3, Vector3, Vector3, Vector3)
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
        func corners(_ band: AlphaChain.Band) -> (Vector3, Vector3, Vector3, Vector3) {
            (
                place(band.left, band.top), place(band.right, band.top), place(band.right, band.bottom),
                place(band.left, band.bottom)
            )
        }
        bands = alpha.bands.map { Band(corners: corners($0), coverage: $0.coverage) }
        parts = alpha.parts.map {
            let (a, b, c, d) = corners($0)
            return [a, b, c, d]
        }
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

        /// The pixels of a row that are read by one ellipse, since it changes slowly.
        static let run = 8

        /// The shares of the sun that are hidden, 0…1, from the places that pixels of a row show.
        ///
        /// - Parameters:
        ///   - columns: of the image, at most `run`.
        ///   - shares: takes one for each column.
        /// - Returns: false where nothing is hidden; the shares are then as they were.
        @inline(__always)
        func hideSun(
            _ beam: Beam, columns: Range<Int>, row: Int, into shares: UnsafeMutableBufferPointer<Float>
        ) -> Bool {
            let y = Double(row) + 0.5
            guard let ellipse = ellipse(beam, columns: columns, y: y) else { return false }
            for x in columns {
                let middle = Double(x) + 0.5
                let scale = 1 / beam.nearing(x: middle, y: y)
                if ellipse.isAtFoot, beam.distance.constant + beam.distance.rest(x: middle, y: y) * scale <= 1e-6 {
                    shares[x - columns.lowerBound] = 0
                    continue
                }
                let column = Float(beam.column.constant + beam.column.rest(x: middle, y: y) * scale)
                let place = Float(beam.row.constant + beam.row.rest(x: middle, y: y) * scale)
                if let overview = ellipse.overview {
                    let mean = reader.mean(x: column, y: place, overview)
                    if mean <= 0 || mean >= CardOccluder.whole {
                        shares[x - columns.lowerBound] = mean <= 0 ? 0 : 1
                        continue
                    }
                }
                let (u, v) = (column - ellipse.start.x, place - ellipse.start.y)
                var sum: Float = 0
                for probe in 0..<ellipse.count {
                    let step = Float(probe)
                    sum += reader.mean(x: u + ellipse.step.x * step, y: v + ellipse.step.y * step, ellipse.sampling)
                }
                shares[x - columns.lowerBound] = sum / Float(ellipse.count)
            }
            return true
        }

        /// How a mean over an ellipse of the silhouette is read.
        private struct Ellipse {
            /// From the first point to the middle, and from each point to the next; in texels.
            var start: (x: Float, y: Float)
            var step: (x: Float, y: Float)
            var count = 1
            var sampling: AlphaChain.Sampling
            /// What tells whether there is anything near a pixel's own place.
            var overview: AlphaChain.Overview?
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
            let farther = abs((beam.distance.rest.right - along * beam.nearing.right) * scale) * half
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
            if let around = reader.overview(within: reach), reader.mean(x: Float(u), y: Float(v), around) <= 0 {
                return nil
            }
            let shorter = max((max(0, mean - root)).squareRoot(), 0.5, longer / Double(CardOccluder.mostProbes))
            let count = min(CardOccluder.mostProbes, Int((longer / shorter).rounded(.up)))
            // A level between texels has a variance of about a quarter of its texels' side squared.
            let sampling = reader.sampling(over: 2 * shorter)
            var ellipse = Ellipse(
                start: (0, 0), step: (0, 0), sampling: sampling, overview: reader.overview(within: 3 * longer + 2),
                isAtFoot: distance - farther <= 1e-6)
            guard count > 1 else { return ellipse }
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

    /// The share of the light of an even sky that is hidden from a place on a plane, 0…1.
    func hiddenSky(from point: Vector3, on normal: Vector3) -> Double {
        var hidden = 0.0
        bands.withUnsafeBufferPointer { bands in
            for band in bands {
                let (a, b) = (band.corners.0 - point, band.corners.1 - point)
                let (c, d) = (band.corners.2 - point, band.corners.3 - point)
                let (ha, hb) = ((normal * a).sum(), (normal * b).sum())
                let (hc, hd) = ((normal * c).sum(), (normal * d).sum())
                // What is behind the plane hides nothing before it.
                guard max(ha, hb, hc, hd) > 1e-9 else { continue }
                var outline = SeenOutline(normal)
                outline.add(from: d, hd, to: a, ha)
                outline.add(from: a, ha, to: b, hb)
                outline.add(from: b, hb, to: c, hc)
                outline.add(from: c, hc, to: d, hd)
                hidden += band.coverage * outline.share
            }
        }
        return min(1, hidden)
    }

    /// The outline of a rectangle as it is seen from a place, cut off at the plane that the place is on.
    private struct SeenOutline {
        private let normal: Vector3
        private var first: Vector3?
        private var last = Vector3()
        private var sum = 0.0

        @inline(__always)
        init(_ normal: Vector3) { self.normal = normal }

        /// Adds an edge between two corners, given by their offsets from the place and their heights over the plane.
        @inline(__always)
        mutating func add(from one: Vector3, _ oneHeight: Double, to other: Vector3, _ otherHeight: Double) {
            if (oneHeight > 0) != (otherHeight > 0) {
                add(one + (other - one) * (oneHeight / (oneHeight - otherHeight)))
            }
            if otherHeight > 0 { add(other) }
        }

        @inline(__always)
        private mutating func add(_ offset: Vector3) {
            let square = (offset * offset).sum()
            let direction = square > 1e-18 ? offset / square.squareRoot() : normal
            if first == nil { first = direction } else { sum += CardOccluder.part(last, direction, normal) }
            last = direction
        }

        /// The share of the whole sky's light that comes through the outline.
        var share: Double { first.map { abs(sum + CardOccluder.part(last, $0, normal)) } ?? 0 }
    }

    /// The part of an edge between two directions in Lambert's formula, as a share of the whole sky's light.
    @inline(__always)
    private static func part(_ one: Vector3, _ other: Vector3, _ normal: Vector3) -> Double {
        (normal * crossed(one, other)).sum() * angleOverSine((one * other).sum())
    }

    /// `cross`, which is too far away to be inlined.
    @inline(__always)
    private static func crossed(_ a: Vector3, _ b: Vector3) -> Vector3 {
        Vector3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }

    /// The angle of a cosine over its sine and 2π, within 2 · 10⁻⁴.
    ///
    /// Heitz and Hill, "Real-Time Line- and Disk-Light Shading with Linearly Transformed Cosines", SIGGRAPH 2017
    /// course, the fit for polygonal lights.
    @inline(__always)
    private static func angleOverSine(_ cosine: Double) -> Double {
        let y = abs(cosine)
        let fit = (0.8543985 + (0.4965155 + 0.0145206 * y) * y) / (3.4175940 + (4.1616724 + y) * y)
        return cosine > 0 ? fit : 0.5 / max(1 - cosine * cosine, 1e-7).squareRoot() - fit
    }
}
