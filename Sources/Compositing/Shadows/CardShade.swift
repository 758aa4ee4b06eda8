import Geometry
import Rendering

/// The shadows of cards on one plane.
struct CardShade {
    let plane: SeenPlane
    let light: PlaneLight
    let shadows: [Shadow]

    /// A card, and where in the image it takes light from the plane.
    struct Shadow {
        let occluder: CardOccluder
        /// The size in pixels of the finest cells in which the sky's light is found.
        let step: Int
        /// What it hides of the sky; nil where it hides next to nothing.
        let cover: SkyCover?
        /// The pixels in which it may keep off the sky.
        let sky: PixelRect
        /// The pixels in which it may keep off the sun.
        let sun: RowSpans
        /// Of the picture that shows the shadow.
        var blur = Blur.none
    }

    /// The factors of the plane's light; nil where nothing keeps any from it.
    func shade(within rect: PixelRect) -> Shade? {
        guard !rect.isEmpty else { return nil }
        // Both are unspecified where a row's span does not reach.
        var hiddenSky = CardShade.unspecified(rect.area)
        var seenSun = CardShade.unspecified(rect.area)
        var spans = [Range<Int>](repeating: rect.minX..<rect.minX, count: rect.height)
        hiddenSky.withUnsafeMutableBufferPointer { hiddenSky in
            seenSun.withUnsafeMutableBufferPointer { seenSun in
                spans.withUnsafeMutableBufferPointer { spans in
                    guard let sky = hiddenSky.baseAddress, let seen = seenSun.baseAddress else { return }
                    let planes = Planes(rect: rect, hiddenSky: sky, seenSun: seen, spans: spans)
                    for shadow in shadows {
                        hideSky(by: shadow, planes)
                        if let sun = light.sun { hide(sun, by: shadow, planes) }
                    }
                }
            }
        }
        guard spans.contains(where: { !$0.isEmpty }) else { return nil }
        return Shade(
            rect: rect,
            light: SharedLight(seenSun: seenSun, hiddenSky: hiddenSky, sun: light.direct, rest: light.rest), in: spans)
    }

    private static func unspecified(_ count: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
    }

    /// What reaches the pixels of a rectangle, while it is found.
    private struct Planes {
        let rect: PixelRect
        /// By rows; known in the columns of the rows' spans.
        let hiddenSky: UnsafeMutablePointer<Float>
        let seenSun: UnsafeMutablePointer<Float>
        let spans: UnsafeMutableBufferPointer<Range<Int>>

        /// Where the image's first column would be in a row.
        @inline(__always)
        func row(_ y: Int) -> Int { (y - rect.minY) * rect.width - rect.minX }

        /// Makes columns of a row known.
        @inline(__always)
        func reach(_ columns: Range<Int>, ofRow y: Int) {
            let known = spans[y - rect.minY]
            if known.isEmpty {
                light(columns, y)
                spans[y - rect.minY] = columns
                return
            }
            if columns.lowerBound < known.lowerBound { light(columns.lowerBound..<known.lowerBound, y) }
            if columns.upperBound > known.upperBound { light(known.upperBound..<columns.upperBound, y) }
            spans[y - rect.minY] = known.spanning(columns)
        }

        @inline(__always)
        private func light(_ columns: Range<Int>, _ y: Int) {
            let start = row(y) + columns.lowerBound
            (hiddenSky + start).update(repeating: 0, count: columns.count)
            (seenSun + start).update(repeating: 1, count: columns.count)
        }
    }

    /// Multiplies what is seen of the sun by what a card leaves of it.
    private func hide(_ sun: RenderScene.Sun, by shadow: Shadow, _ planes: Planes) {
        let part = shadow.sun.rect.intersection(planes.rect)
        guard !part.isEmpty, let beam = shadow.occluder.beam(sun, on: plane, blur: shadow.blur)
        else { return }
        let run = CardOccluder.Silhouette.run
        withUnsafeTemporaryAllocation(of: Float.self, capacity: run) { shares in
            guard let shares = shares.baseAddress else { return }
            shadow.occluder.withSilhouette { silhouette in
                for y in part.minY..<part.maxY {
                    let row = planes.row(y)
                    let span = shadow.sun.span(ofRow: y).clamped(to: part.minX..<part.maxX)
                    for start in stride(from: span.lowerBound, to: span.upperBound, by: run) {
                        let columns = start..<min(start + run, span.upperBound)
                        guard silhouette.hideSun(beam, columns: columns, row: y, into: shares)
                        else { continue }
                        planes.reach(columns, ofRow: y)
                        let seen = planes.seenSun + row + start
                        for x in 0..<columns.count { seen[x] *= 1 - shares[x] }
                    }
                }
            }
        }
    }

    /// How many cells of the fine grid a cell of the coarse one has along each side.
    private static let fineCells = 4
    /// A coarse cell is divided where the shares at its corners are farther apart, or their mean is farther from the
    /// share at its middle; in least shares.
    private static let mostRange: Float = 7.5
    private static let mostBend: Float = 0.45

