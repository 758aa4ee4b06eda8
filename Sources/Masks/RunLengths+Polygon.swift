package import Geometry

extension RunLengths {
    /// The mask that pycocotools makes of one polygon, pixel for pixel, so that a label read from a COCO file covers
    /// what its evaluation will count. Several polygons of one object are united.
    ///
    /// The rule (`rleFrPoly` in cocodataset/cocoapi `common/maskApi.c`): vertices are rounded to fifths of a pixel;
    /// edges are stepped through along their longer axis; wherever the outline passes from fifth 2 to fifth 3 of a pixel
    /// column it toggles that column from the first row whose centre is not above the crossing. So the inside is
    /// even-odd, and border pixels that are about half covered may fall either way.
    ///
    /// Coordinates beyond ±2²⁸ pixels, where C would overflow, are an error of the caller's.
    package init(cocoPolygon polygon: Polygon, width: Int, height: Int) {
        precondition(
            polygon.vertices.allSatisfy { abs($0.x) <= 0x1p28 && abs($0.y) <= 0x1p28 },
            "a polygon that is rasterised lies within 2²⁸ pixels of the origin")
        let vertices = polygon.vertices.map { Fifths(x: Int($0.x * 5 + 0.5), y: Int($0.y * 5 + 0.5)) }
        var toggles: [Int] = []
        for (a, b) in zip(vertices, vertices.dropFirst() + vertices.prefix(1)) {
            Self.crossings(from: a, to: b) { left, y in
                // Between fifths 5 c + 2 and 5 c + 3 lies the middle of column c.
                let (column, fifth) = left.quotientAndRemainder(dividingBy: 5)
                guard fifth == 2, column >= 0, column < width else { return }
                // ⌈(y + ½) / 5 − ½⌉, in whole numbers.
                let row = min(max(Self.floorDivide(y + 2, 5), 0), height)
                toggles.append(column * height + row)
            }
        }
        toggles.sort()
        // Two toggles at one place cancel: an empty range, which is skipped.
        let ends = toggles + (toggles.count % 2 == 1 ? [width * height] : [])
        self.init(
            width: width, height: height,
            runs: stride(from: 0, to: ends.count, by: 2).lazy.map { ends[$0]..<ends[$0 + 1] })
    }

    /// A position on the raster of fifths of a pixel.
    private struct Fifths {
        var x, y: Int
    }

    /// Calls `visit` for every step of an edge from one column of fifths to the next, with the left of the two columns
    /// and the upper of the two rows.
    private static func crossings(from a: Fifths, to b: Fifths, visit: (_ left: Int, _ upper: Int) -> Void) {
        guard a.x != b.x else { return }
        let (dx, dy) = (abs(a.x - b.x), abs(a.y - b.y))
        if dx >= dy {
            let (start, end) = a.x < b.x ? (a, b) : (b, a)
            let slope = Double(end.y - start.y) / Double(dx)
            var previous = start.y
            for step in 1...dx {
                let y = Int(Double(start.y) + slope * Double(step) + 0.5)
                visit(start.x + step - 1, min(previous, y))
                previous = y
            }
        } else {
            let (start, end) = a.y < b.y ? (a, b) : (b, a)
            let slope = Double(end.x - start.x) / Double(dy)
            var previous = Int(Double(start.x) + 0.5)
            for step in 1...dy {
                let x = Int(Double(start.x) + slope * Double(step) + 0.5)
                if x != previous { visit(min(x, previous), start.y + step - 1) }
                previous = x
            }
        }
    }

    private static func floorDivide(_ a: Int, _ b: Int) -> Int {
        a >= 0 ? a / b : -((b - 1 - a) / b)
    }
}
