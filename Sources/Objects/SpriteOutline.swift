import Geometry

/// Finds the outer boundaries of a sprite.
///
/// Marching squares over the texels' alpha at the level one half, with the crossings interpolated (Lorensen and Cline,
/// "Marching Cubes", SIGGRAPH 1987, in two dimensions), then thinned.
enum SpriteOutline {
    /// The tolerance as a share of the height.
    static let tolerance = 1.0 / 320
    /// The tolerance grows until there are no more points than this, or it has become `coarsest`.
    static let mostPoints = 100
    static let coarsest = 1.0 / 64
    /// A part with less than this share of the largest part's area is a speck.
    static let smallestShare = 1.0 / 500

    /// Rings in object-plane units, largest first, each clockwise on the screen; none when nothing is half opaque.
    ///
    /// - Parameter frame: where the levels lie in the object plane.
    static func trace(_ levels: [SpriteLevel], _ frame: Rect) -> [[Point]] {
        // Half of 1/256 of the height is all the detail that is kept, so a smaller level will do for a large sprite.
        var index = 0
        while index + 1 < levels.count, min(levels[index].width, levels[index].height) >= 512 { index += 1 }
        let unit = Double(1 << index) / Double(levels[0].height) * frame.height
        let contours = contours(of: levels[index])
            .map { (area: Polygon($0).signedArea, points: $0) }
            .filter { $0.area > 0 }
            .sorted { $0.area > $1.area }
        guard let largest = contours.first else { return [] }
        let rings = contours.filter { $0.area >= largest.area * smallestShare }
            .map { $0.points.map { Point($0.x * unit + frame.x, $0.y * unit + frame.y) } }
        var tolerance = tolerance
        while true {
            let outlines = rings.map { Polygon($0).thinned(tolerance).vertices }.filter { $0.count >= 3 }
            if outlines.reduce(0, { $0 + $1.count }) <= mostPoints || tolerance >= coarsest { return outlines }
            tolerance *= 1.25
        }
    }

    /// Every closed contour in texels of the level; positive area where opaque is inside, negative for holes.
    private static func contours(of level: SpriteLevel) -> [[Point]] {
        level.texels.withUnsafeBufferPointer { contours(of: level, $0) }
    }

    private static func contours(of level: SpriteLevel, _ texels: UnsafeBufferPointer<UInt32>) -> [[Point]] {
        // Nodes are texel centres, the border's first ring included: node (i, j) is texel (i − 1, j − 1).
        let (columns, rows) = (level.width + 2, level.height + 2)
        let stride = level.stride
        func alpha(_ i: Int, _ j: Int) -> Int { Int(texels[j * stride + i] >> 24) }
        // Edge 2n leads from node n to its right neighbour, 2n + 1 to the one below. A contour that crosses an edge goes
        // on to edge next[edge], with what is opaque on its right.
        var next = [Int32](repeating: -1, count: 2 * columns * rows)
        var crossed: [Int] = []
        func link(_ from: Int, _ to: Int) {
            next[from] = Int32(truncatingIfNeeded: to)
            crossed.append(from)
        }
        for j in 0..<rows - 1 {
            for i in 0..<columns - 1 {
                let corners = (alpha(i, j), alpha(i + 1, j), alpha(i + 1, j + 1), alpha(i, j + 1))
                let inside = (corners.0 >> 7) | (corners.1 >> 7) << 1 | (corners.2 >> 7) << 2 | (corners.3 >> 7) << 3
                if inside == 0 || inside == 15 { continue }
                let node = j * columns + i
                let (top, left, bottom, right) = (2 * node, 2 * node + 1, 2 * (node + columns), 2 * (node + 1) + 1)
                // Two opposite corners are one part when the cell's mean is opaque.
                let joined = corners.0 + corners.1 + corners.2 + corners.3 >= 4 * 128
                switch inside {
                case 1: link(top, left)
                case 2: link(right, top)
                case 3: link(right, left)
                case 4: link(bottom, right)
                case 5:
                    link(top, joined ? right : left)
                    link(bottom, joined ? left : right)
                case 6: link(bottom, top)
                case 7: link(bottom, left)
                case 8: link(left, bottom)
                case 9: link(top, bottom)
                case 10:
                    link(right, joined ? bottom : top)
                    link(left, joined ? top : bottom)
                case 11: link(right, bottom)
                case 12: link(left, right)
                case 13: link(top, right)
                default: link(left, top)
                }
            }
        }
        func crossing(_ edge: Int) -> Point {
            let (i, j) = (edge / 2 % columns, edge / 2 / columns)
            let (across, down) = edge % 2 == 0 ? (1, 0) : (0, 1)
            let (a, b) = (Double(alpha(i, j)), Double(alpha(i + across, j + down)))
            let share = (127.5 - a) / (b - a)
            return Point(Double(i) - 0.5 + share * Double(across), Double(j) - 0.5 + share * Double(down))
        }
        var contours: [[Point]] = []
        for start in crossed where next[start] >= 0 {
            var contour: [Point] = []
            var edge = start
            while next[edge] >= 0 {
                contour.append(crossing(edge))
                let following = Int(next[edge])
                next[edge] = -1
                edge = following
            }
            contours.append(contour)
        }
        return contours
    }
}
