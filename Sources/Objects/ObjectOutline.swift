package import Drawings
package import Geometry
package import Pictures

/// The shape of an object without its pixels, for placing.
package struct ObjectOutline: Hashable, Sendable {
    /// The width divided by the height.
    package let aspect: Double

    /// The outer boundaries of the part that is at least half opaque, in the object plane (x in 0…aspect, y in 0…1, y
    /// down).
    package let polygons: [Polygon]

    /// The place of the object in its source's own plane, in that plane's units. Every resolution of a vector source is
    /// cut to it, so that none of them shifts against another.
    package let frame: Rect

    /// How far the object is seen in the object plane, faint parts included that `polygons` leave out.
    package let reach: Rect

    /// What is written on the object; nil for nothing, and where it is not known.
    package let writing: Writing?

    /// The lines of it, in the object plane; empty where their places are not known.
    package let lines: [WrittenPart]

    /// The memory that it takes, in bytes.
    var byteCount: Int { polygons.reduce(0) { $0 + $1.vertices.count * MemoryLayout<Point>.stride } }

    package init(
        aspect: Double, polygons: [Polygon], frame: Rect, reach: Rect? = nil, writing: Writing? = nil,
        lines: [WrittenPart] = []
    ) {
        self.aspect = aspect
        self.polygons = polygons
        self.frame = frame
        self.reach = reach ?? Rect(x: 0, y: 0, width: aspect, height: 1)
        self.writing = writing
        self.lines = lines
    }
}
