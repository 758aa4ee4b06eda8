import Foundation

/// Things that fall while the camera exposes, all of one light: how much of the image they cover.
///
/// What covers a pixel several times adds up as an optical depth, so that the order does not matter and faint streaks are
/// not lost to rounding.
struct Streaks {
    let width: Int
    let height: Int
    private(set) var streaks: [Streak] = []

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
    }

    /// The way of a round thing from one place to another, in pixels; its ends are round, and its rim is soft.
    struct Streak {
        fileprivate let start: SIMD2<Float>
        fileprivate let end: SIMD2<Float>
        /// The optical depth on the way.
        fileprivate let optical: Float
        /// How wide the rim is, in pixels.
        fileprivate let softness: Float
        /// How far from its way it covers anything.
        fileprivate let reach: Float

        fileprivate var rows: (top: Float, bottom: Float) {
            (min(start.y, end.y) - reach, max(start.y, end.y) + reach)
        }
    }

    /// Adds the way of a thing.
    ///
    /// Its cover is spread over its whole way: a drop that moves far covers each place for a short part of the exposure.
    ///
    /// - Parameters:
    ///   - diameter: of the thing, in pixels; it may be far below one.
    ///   - blur: the diameter over which the lens spreads each point, in pixels.
    mutating func add(from start: SIMD2<Float>, to end: SIMD2<Float>, diameter: Float, blur: Float) {
        let along = end - start
        let length = (along * along).sum().squareRoot()
        // Nothing is drawn thinner than a pixel, but fainter.
        let wide = max(diameter + blur, 1)
        let opacity = min(
            0.98, Float.pi / 4 * diameter * diameter / (wide * length + Float.pi / 4 * wide * wide))
        guard opacity > 0.001 else { return }
        let softness = max(1, 0.6 * wide)
        let streak = Streak(
            start: start, end: end, optical: -log(1 - opacity), softness: softness, reach: (wide + softness) / 2)
        let (left, right) = (min(start.x, end.x) - streak.reach, max(start.x, end.x) + streak.reach)
        let (top, bottom) = streak.rows
        guard right > 0, bottom > 0, left < Float(width), top < Float(height) else { return }
        streaks.append(streak)
    }

    /// The share of what lies behind that an optical depth covers.
    struct Covers {
        /// Entries for an optical depth of 1.
        private static let scale: Float = 1024
        /// By optical depth up to 6.
        private static let table: [Float] = (0...6 * 1024).map { $0 == 0 ? 0 : 1 - exp(-(Float($0) + 0.5) / scale) }

        private let table = Covers.table

        @inline(__always)
        func callAsFunction(_ depth: Float) -> Float {
            table.withUnsafeBufferPointer { $0[min($0.count - 1, Int(depth * Covers.scale))] }
        }
    }
}

/// The optical depths of streaks, row by row, from the first to the last.
///
/// Streaks lie all over an image, and a picture of all their depths would not fit into the processor's cache: they are drawn
/// band after band, each as they cross it.
struct StreakRows {
    private let streaks: Streaks
    /// For each band, the streaks that cross it: places in `order`.
    private let bands: [Range<Int>]
    private let order: [Int32]
    /// Of the band that was drawn last.
    private var depths: [Float]
    private var band = -1
    /// Values from the start of one row to that of the next: four pixels are written at a time, so a row has room for three
    /// more after its end, which mean nothing.
    private let stride: Int

    private static let bandRows = 32

    init(_ streaks: Streaks) {
        self.streaks = streaks
        stride = streaks.width + 3
        depths = [Float](repeating: 0, count: stride * StreakRows.bandRows)
        let count = (streaks.height + StreakRows.bandRows - 1) / StreakRows.bandRows
        func crossed(_ streak: Streaks.Streak) -> ClosedRange<Int> {
            let (top, bottom) = streak.rows
            let first = max(0, Int(top)) / StreakRows.bandRows
            return first...max(first, min(streaks.height - 1, Int(bottom)) / StreakRows.bandRows)
        }
        var ends = [Int](repeating: 0, count: count)
        for streak in streaks.streaks { for band in crossed(streak) { ends[band] += 1 } }
        var sum = 0
        for band in 0..<count {
            sum += ends[band]
            ends[band] = sum - ends[band]
        }
        let starts = ends
        var order = [Int32](repeating: 0, count: sum)
        for (number, streak) in streaks.streaks.enumerated() {
            for band in crossed(streak) {
                order[ends[band]] = Int32(number)
                ends[band] += 1
            }
        }
        self.order = order
        bands = zip(starts, ends).map { $0..<$1 }
    }