    /// Adds the share of the sky that a card hides. It changes slowly but at the card's foot, so it is found on a coarse
    /// grid, and on a fine one where that does not do, and interpolated.
    private func hideSky(by shadow: Shadow, _ planes: Planes) {
        let part = shadow.sky.intersection(planes.rect)
        guard !part.isEmpty, let cover = shadow.cover else { return }
        let (fine, least) = (shadow.step, light.leastShare)
        let step = fine * Self.fineCells
        let columns = (part.width + step - 1) / step
        let half = Self.fineCells / 2
        // The corners of a coarse cell's fine ones, by rows of eight.
        let side = Self.fineCells + 1
        let room = (columns + 8) & ~7
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * room + 8 * side) { memory in
            guard var upper = memory.baseAddress else { return }
            var lower = upper + room
            let (middles, grid) = (upper + 2 * room, upper + 3 * room)
            cover.find(x: part.minX, step: step, y: part.minY, count: columns + 1, into: upper)
            for top in stride(from: part.minY, to: part.maxY, by: step) {
                cover.find(x: part.minX, step: step, y: top + step, count: columns + 1, into: lower)
                defer { swap(&upper, &lower) }
                // What is hidden changes slowly where it is little.
                guard (0...columns).contains(where: { max(upper[$0], lower[$0]) > least / 2 }) else { continue }
                cover.find(
                    x: part.minX + half * fine, step: step, y: top + half * fine, count: columns, into: middles)
                let cells = SkyCells(upper: upper, lower: lower, left: part.minX, top: top, size: step)
                func isDivided(_ column: Int) -> Bool {
                    cells.most(column) > least / 2
                        && (cells.range(column) > Self.mostRange * least
                            || abs(cells.mean(column) - middles[column]) > Self.mostBend * least)
                }
                cells.add(to: planes, part) { cells.most($0) > least && !isDivided($0) }
                for column in 0..<columns where isDivided(column) {
                    let left = part.minX + column * step
                    for row in 0..<side {
                        cover.find(x: left, step: fine, y: top + row * fine, count: side, into: grid + 8 * row)
                    }
                    let right = PixelRect(
                        minX: part.minX, minY: part.minY, maxX: min(part.maxX, left + step), maxY: part.maxY)
                    for row in 0..<Self.fineCells {
                        let cells = SkyCells(
                            upper: grid + 8 * row, lower: grid + (8 * row + 8), left: left, top: top + row * fine,
                            size: fine)
                        cells.add(to: planes, right) { cells.most($0) > least }
                    }
                }
            }
        }
    }

    /// Cells side by side, with the shares of the sky that are hidden at their corners.
    private struct SkyCells {
        /// Of the upper and of the lower corners, from left to right.
        let upper: UnsafePointer<Float>
        let lower: UnsafePointer<Float>
        /// The first cell's first pixel, and the size of each.
        let left: Int
        let top: Int
        let size: Int

        func most(_ cell: Int) -> Float { max(upper[cell], upper[cell + 1], lower[cell], lower[cell + 1]) }
        func range(_ cell: Int) -> Float {
            most(cell) - min(upper[cell], upper[cell + 1], lower[cell], lower[cell + 1])
        }
        func mean(_ cell: Int) -> Float { (upper[cell] + upper[cell + 1] + lower[cell] + lower[cell + 1]) / 4 }

        /// Adds the shares between the corners to those of the cells' pixels.
        ///
        /// - Parameters:
        ///   - part: the pixels that count.
        ///   - counts: whether a cell does.
        @inline(__always)
        func add(to planes: Planes, _ part: PixelRect, where counts: (Int) -> Bool) {
            var cell = 0
            while left + cell * size < part.maxX {
                let first = cell
                while left + cell * size < part.maxX, counts(cell) { cell += 1 }
                if cell > first { add(first..<cell, to: planes, part) } else { cell += 1 }
            }
        }

        private func add(_ cells: Range<Int>, to planes: Planes, _ part: PixelRect) {
            let way = 1 / Float(size)
            let span = left + cells.lowerBound * size..<min(left + cells.upperBound * size, part.maxX)
            for y in top..<max(top, min(top + size, part.maxY)) {
                let t = (Float(y - top) + 0.5) * way
                planes.reach(span, ofRow: y)
                var hidden = planes.hiddenSky + planes.row(y) + span.lowerBound
                var left = span.count
                var start = upper[cells.lowerBound] + (lower[cells.lowerBound] - upper[cells.lowerBound]) * t
                for corner in cells.lowerBound + 1...cells.upperBound {
                    let end = upper[corner] + (lower[corner] - upper[corner]) * t
                    let slope = (end - start) * way
                    let count = min(size, left)
                    var more = SIMD8<Float>(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5) * slope + start
                    var x = 0
                    while x + 8 <= count {
                        let place = UnsafeMutableRawPointer(hidden + x)
                        place.storeBytes(
                            of: place.loadUnaligned(as: SIMD8<Float>.self) + more, as: SIMD8<Float>.self)
                        more += 8 * slope
                        x += 8
                    }
                    while x < count {
                        hidden[x] += start + slope * (Float(x) + 0.5)
                        x += 1
                    }
                    (start, hidden, left) = (end, hidden + count, left - count)
                }
            }
        }
    }
}
