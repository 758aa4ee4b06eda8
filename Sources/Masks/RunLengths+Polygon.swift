package import Geometry

extension RunLengths {
    /// The mask that pycocotools makes of one polygon, pixel for pixel, so that a label read from a COCO file covers
    /// the pixels that its evaluation will count. Several polygons of one object are united.
    ///
    /// The rule (`rleFrPoly` in cocodataset/cocoapi `common/maskApi.c`): vertices are rounded to fifths of a pixel;
    /// edges are stepped through along their longer axis; wherever the outline passes from fifth 2 to fifth 3 of a pixel
    /// column it toggles that column from the first row whose centre is not above the crossing. So the inside is
    /// even-odd, and border pixels that are about half covered may fall either way.
    ///
    /// Coordinates beyond ±2²⁸ pixels, where C would overflow, are the caller's mistake.
    package init(cocoPolygon polygon: Polygon, width: Int, height: Int) {
        precondition(
            polygon.vertices.allSatisfy { abs($0.x) <= 0x1p28 && abs($0.y) <= 0x1p28 },
            "a polygon that is rasterised lies within 2²⁸ pixels of the origin")
        let vertices = polygon.vertices.map { Fifths(x: Int($0.x * 5 + 0.5), y: Int($0.y * 5 + 0.5)) }
        var toggles: [Int] = []
        for (a, b) in zip(vertices, vertices.dropFirst() + vertices.prefix(1)) {
            Self.crossings(from: a, to: b, width: width) { column, y in
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

    /// Calls `visit` for every column of the picture whose middle an edge passes, between its fifths 2 and 3, with the
    /// upper of the two rows of fifths that the edge has there.
    ///
    /// It visits only the picture's columns, and not every fifth of the edge, since an edge may reach far outside.
    private static func crossings(
        from a: Fifths, to b: Fifths, width: Int, visit: (_ column: Int, _ upper: Int) -> Void
    ) {
        let first = max(0, -floorDivide(2 - min(a.x, b.x), 5))
        let end = min(width, floorDivide(max(a.x, b.x) - 3, 5) + 1)
        guard a.x != b.x, first < end else { return }
        let columns = first..<end
        let (dx, dy) = (abs(a.x - b.x), abs(a.y - b.y))
        if dx >= dy {
            let (from, to) = a.x < b.x ? (a, b) : (b, a)
            let slope = Double(to.y - from.y) / Double(dx)
            func y(_ step: Int) -> Int { step == 0 ? from.y : Int(Double(from.y) + slope * Double(step) + 0.5) }
            for column in columns {
                let step = 5 * column + 2 - from.x
                visit(column, min(y(step), y(step + 1)))
            }
        } else {
            let (from, to) = a.y < b.y ? (a, b) : (b, a)
            let slope = Double(to.x - from.x) / Double(dy)
            func isPast(_ left: Int, _ step: Int) -> Bool {
                let x = Int(Double(from.x) + slope * Double(step) + 0.5)
                return slope > 0 ? x > left : x <= left
            }
            for column in columns {
                let left = 5 * column + 2
                // A step near the crossing; the rule then gives the exact one.
                var step = min(max(1, Int((Double(left) + 0.5 - Double(from.x)) / slope)), dy)
                while step > 1, isPast(left, step - 1) { step -= 1 }
                while step < dy, !isPast(left, step) { step += 1 }
                if !isPast(left, 0), isPast(left, step) { visit(column, from.y + step - 1) }
            }
        }
    }

    private static func floorDivide(_ a: Int, _ b: Int) -> Int {
        a >= 0 ? a / b : -((b - 1 - a) / b)
    }
}