    /// Makes a row ready.
    mutating func advance(to y: Int) {
        guard y / StreakRows.bandRows != band else { return }
        band = y / StreakRows.bandRows
        let first = band * StreakRows.bandRows
        let rows = first..<min(streaks.height, first + StreakRows.bandRows)
        let (streaks, members, stride) = (streaks, order[bands[band]], stride)
        depths.withUnsafeMutableBufferPointer { depths in
            depths.update(repeating: 0)
            let bytes = UnsafeMutableRawBufferPointer(depths)
            for member in members {
                streaks.streaks[Int(member)].draw(into: bytes, stride: stride, rows, width: streaks.width)
            }
        }
    }

    /// The depths of a row of the band that is ready.
    @inline(__always)
    func withRow(_ y: Int, _ body: (UnsafeBufferPointer<Float>) -> Void) {
        let start = (y - band * StreakRows.bandRows) * stride
        depths.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<start + streaks.width])) }
    }
}

extension Streaks.Streak {
    /// Adds its optical depth to some rows of an image.
    ///
    /// - Parameter depths: of these rows alone.
    fileprivate func draw(into depths: UnsafeMutableRawBufferPointer, stride: Int, _ rows: Range<Int>, width: Int) {
        let along = end - start
        let length = (along * along).sum().squareRoot()
        let direction = length > 0 ? along / length : SIMD2(0, 1)
        let (left, right) = (min(start.x, end.x) - reach, max(start.x, end.x) + reach)
        let (top, bottom) = self.rows
        // How far a row reaches to both sides of the line, where it is steep enough to say so.
        let half = abs(direction.y) > 0.05 ? reach / abs(direction.y) : .infinity
        let slope = half.isFinite ? direction.x / direction.y : 0
        let kernel = Kernel(
            direction: direction, length: length, reach: reach, optical: optical, softness: softness)
        let first = max(rows.lowerBound, Int(max(0, top)))
        for y in first..<max(first, min(rows.upperBound, Int(bottom) + 1)) {
            let dy = Float(y) + 0.5 - start.y
            let middle = start.x + dy * slope
            let (from, to) = (max(left, middle - half), min(right, middle + half))
            guard to > 0, from < Float(width) else { continue }
            var x = max(0, Int(from))
            let last = min(width, Int(to) + 1)
            while x < last {
                let at = ((y - rows.lowerBound) * stride + x) * 4
                let depth = depths.loadUnaligned(fromByteOffset: at, as: SIMD4<Float>.self)
                let added = kernel.depths(dx: Float(x) + 0.5 - start.x, dy)
                depths.storeBytes(of: depth + added, toByteOffset: at, as: SIMD4<Float>.self)
                x += 4
            }
        }
    }

    /// The optical depths of a streak, four pixels of a row at a time.
    private struct Kernel {
        let alongX: SIMD4<Float>
        let alongY: Float
        let length: SIMD4<Float>
        /// The optical depth is a − b times the distance, between 0 and `most`.
        let a: SIMD4<Float>
        let b: SIMD4<Float>
        let most: SIMD4<Float>

        init(direction: SIMD2<Float>, length: Float, reach: Float, optical: Float, softness: Float) {
            (alongX, alongY) = (SIMD4(repeating: direction.x), direction.y)
            self.length = SIMD4(repeating: length)
            a = SIMD4(repeating: reach / softness * optical)
            b = SIMD4(repeating: optical / softness)
            most = SIMD4(repeating: optical)
        }

        /// - Parameter dx, dy: from the start of the streak to the middle of the first pixel.
        @inline(__always)
        func depths(dx: Float, _ dy: Float) -> SIMD4<Float> {
            let zero = SIMD4<Float>.zero
            let x = SIMD4(repeating: dx) + SIMD4(0, 1, 2, 3)
            var t = x * alongX + SIMD4(repeating: dy * alongY)
            t = zero.replacing(with: t, where: t .> zero)
            t.replace(with: length, where: t .> length)
            let (ex, ey) = (x - t * alongX, SIMD4(repeating: dy) - t * SIMD4(repeating: alongY))
            var depth = a - b * (ex * ex + ey * ey).squareRoot()
            depth = zero.replacing(with: depth, where: depth .> zero)
            depth.replace(with: most, where: depth .> most)
            return depth
        }
    }
}
