import Geometry
import Rendering

/// The shadows of cards on one plane.
struct CardShade {
    let plane: SeenPlane
    let sun: RenderScene.Sun?
    /// The irradiance of the plane by all but the sun.
    let sky: Vector3
    let shadows: [Shadow]

    /// A card, and where in the image it takes light from the plane.
    struct Shadow {
        let occluder: CardOccluder
        /// The size in pixels of the finest cells in which the sky's light is found.
        let step: Int
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
        let facing = sun.map { max(0, plane.normal.dot($0.direction.normalized)) } ?? 0
        let direct = SIMD3<Float>((sun?.irradiance ?? .zero) * facing)
        let rest = SIMD3<Float>(sky)
        let whole = direct + rest
        guard whole.min() > 0 else { return nil }
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
                        if facing > 0, let sun { hide(sun, by: shadow, planes) }
                    }
                }
            }
        }
        guard spans.contains(where: { !$0.isEmpty }) else { return nil }
        return Shade(
            rect: rect,
            light: SharedLight(seenSun: seenSun, hiddenSky: hiddenSky, sun: direct / whole, rest: rest / whole),
            in: spans)
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
            shadow.occluder.withSilhouette { silhouette in
                for y in part.minY..<part.maxY {
                    let row = planes.row(y)
                    let span = shadow.sun.span(ofRow: y).clamped(to: part.minX..<part.maxX)
                    for start in stride(from: span.lowerBound, to: span.upperBound, by: run) {
                        let columns = start..<min(start + run, span.upperBound)
                        guard silhouette.hideSun(beam, columns: columns, row: y, into: shares)
                        else { continue }
                        planes.reach(columns, ofRow: y)
                        for x in columns { planes.seenSun[row + x] *= 1 - shares[x - start] }
                    }
                }
            }
        }
    }

    /// A share of the sky's light that makes less than half a step of 255 in all but the brightest parts of a picture.
    static let leastShare: Float = 1 / 150

    /// How many cells of the fine grid a cell of the coarse one has along each side.
    private static let fineCells = 4
    /// A coarse cell is divided where the shares at its corners are farther apart, or their mean is farther from the
    /// share at its middle.
    private static let mostRange: Float = 0.05
    private static let mostBend: Float = 0.003

    /// Adds the share of the sky that a card hides. It changes slowly but at the card's foot, so it is found on a coarse
    /// grid, and on a fine one where that does not do, and interpolated.
    private func hideSky(by shadow: Shadow, _ planes: Planes) {
        let part = shadow.sky.intersection(planes.rect)
        guard !part.isEmpty else { return }
        let fine = shadow.step
        let step = fine * Self.fineCells
        let columns = (part.width + step - 1) / step
        func share(_ x: Int, _ y: Int) -> Float {
            guard let point = plane.seen(x: Double(x), y: Double(y)) else { return 0 }
            return Float(shadow.occluder.hiddenSky(from: point, on: plane.normal))
        }
        func fill(_ corners: SkyCell, x left: Int, y top: Int, size: Int) {
            guard corners.most > Self.leastShare else { return }
            corners.add(to: planes, part, x: left, y: top, size: size)
        }
        var upper = (0...columns).map { share(part.minX + $0 * step, part.minY) }
        var lower = upper
        // The corners of a coarse cell's fine ones, by rows.
        let side = Self.fineCells + 1
        let half = Self.fineCells / 2
        var grid = [Float](repeating: 0, count: side * side)
        for top in stride(from: part.minY, to: part.maxY, by: step) {
            for column in 0...columns { lower[column] = share(part.minX + column * step, top + step) }
            for column in 0..<columns {
                let left = part.minX + column * step
                let corners = SkyCell(
                    upperLeft: upper[column], upperRight: upper[column + 1], lowerLeft: lower[column],
                    lowerRight: lower[column + 1])
                // What is hidden changes slowly where it is little.
                guard corners.most > Self.leastShare / 2 else { continue }
                let middle = share(left + half * fine, top + half * fine)
                guard corners.range > Self.mostRange || abs(corners.mean - middle) > Self.mostBend else {
                    fill(corners, x: left, y: top, size: step)
                    continue
                }
                for row in 0..<side where top + (row - 1) * fine < part.maxY {
                    for place in 0..<side where left + (place - 1) * fine < part.maxX {
                        grid[row * side + place] =
                            row == half && place == half
                            ? middle
                            : corners.corner(place, row, of: Self.fineCells)
                                ?? share(left + place * fine, top + row * fine)
                    }
                }
                for row in 0..<Self.fineCells where top + row * fine < part.maxY {
                    for place in 0..<Self.fineCells where left + place * fine < part.maxX {
                        let at = row * side + place
                        fill(
                            SkyCell(
                                upperLeft: grid[at], upperRight: grid[at + 1], lowerLeft: grid[at + side],
                                lowerRight: grid[at + side + 1]), x: left + place * fine, y: top + row * fine,
                            size: fine)
                    }
                }
            }
            swap(&upper, &lower)
        }
    }

    /// The shares of the sky that are hidden at the corners of a cell.
    private struct SkyCell {
        var upperLeft: Float
        var upperRight: Float
        var lowerLeft: Float
        var lowerRight: Float

        var most: Float { max(upperLeft, upperRight, lowerLeft, lowerRight) }
        var range: Float { most - min(upperLeft, upperRight, lowerLeft, lowerRight) }
        var mean: Float { (upperLeft + upperRight + lowerLeft + lowerRight) / 4 }

        /// The corner at a place of a finer grid; nil where that is none of the four.
        func corner(_ column: Int, _ row: Int, of count: Int) -> Float? {
            switch (column, row) {
            case (0, 0): upperLeft
            case (count, 0): upperRight
            case (0, count): lowerLeft
            case (count, count): lowerRight
            default: nil
            }
        }

        /// Adds the shares between the corners to those of a cell's pixels.
        ///
        /// - Parameter part: the pixels that count.
        func add(to planes: Planes, _ part: PixelRect, x left: Int, y top: Int, size: Int) {
            let way = 1 / Float(size)
            let span = left..<min(left + size, part.maxX)
            for y in top..<min(top + size, part.maxY) {
                let t = (Float(y - top) + 0.5) * way
                let start = upperLeft + (lowerLeft - upperLeft) * t
                let end = upperRight + (lowerRight - upperRight) * t
                let slope = (end - start) * way
                planes.reach(span, ofRow: y)
                let hidden = planes.hiddenSky + planes.row(y) + left
                let four = SIMD4<Float>(0.5, 1.5, 2.5, 3.5)
                var x = 0
                while x + 4 <= span.count {
                    let place = UnsafeMutableRawPointer(hidden + x)
                    let more = (four + Float(x)) * slope + start
                    place.storeBytes(
                        of: place.loadUnaligned(as: SIMD4<Float>.self) + more, as: SIMD4<Float>.self)
                    x += 4
                }
                while x < span.count {
                    hidden[x] += start + slope * (Float(x) + 0.5)
                    x += 1
                }
            }
        }
    }
}
