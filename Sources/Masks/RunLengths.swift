package import Geometry

/// A mask of a whole image as COCO's run-length encoding.
///
/// Pixels are read column by column, each from the top; `counts` alternates between runs of 0 and runs of 1, starting
/// with 0 (so a mask whose first pixel is set starts with a count of 0). No other count is 0, and a run at the foot of
/// a column goes on at the head of the next: two equal masks have equal counts.
package struct RunLengths: Hashable, Sendable {
    package let width: Int
    package let height: Int
    package let counts: [UInt32]

    /// Takes counts that are known to be canonical and to sum to `width * height`.
    init(width: Int, height: Int, canonical counts: [UInt32]) {
        self.width = width
        self.height = height
        self.counts = counts
    }

    /// The empty mask.
    package init(width: Int, height: Int) {
        self.init(width: width, height: height, runs: EmptyCollection())
    }

    /// Makes a mask from the set pixels as half-open ranges of column-major positions (x · height + y), ascending and
    /// disjoint.
    init(width: Int, height: Int, runs: some Sequence<Range<Int>>) {
        precondition(
            width >= 0 && height >= 0 && width * height <= Int(UInt32.max), "a mask has at most 2³² − 1 pixels")
        self.width = width
        self.height = height
        var counts: [UInt32] = []
        var end = 0
        for run in runs where !run.isEmpty {
            if run.lowerBound == end, !counts.isEmpty {
                counts[counts.count - 1] += UInt32(run.count)
            } else {
                counts.append(UInt32(run.lowerBound - end))
                counts.append(UInt32(run.count))
            }
            end = run.upperBound
        }
        if end < width * height || counts.isEmpty {
            counts.append(UInt32(width * height - end))
        }
        self.counts = counts
    }

    /// The set pixels as half-open ranges of column-major positions, ascending; neighbours never touch.
    var runs: some Sequence<Range<Int>> {
        var position = 0
        return stride(from: 1, to: counts.count, by: 2).lazy.map { i in
            let start = position + Int(counts[i - 1])
            position = start + Int(counts[i])
            return start..<position
        }
    }

    /// The number of set pixels.
    package var area: Int {
        stride(from: 1, to: counts.count, by: 2).reduce(0) { $0 + Int(counts[$1]) }
    }

    /// The smallest rectangle around the set pixels; nil when there are none.
    package var box: PixelRect? {
        guard counts.count > 1 else { return nil }
        var (minY, maxY) = (height, 0)
        var (minX, maxX) = (width, 0)
        for run in runs {
            let (left, top) = run.lowerBound.quotientAndRemainder(dividingBy: height)
            let (right, bottom) = (run.upperBound - 1).quotientAndRemainder(dividingBy: height)
            minX = min(minX, left)
            maxX = right + 1
            // A run that continues in the next column covers the foot of one and the head of the other.
            minY = left == right ? min(minY, top) : 0
            maxY = left == right ? max(maxY, bottom + 1) : height
        }
        return PixelRect(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
    }

    /// `width * height` bytes, row-major, 1 where the mask is set.
    package var bitmap: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: width * height)
        for run in runs {
            var (x, y) = run.lowerBound.quotientAndRemainder(dividingBy: height)
            for _ in run {
                bytes[y * width + x] = 1
                y += 1
                if y == height { (x, y) = (x + 1, 0) }
            }
        }
        return bytes
    }
}
