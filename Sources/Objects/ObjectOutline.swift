package import Geometry

/// The shape of an object without its pixels: what placing needs.
package struct ObjectOutline: Hashable, Sendable {
    /// Width over height.
    package let aspect: Double

    /// The outer boundaries of what is at least half opaque, in the object plane (x in 0…aspect, y in 0…1, y down).
    package let polygons: [Polygon]

    /// Where the object lies in its source's own plane, in that plane's units: what every resolution of a vector source
    /// is cut to, so that none of them shifts against another.
    package let frame: Rect

    /// How far the object is seen in the object plane, faint parts included that `polygons` leave out.
    package let reach: Rect

    /// In bytes, for whoever keeps many.
    var byteCount: Int { polygons.reduce(0) { $0 + $1.vertices.count * MemoryLayout<Point>.stride } }

    package init(aspect: Double, polygons: [Polygon], frame: Rect, reach: Rect? = nil) {
        self.aspect = aspect
        self.polygons = polygons
        self.frame = frame
        self.reach = reach ?? Rect(x: 0, y: 0, width: aspect, height: 1)
    }
}
