import Geometry
import Masks

/// The outlines of a mask as SVG path data in the picture's pixels, for `fill-rule="evenodd"`.
struct MaskPath {
    /// The path data; empty for a mask without pixels.
    let data: String

    /// The most corners of a path. librsvg takes a second for a million, and libxml2 refuses an attribute of ten
    /// megabytes.
    private static let limit = 100_000

    /// The path is exact, except for a mask of more than `limit` corners, such as noise: that is drawn in cells of 2 ×
    /// 2 pixels (or 4 × 4, and so on). A cell is set where any of its pixels is.
    init(_ runs: RunLengths, limit: Int = Self.limit) {
        var mask = Mask(runs)
        var cell = 1
        var contours = mask.contours
        while contours.cornerCount > limit {
            mask = mask.halved
            cell *= 2
            contours = mask.contours
        }
        let (x, y) = runs.box.map { ($0.minX, $0.minY) } ?? (0, 0)
        data = Self.path(contours, cell: cell, x: x, y: y)
    }

    /// Rings in steps along x and y; those of coarser masks are counted in cells from (x, y).
    private static func path(_ contours: Contours, cell: Int, x: Int, y: Int) -> String {
        func place(_ vertex: Point) -> (x: Int, y: Int) {
            cell == 1 ? (Int(vertex.x), Int(vertex.y)) : (x + Int(vertex.x) * cell, y + Int(vertex.y) * cell)
        }
        var path = ""
        for ring in contours.outer + contours.holes {
            guard let first = ring.vertices.first else { continue }
            var here = place(first)
            path += "M\(here.x) \(here.y)"
            for vertex in ring.vertices.dropFirst() {
                let next = place(vertex)
                path += next.y == here.y ? "h\(next.x - here.x)" : "v\(next.y - here.y)"
                here = next
            }
            path += "z"
        }
        return path
    }
}

extension Contours {
    fileprivate var cornerCount: Int {
        (outer + holes).reduce(0) { $0 + $1.vertices.count }
    }
}

extension Mask {
    /// The mask at half the size, its rectangle beginning at (0, 0): a pixel is set where any of its four is.
    fileprivate var halved: Mask {
        let (width, height) = ((rect.width + 1) / 2, (rect.height + 1) / 2)
        var half = Mask(rect: PixelRect(width: width, height: height))
        for y in 0..<rect.height {
            for x in 0..<rect.width where bits[y * rect.width + x] != 0 {
                half.bits[y / 2 * width + x / 2] = 1
            }
        }
        return half
    }
}
