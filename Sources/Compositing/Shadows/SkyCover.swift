import CLanes
import Geometry

/// The share of the light of an even sky that a card hides from places on a plane.
///
/// It is what Lambert's formula gives for rectangles ("Photometria", 1760; Baum, Rushmeier and Winget, "Improving Radiosity
/// Solutions Through the Use of Analytically Determined Form-Factors", SIGGRAPH 1989): the card's silhouette is taken as a
/// few of these, one above the other. What is behind the plane hides nothing before it, so they are cut off there.
struct SkyCover {
    /// A part of a rectangle: the outline of what is before the plane.
    private struct Outline {
        /// Its corners, in the order of a walk round it.
        var corners: Range<Int>
        var coverage: Float
    }

    private let outlines: [Outline]
    /// Along the plane's axes and its normal, from the origin.
    private let corners: [SIMD3<Float>]
    private let axes: (u: Vector3, v: Vector3)
    private let origin: Vector3
    /// Where the place that a pixel shows lies along the axes.
    private let nearing: SeenPlane.Linear
    private let u: (constant: Double, rest: SeenPlane.Linear)
    private let v: (constant: Double, rest: SeenPlane.Linear)

    init(_ occluder: CardOccluder, on plane: SeenPlane) {
        let axes = plane.axes
        let origin = occluder.corners.reduce(Vector3()) { $0 + $1 } / 4
        var (outlines, corners): ([Outline], [SIMD3<Float>]) = ([], [])
        for band in occluder.bands {
            let first = corners.count
            let heights = band.corners.map(plane.height(of:))
            func add(_ point: Vector3, _ height: Double) {
                let offset = point - origin
                corners.append(SIMD3(Float(axes.u.dot(offset)), Float(axes.v.dot(offset)), Float(height)))
            }
            for index in band.corners.indices {
                let next = (index + 1) % band.corners.count
                let (height, other) = (heights[index], heights[next])
                if height > SkyCover.leastHeight { add(band.corners[index], height) }
                if (height > SkyCover.leastHeight) != (other > SkyCover.leastHeight) {
                    let way = height / (height - other)
                    add(band.corners[index] + (band.corners[next] - band.corners[index]) * way, 0)
                }
            }
            guard corners.count - first > 2 else {
                corners.removeLast(corners.count - first)
                continue
            }
            outlines.append(Outline(corners: first..<corners.count, coverage: Float(band.coverage)))
        }
        (self.outlines, self.corners, self.axes, self.origin) = (outlines, corners, axes, origin)
        nearing = plane.nearing
        (u, v) = (plane.place(along: axes.u, from: origin), plane.place(along: axes.v, from: origin))
    }

    /// What is lower over the plane lies on it; in metres.
    private static let leastHeight = 1e-9

    /// The shares, 0…1, that are hidden from what a row of points of the image shows.
    ///
    /// - Parameters:
    ///   - x: of the first point; the others are `step` pixels apart.
    ///   - shares: takes one for each point, and room for `count` rounded up to a multiple of eight.
    func find(
        x: Int, step: Int, y: Int, count: Int, into shares: UnsafeMutablePointer<Float>
    ) {
        for first in stride(from: 0, to: count, by: 8) {
            let (x, y) = (Double(x + first * step), Double(y))
            let steps = SkyCover.lanes * Float(step)
            func line(_ linear: SeenPlane.Linear) -> SIMD8<Float> {
                steps * Float(linear.right) + Float(linear(x: x, y: y))
            }
            let nearing = line(nearing)
            let scale = 1 / nearing
            let hidden = self.hidden(
                u: line(u.rest) * scale + Float(u.constant), v: line(v.rest) * scale + Float(v.constant))
            UnsafeMutableRawPointer(shares + first).storeBytes(
                of: hidden.replacing(with: 0, where: nearing .>= -1e-9), as: SIMD8<Float>.self)
        }
    }

    /// The shares that are hidden from eight places of the plane.
    ///
    /// - Parameters:
    ///   - point: of the plane, in the world.
    ///   - direction: along the plane, from it to the places.
    ///   - distances: how far they are from it, in lengths of `direction`.
    func hidden(from point: Vector3, along direction: Vector3, _ distances: SIMD8<Float>) -> SIMD8<Float> {
        func place(along axis: Vector3) -> SIMD8<Float> {
            distances * Float(axis.dot(direction)) + Float(axis.dot(point - origin))
        }
        return hidden(u: place(along: axes.u), v: place(along: axes.v))
    }

    private static let lanes = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7)

    @inline(__always)
    private func hidden(u: SIMD8<Float>, v: SIMD8<Float>) -> SIMD8<Float> {
        var hidden = SIMD8<Float>.zero
        corners.withUnsafeBufferPointer { corners in
            outlines.withUnsafeBufferPointer { outlines in
                for outline in outlines {
                    let first = Directions(to: corners[outline.corners.lowerBound], u, v)
                    var (last, sum) = (first, SIMD8<Float>.zero)
                    for index in outline.corners.lowerBound + 1..<outline.corners.upperBound {
                        let next = Directions(to: corners[index], u, v)
                        sum += last.part(upTo: next)
                        last = next
                    }
                    sum += last.part(upTo: first)
                    hidden += clanes_most(sum, -sum) * outline.coverage
                }
            }
        }
        return clanes_least(hidden, SIMD8(repeating: 1))
    }

    /// Directions of length 1 from eight places of the plane.
    private struct Directions {
        var u: SIMD8<Float>
        var v: SIMD8<Float>
        var up: SIMD8<Float>

        @inline(__always)
        init(to corner: SIMD3<Float>, _ placeU: SIMD8<Float>, _ placeV: SIMD8<Float>) {
            let (x, y) = (corner.x - placeU, corner.y - placeV)
            let square = x * x + y * y + corner.z * corner.z
            let scale = 1 / clanes_root(clanes_most(square, SIMD8(repeating: 1e-12)))
            (u, v, up) = (x * scale, y * scale, corner.z * scale)
        }

        /// The part of an edge between two directions in Lambert's formula, as shares of the whole sky's light.
        @inline(__always)
        func part(upTo other: Directions) -> SIMD8<Float> {
            (u * other.v - v * other.u) * angleOverSine(u * other.u + v * other.v + up * other.up)
        }

        /// The angles of cosines over their sines and 2π, within 2 · 10⁻⁴.
        ///
        /// Heitz and Hill, "Real-Time Line- and Disk-Light Shading with Linearly Transformed Cosines", SIGGRAPH 2017
        /// course, the fit for polygonal lights.
        @inline(__always)
        private func angleOverSine(_ cosine: SIMD8<Float>) -> SIMD8<Float> {
            let y = clanes_most(cosine, -cosine)
            let fit = (0.854_398_5 + (0.496_515_5 + 0.014_520_6 * y) * y) / (3.417_594 + (4.161_672_4 + y) * y)
            // Most angles are acute.
            let isObtuse = cosine .<= SIMD8.zero
            guard clanes_any(SIMD8<Int32>().replacing(with: -1, where: isObtuse)) != 0 else { return fit }
            let square = clanes_most(1 - cosine * cosine, SIMD8(repeating: 1e-7))
            return fit.replacing(with: 0.5 / clanes_root(square) - fit, where: isObtuse)
        }
    }
}
