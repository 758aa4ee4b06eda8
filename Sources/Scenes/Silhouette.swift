package import Geometry

/// The shape of an object in the image, on a grid of 64 × 64 cells over its own bounds, with which placing measures
/// overlap. It only has to be near, because finished masks are measured exactly afterwards.
package struct Silhouette: Sendable {
    /// The bounds in image pixels; they reach outside the image where the object does.
    package let bounds: Rect
    /// The cells, a row each, with cell x in bit x. A cell belongs to the shape when its centre does.
    private let rows: [UInt64]
    /// What a finished picture shows of it, where effects move things; nil where they do not.
    private var shown: Shown?

    private struct Shown {
        /// The cells whose centres lie in the picture.
        var inside: [UInt64]
        /// The share of the shape that lies outside of the picture.
        var outside: Double
        /// The area that the picture gives to a square pixel of the stage; of several pictures the least.
        var scale: Double
        /// The area that is seen, in square pixels, from the least to the most of the pictures.
        var area: ClosedRange<Double>
    }

    static let side = 64

    /// Makes the shape of outlines in the object plane, filled by the nonzero rule. Nil when nothing of them is in
    /// front of the camera, or their image is too small to hold a cell.
    package init?(outlines: [Polygon], imageFromObject: Homography) {
        self.init(outlines.map { $0.transformed(by: imageFromObject) })
    }

    /// Makes the shape of outlines in the image, filled by the nonzero rule. Nil where they are too small to hold a
    /// cell.
    init?(_ outlines: [Polygon]) {
        let polygons = outlines.filter { $0.vertices.count > 2 }
        guard let bounds = Rect(bounding: polygons.flatMap(\.vertices)), bounds.width > 0, bounds.height > 0,
            bounds.width.isFinite, bounds.height.isFinite
        else { return nil }
        var rows = [UInt64](repeating: 0, count: Silhouette.side)
        let cell = (width: bounds.width / Double(Silhouette.side), height: bounds.height / Double(Silhouette.side))
        for polygon in polygons {
            for row in 0..<Silhouette.side {
                let y = bounds.minY + (Double(row) + 0.5) * cell.height
                // Where the row crosses the outline, with the direction of the crossing: the nonzero rule.
                var crossings: [(x: Double, step: Int)] = []
                for (a, b) in polygon.edges where (a.y <= y) != (b.y <= y) {
                    crossings.append((a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), a.y <= y ? 1 : -1))
                }
                crossings.sort { $0.x < $1.x }
                var winding = 0
                for (crossing, next) in zip(crossings, crossings.dropFirst()) {
                    winding += crossing.step
                    guard winding != 0 else { continue }
                    let first = max(0, Int(((crossing.x - bounds.minX) / cell.width - 0.5).rounded(.up)))
                    let last = min(Silhouette.side - 1, Int(((next.x - bounds.minX) / cell.width - 0.5).rounded(.down)))
                    for column in first..<max(first, last + 1) { rows[row] |= 1 << UInt64(column) }
                }
            }
        }
        guard rows.contains(where: { $0 != 0 }) else { return nil }
        self.bounds = bounds
        self.rows = rows
    }

    var cells: Int { rows.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The area of a cell in square pixels of the finished picture.
    var cellArea: Double { bounds.area / Double(Silhouette.side * Silhouette.side) * (shown?.scale ?? 1) }

    /// The area in square pixels that is seen of it, from the least to the most of the finished pictures.
    ///
    /// - Parameters:
    ///   - width: of the pictures, in pixels.
    ///   - height: of the pictures, in pixels.
    func seenArea(width: Int, height: Int) -> ClosedRange<Double> {
        if let shown { return shown.area }
        let area = Double(cells) * cellArea * (1 - shareOutside(width: width, height: height))
        return area...area
    }

    /// The same shape, of which finished pictures show what lies in all of them once effects have moved it. Of the areas
    /// that they give it, the smallest counts for the limits.
    ///
    /// - Parameters:
    ///   - width: of the pictures, in pixels.
    ///   - height: of the pictures, in pixels.
    func seen(through maps: [any PictureMap], width: Int, height: Int) -> Silhouette {
        maps.reduce(self) { shape, map in
            var seen = shape
            let own = shown(through: map, width: width, height: height)
            seen.shown =
                shape.shown.map { before in
                    Shown(
                        inside: zip(before.inside, own.inside).map { $0 & $1 },
                        outside: max(before.outside, own.outside), scale: min(before.scale, own.scale),
                        area: min(
                            before.area.lowerBound, own.area.lowerBound)...max(
                                before.area.upperBound, own.area.upperBound))
                } ?? own
            return seen
        }
    }

    /// Places are worked out at every fourth corner of the cells, and interpolated between them: nearer than a quarter of a
    /// pixel for the lenses that there are.
    private func shown(through map: some PictureMap, width: Int, height: Int) -> Shown {
        let spacing = 4
        let nodes = Silhouette.side / spacing + 1
        let cell = SIMD2(bounds.width, bounds.height) / Double(Silhouette.side)
        // What comes to lie nowhere lies outside, and so does all between it and its neighbours.
        let places = (0..<nodes * nodes).map { node -> SIMD2<Double> in
            let corner = SIMD2(Double(node % nodes), Double(node / nodes)) * Double(spacing) * cell
            let place = map.place(of: Point(bounds.minX + corner.x, bounds.minY + corner.y))
            return place.map { SIMD2($0.x, $0.y) } ?? SIMD2(repeating: .nan)
        }
        /// - Parameters: in cells.
        func isShown(_ column: Double, _ row: Double) -> Bool {
            let at = SIMD2(column, row) / Double(spacing)
            let (x, y) = (min(Int(at.x), nodes - 2), min(Int(at.y), nodes - 2))
            let (u, v) = (at.x - Double(x), at.y - Double(y))
            let first = y * nodes + x
            let upper = places[first] + (places[first + 1] - places[first]) * u
            let lower = places[first + nodes] + (places[first + nodes + 1] - places[first + nodes]) * u
            let place = upper + (lower - upper) * v
            return place.x >= 0 && place.y >= 0 && place.x <= Double(width) && place.y <= Double(height)
        }
        let (scale, whole) = (scale(of: map), Double(cells))
        func shown(_ inside: [UInt64], outside: Double) -> Shown {
            let area = whole * bounds.area / Double(Silhouette.side * Silhouette.side) * scale * (1 - outside)
            return Shown(inside: inside, outside: outside, scale: scale, area: area...area)
        }
        let ends = (0...Silhouette.side).map(Double.init)
        let last = Double(Silhouette.side)
        // Nothing within bounds that stay leaves the picture.
        if ends.allSatisfy({ isShown($0, 0) && isShown($0, last) && isShown(0, $0) && isShown(last, $0) }) {
            return shown(rows, outside: 0)
        }
        var inside = [UInt64](repeating: 0, count: Silhouette.side)
        var share = 0.0
        var upper = ends.map { isShown($0, 0) }
        for row in 0..<Silhouette.side {
            let lower = ends.map { isShown($0, Double(row + 1)) }
            defer { upper = lower }
            var left = rows[row]
            while left != 0 {
                let column = left.trailingZeroBitCount
                left &= left - 1
                let corners = [upper[column], upper[column + 1], lower[column], lower[column + 1]]
                share += Double(corners.count { $0 }) / 4
                if isShown(Double(column) + 0.5, Double(row) + 0.5) { inside[row] |= 1 << UInt64(column) }
            }
        }
        return shown(inside, outside: max(0, 1 - share / whole))
    }

    /// The area that a map gives to a square pixel, in the mean of nine places.
    private func scale(of map: some PictureMap) -> Double {
        var scales: [Double] = []
        for column in [1.0, 3, 5] {
            for row in [1.0, 3, 5] {
                let place = Point(bounds.minX + bounds.width * column / 6, bounds.minY + bounds.height * row / 6)
                guard let here = map.place(of: place), let right = map.place(of: Point(place.x + 1, place.y)),
                    let below = map.place(of: Point(place.x, place.y + 1))
                else { continue }
                scales.append(
                    abs((right.x - here.x) * (below.y - here.y) - (right.y - here.y) * (below.x - here.x)))
            }
        }
        return scales.isEmpty ? 1 : scales.reduce(0, +) / Double(scales.count)
    }

    /// The share of its area outside the image, to parts of a cell: 0 only where no part of its bounds is outside.
    func shareOutside(width: Int, height: Int) -> Double {
        if let shown { return shown.outside }
        let cell = (width: bounds.width / Double(Silhouette.side), height: bounds.height / Double(Silhouette.side))
        func shares(from start: Double, by step: Double, below end: Int) -> [Double] {
            (0..<Silhouette.side).map { index in
                let low = start + Double(index) * step
                return min(1, max(0, min(low + step, Double(end)) - max(low, 0)) / step)
            }
        }
        let columns = shares(from: bounds.minX, by: cell.width, below: width)
        var inside = 0.0
        for (row, share) in shares(from: bounds.minY, by: cell.height, below: height).enumerated() where share > 0 {
            var left = rows[row]
            while left != 0 {
                inside += share * columns[left.trailingZeroBitCount]
                left &= left - 1
            }
        }
        // Not a sum's last digit.
        return max(0, 1 - inside / Double(cells) - 1e-9)
    }

    /// Whether the shape holds an image point.
    func contains(_ point: Point) -> Bool {
        guard let column = column(at: point.x), let row = row(at: point.y) else { return false }
        return rows[row] >> UInt64(column) & 1 == 1
    }

    /// The cells whose centres lie in the image: a row each.
    func cells(insideWidth width: Int, height: Int) -> [UInt64] {
        if let shown { return shown.inside }
        var inside: UInt64 = 0
        for column in 0..<Silhouette.side where (0..<Double(width)).contains(middle(ofColumn: column)) {
            inside |= 1 << UInt64(column)
        }
        return (0..<Silhouette.side).map { row in
            (0..<Double(height)).contains(middle(ofRow: row)) ? rows[row] & inside : 0
        }
    }

    /// The cells that another shape covers.
    func cells(coveredBy other: Silhouette) -> [UInt64] {
        guard bounds.intersection(other.bounds) != nil else { return [UInt64](repeating: 0, count: Silhouette.side) }
        // A column of cells lies in one column of the other shape, and a row in one row.
        var shared: UInt64 = 0
        let columns = (0..<Silhouette.side).map { column in
            let other = other.column(at: middle(ofColumn: column))
            if other != nil { shared |= 1 << UInt64(column) }
            return UInt64(other ?? 0)
        }
        return (0..<Silhouette.side).map { row in
            var left = rows[row] & shared
            guard left != 0, let front = other.row(at: middle(ofRow: row)).map({ other.rows[$0] }), front != 0 else {
                return 0
            }
            var covered: UInt64 = 0
            while left != 0 {
                let column = left.trailingZeroBitCount
                left &= left - 1
                covered |= (front &>> columns[column] & 1) &<< UInt64(column)
            }
            return covered
        }
    }

    private func middle(ofColumn column: Int) -> Double {
        bounds.minX + (Double(column) + 0.5) * (bounds.width / Double(Silhouette.side))
    }

    private func middle(ofRow row: Int) -> Double {
        bounds.minY + (Double(row) + 0.5) * (bounds.height / Double(Silhouette.side))
    }

    /// The column of cells that holds a place; nil outside.
    private func column(at x: Double) -> Int? { Silhouette.cell((x - bounds.minX) / bounds.width) }

    private func row(at y: Double) -> Int? { Silhouette.cell((y - bounds.minY) / bounds.height) }

    private static func cell(_ share: Double) -> Int? {
        share >= 0 && share < 1 ? Int(share * Double(side)) : nil
    }
}
