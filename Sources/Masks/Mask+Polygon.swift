package import Geometry

extension Mask {
    /// The pixels of `rect` whose centres lie inside the polygons. The polygons count together: by the even-odd rule a
    /// ring inside another is a hole.
    ///
    /// A centre on an outline belongs to the polygon on its right, or below it, as in `Polygon.contains`. For the masks
    /// that COCO's own tools make of a polygon, which differ at the outline, see `RunLengths.init(cocoPolygon:)`.
    package init(filling polygons: [Polygon], rule: Polygon.FillRule = .evenOdd, in rect: PixelRect) {
        self.init(rect: rect)
        let edges = polygons.flatMap { Array($0.edges) }
        var crossings: [(x: Double, step: Int)] = []
        for y in 0..<rect.height {
            let center = Double(rect.minY + y) + 0.5
            crossings.removeAll(keepingCapacity: true)
            for (a, b) in edges where (a.y <= center) != (b.y <= center) {
                crossings.append((a.x + (center - a.y) / (b.y - a.y) * (b.x - a.x), a.y < b.y ? 1 : -1))
            }
            crossings.sort { $0.x < $1.x }
            var winding = 0
            for (i, (here, next)) in zip(crossings, crossings.dropFirst()).enumerated() {
                winding += here.step
                switch rule {
                case .evenOdd: guard i % 2 == 0 else { continue }
                case .nonZero: guard winding != 0 else { continue }
                }
                let (first, end) = (column(from: here.x), column(from: next.x))
                for x in first..<max(first, end) { bits[y * rect.width + x] = 1 }
            }
        }
    }

    /// The first column of the rectangle, counted from its left edge, whose centre is not left of `x`.
    private func column(from x: Double) -> Int {
        let offset = (x - 0.5).rounded(.up) - Double(rect.minX)
        return Int(min(max(offset, 0), Double(rect.width)))
    }
}
