package import Geometry

/// A line of what is written on a model, a word of it or a character, with its place on the surface.
///
/// Points are in the mesh's own frame, in metres. Between them the surface is flat.
package struct SurfaceText: Sendable {
    package var text: String
    /// The upper edge of its box, from left to right as the upright text has it: its ends and where the surface bends
    /// between them.
    package var top: [Vector3]
    /// The lower edge: as many points, each below its own of the upper edge.
    package var bottom: [Vector3]
    /// Where the surface bends along the left edge, from the top.
    package var left: [Vector3]
    /// The same along the right edge.
    package var right: [Vector3]
    /// The area of its box on the texture, in any unit.
    package var area: Double
    /// A character's: points spread evenly over its box. Those beside the surface are left out.
    package var spots: [Spot]
    /// A line's words and a word's characters, in the order in which they are read.
    package var parts: [SurfaceText]
    /// Whether the surface shows it mirrored: its points are then those of a mirrored text seen from outside.
    package private(set) var isMirrored = false

    /// The number of points that are spread over a character's box.
    package static let spotCount = 64

    package struct Spot: Sendable {
        package var point: SIMD3<Float>
        /// Outwards.
        package var normal: SIMD3<Float>

        package init(_ point: Vector3, normal: Vector3) {
            (self.point, self.normal) = (SIMD3(point), SIMD3(normal))
        }
    }

    package init(
        _ text: String, top: [Vector3], bottom: [Vector3], left: [Vector3], right: [Vector3], area: Double,
        spots: [Spot] = [], parts: [SurfaceText] = []
    ) {
        precondition(top.count == bottom.count && top.count > 1, "both edges of a text have the same points")
        self.text = text
        (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
        (self.area, self.spots, self.parts) = (area, spots, parts)
    }

    /// The same where the surface shows its texture mirrored.
    package var mirrored: SurfaceText {
        var text = self
        text.isMirrored.toggle()
        text.parts = parts.map(\.mirrored)
        return text
    }

    /// The memory that it takes, in bytes.
    package var byteCount: Int {
        (top.count + bottom.count + left.count + right.count) * MemoryLayout<Vector3>.stride
            + spots.count * MemoryLayout<Spot>.stride + parts.reduce(128) { $0 + $1.byteCount }
    }
}
