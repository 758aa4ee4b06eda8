package import Geometry

/// A mask on a rectangle of pixels, which may lie partly or wholly outside the frame: the pixels of an object before
/// the frame cuts it.
package struct Mask: Hashable, Sendable {
    package let rect: PixelRect
    /// `rect.width * rect.height` bytes, row-major: 1 where the mask is set, else 0.
    package var bits: [UInt8]

    /// An empty mask.
    package init(rect: PixelRect) {
        self.init(rect: rect, bits: [UInt8](repeating: 0, count: rect.area))
    }

    /// - Precondition: the bits are 0 or 1.
    package init(rect: PixelRect, bits: [UInt8]) {
        precondition(bits.count == rect.area, "a mask has one byte for each pixel of its rectangle")
        self.rect = rect
        self.bits = bits
    }

    /// The set pixels of an image's mask, on their tight box.
    package init(_ runs: RunLengths) {
        self.init(rect: runs.box ?? PixelRect(width: 0, height: 0))
        let width = rect.width
        for run in runs.runs {
            var (x, y) = run.lowerBound.quotientAndRemainder(dividingBy: runs.height)
            for _ in run {
                bits[(y - rect.minY) * width + x - rect.minX] = 1
                y += 1
                if y == runs.height { (x, y) = (x + 1, 0) }
            }
        }
    }

    /// Whether a pixel is set, in the coordinates of the frame; false outside `rect`.
    package subscript(x x: Int, y y: Int) -> Bool {
        rect.contains(x: x, y: y) && bits[(y - rect.minY) * rect.width + x - rect.minX] != 0
    }

    /// The number of set pixels.
    package var area: Int {
        bits.reduce(0) { $0 + Int($1) }
    }

    /// The number of set pixels inside a rectangle.
    package func area(inside other: PixelRect) -> Int {
        let part = rect.intersection(other)
        guard !part.isEmpty else { return 0 }
        return (part.minY..<part.maxY).reduce(0) { sum, y in
            let row = (y - rect.minY) * rect.width - rect.minX
            return bits[row + part.minX..<row + part.maxX].reduce(sum) { $0 + Int($1) }
        }
    }

    /// The smallest rectangle around the set pixels; nil when there are none.
    package var box: PixelRect? {
        let width = rect.width
        var (minX, maxX, minY, maxY) = (width, 0, rect.height, 0)
        for y in 0..<rect.height {
            let row = bits[y * width..<(y + 1) * width]
            guard let first = row.firstIndex(of: 1), let last = row.lastIndex(of: 1) else { continue }
            minX = min(minX, first - row.startIndex)
            maxX = max(maxX, last - row.startIndex + 1)
            minY = min(minY, y)
            maxY = y + 1
        }
        guard maxX > 0 else { return nil }
        return PixelRect(
            minX: rect.minX + minX, minY: rect.minY + minY, maxX: rect.minX + maxX, maxY: rect.minY + maxY)
    }

    /// The part inside a rectangle.
    package func clipped(to other: PixelRect) -> Mask {
        let part = rect.intersection(other)
        guard part != rect else { return self }
        var clipped = Mask(rect: part)
        guard !part.isEmpty else { return clipped }
        clipped.bits = (part.minY..<part.maxY).flatMap { y in
            let row = (y - rect.minY) * rect.width - rect.minX
            return bits[row + part.minX..<row + part.maxX]
        }
        return clipped
    }

    /// The part inside an image of this size.
    package func runLengths(width: Int, height: Int) -> RunLengths {
        let part = rect.intersection(PixelRect(width: width, height: height))
        guard !part.isEmpty else { return RunLengths(width: width, height: height) }
        let own = PixelRect(
            minX: part.minX - rect.minX, minY: part.minY - rect.minY,
            maxX: part.maxX - rect.minX, maxY: part.maxY - rect.minY)
        let runs = bits.withUnsafeBufferPointer { bits in
            bits.baseAddress.map {
                columnRuns(
                    of: 1, in: $0, stride: rect.width, rect: own, height: height, offset: (rect.minX, rect.minY))
            }
        }
        return RunLengths(width: width, height: height, runs: runs ?? [])
    }
}
