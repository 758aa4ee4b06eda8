import Geometry
import Pictures

/// The pixels of a picture that masks count, those of at least half alpha, in parts that touch each other.
///
/// Runs of pixels are joined from row to row, corners included (Rosenfeld and Pfaltz, "Sequential operations in digital
/// picture processing", Journal of the ACM 13(4), 1966, by runs in place of pixels).
struct CountedPixels {
    /// The bounds of all parts but specks; nil where no pixel counts.
    private(set) var bounds: PixelRect?
    /// How many pixels are in specks: parts so small beside the largest that they are rests, not the object.
    private(set) var specks = 0

    private struct Part {
        var bounds: PixelRect
        var area: Int
        /// The part that it was joined to, if any: always an earlier one.
        var parent: Int
    }

    init(_ raster: Raster) {
        var parts: [Part] = []
        var above: [(range: Range<Int>, part: Int)] = []
        for y in 0..<raster.height {
            var row: [(range: Range<Int>, part: Int)] = []
            var first = 0
            for range in CountedPixels.runs(of: raster, y) {
                var own = parts.count
                parts.append(
                    Part(
                        bounds: PixelRect(minX: range.lowerBound, minY: y, maxX: range.upperBound, maxY: y + 1),
                        area: range.count, parent: own))
                while first < above.count, above[first].range.upperBound < range.lowerBound { first += 1 }
                var next = first
                while next < above.count, above[next].range.lowerBound <= range.upperBound {
                    own = CountedPixels.join(own, above[next].part, &parts)
                    next += 1
                }
                row.append((range, own))
            }
            above = row
        }
        let whole = parts.indices.filter { parts[$0].parent == $0 }.map { parts[$0] }
        guard let largest = whole.map(\.area).max() else { return }
        for part in whole {
            if Double(part.area) >= Double(largest) * SpriteOutline.smallestShare {
                bounds = bounds.map { $0.union(part.bounds) } ?? part.bounds
            } else {
                specks += part.area
            }
        }
    }

    private static func runs(of raster: Raster, _ y: Int) -> [Range<Int>] {
        raster.bytes.withUnsafeBufferPointer { bytes in
            var runs: [Range<Int>] = []
            var start: Int?
            for x in 0..<raster.width {
                let isCounted = bytes[(y * raster.width + x) * 4 + 3] >= Sprite.countedAlpha
                if isCounted, start == nil { start = x }
                if !isCounted, let from = start {
                    runs.append(from..<x)
                    start = nil
                }
            }
            if let from = start { runs.append(from..<raster.width) }
            return runs
        }
    }

    /// Makes two parts one; gives the earlier of their roots.
    private static func join(_ a: Int, _ b: Int, _ parts: inout [Part]) -> Int {
        func root(_ part: Int) -> Int {
            var part = part
            while parts[part].parent != part {
                parts[part].parent = parts[parts[part].parent].parent
                part = parts[part].parent
            }
            return part
        }
        let (one, other) = (root(a), root(b))
        guard one != other else { return one }
        let (first, second) = (min(one, other), max(one, other))
        parts[second].parent = first
        parts[first].area += parts[second].area
        parts[first].bounds = parts[first].bounds.union(parts[second].bounds)
        return first
    }
}
