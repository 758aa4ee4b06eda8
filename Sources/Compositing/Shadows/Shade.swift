import Geometry
import Pictures
import Rendering

/// The shadows on a surface, the ground or a flat object: the factors of its light in a rectangle of the image.
struct Shade {
    let rect: PixelRect
    private let values: Values
    /// From the rectangle's first row on.
    private let rows: [Row]

    private struct Row {
        /// The columns of the image in which the row's factors may be other than 1.
        var span: Range<Int>
        /// Where the factor of the image's first column would be.
        var start: Int
    }

    private enum Values {
        /// The factors of each pixel of the rectangle, linear, per channel, by rows.
        case factors([SIMD3<Float>])
        /// The shares of light that reach each pixel.
        case lights(SharedLight)
    }

    /// - Parameter factors: linear, per channel, of each pixel of the rectangle, by rows.
    init(rect: PixelRect, factors: [SIMD3<Float>]) {
        precondition(factors.count == rect.area)
        self.rect = rect
        values = .factors(factors)
        rows = Shade.rows(of: rect, in: nil)
    }

    /// - Parameters:
    ///   - light: of each pixel of the rectangle, by rows.
    ///   - spans: the columns of the image in which each row's factors may be other than 1, within the rectangle; the light
    ///     need be known there alone.
    init(rect: PixelRect, light: SharedLight, in spans: [Range<Int>]) {
        precondition(light.seenSun.count == rect.area && light.hiddenSky.count == rect.area)
        self.rect = rect
        values = .lights(light)
        rows = Shade.rows(of: rect, in: spans)
    }

    private static func rows(of rect: PixelRect, in spans: [Range<Int>]?) -> [Row] {
        let whole = rect.minX..<max(rect.minX, rect.maxX)
        return (0..<max(0, rect.height)).map { row in
            Row(span: spans?[row] ?? whole, start: row * rect.width - rect.minX)
        }
    }

    /// The factors of a pixel of the image, linear, per channel.
    func factor(x: Int, y: Int) -> SIMD3<Float> {
        guard y >= rect.minY, y < rect.maxY else { return SIMD3(1, 1, 1) }
        let row = rows[y - rect.minY]
        guard row.span.contains(x) else { return SIMD3(1, 1, 1) }
        switch values {
        case .factors(let factors): return factors[row.start + x]
        case .lights(let light): return light.withReader { $0[row.start + x] }
        }
    }

    /// Lends the factors of the rectangle's pixels, by rows, in one of two forms.
    @inline(__always)
    private func withFactors<Result>(
        _ known: (UnsafeBufferPointer<SIMD3<Float>>) -> Result, _ made: (SharedLight.Reader) -> Result
    ) -> Result {
        switch values {
        case .factors(let factors): factors.withUnsafeBufferPointer(known)
        case .lights(let light): light.withReader(made)
        }
    }

    /// The rows of a rectangle of pixels that have changed: those of a unit that JPEG files code as one.
    private static let stripe = 16

    /// Darkens the photo; the rectangle lies within it.
    ///
    /// - Returns: rectangles that hold all pixels that it has changed.
    func apply(to image: inout Raster) -> [PixelRect] {
        withFactors { factors in
            darken(&image) {
                LightLanes(factors[$0])
            } _: { at in
                LightLanes(factors[at], factors[at + 1], factors[at + 2], factors[at + 3])
            }
        } _: { factors in
            darken(&image) {
                LightLanes(factors[$0])
            } _: {
                factors.four(from: $0)
            }
        }
    }

    /// - Parameters:
    ///   - one: the light of a pixel of the rectangle, counted by rows.
    ///   - four: that of it and the next three.
    @inline(__always)
    private func darken(
        _ image: inout Raster, _ one: (Int) -> LightLanes, _ four: (Int) -> LightLanes
    ) -> [PixelRect] {
        let (width, rect) = (image.width, rect)
        var changed: [PixelRect] = []
        var (first, end, top) = (Int.max, Int.min, rect.minY)
        image.bytes.withUnsafeMutableBytes { bytes in
            guard let bytes = bytes.baseAddress else { return }
            for y in rect.minY..<max(rect.minY, rect.maxY) {
                let row = rows[y - rect.minY]
                let line = bytes + y * width * 4
                var x = row.span.lowerBound
                while x &+ 4 <= row.span.upperBound {
                    let light = four(row.start + x)
                    if light.isSeen {
                        let place = line + x * 4
                        place.storeBytes(
                            of: light.onto(place.loadUnaligned(as: SIMD4<UInt32>.self)), as: SIMD4<UInt32>.self)
                        first = min(first, x)
                        end = max(end, x + 4)
                    }
                    x &+= 4
                }
                while x < row.span.upperBound {
                    let light = one(row.start + x)
                    if light.isSeen {
                        let place = line + x * 4
                        let pixel = SIMD4(repeating: place.loadUnaligned(as: UInt32.self))
                        place.storeBytes(of: light.onto(pixel)[0], as: UInt32.self)
                        first = min(first, x)
                        end = max(end, x + 1)
                    }
                    x &+= 1
                }
                if (y + 1).isMultiple(of: Shade.stripe) || y + 1 == rect.maxY {
                    if first < end {
                        changed.append(PixelRect(minX: first, minY: top, maxX: end, maxY: y + 1))
                    }
                    (first, end, top) = (Int.max, Int.min, y + 1)
                }
            }
        }
        return changed
    }

    /// Darkens premultiplied pixels of an object: those of the columns `span` in row `y` of the image.
    func apply(to pixels: UnsafeMutablePointer<UInt32>, row y: Int, _ span: Range<Int>) {
        guard y >= rect.minY, y < rect.maxY else { return }
        let row = rows[y - rect.minY]
        let part = span.clamped(to: row.span)
        guard !part.isEmpty else { return }
        let own = pixels - span.lowerBound
        withFactors { factors in
            Shade.shade(own, part) {
                LightLanes(factors[row.start + $0])
            } _: { x in
                let at = row.start + x
                return LightLanes(factors[at], factors[at + 1], factors[at + 2], factors[at + 3])
            }
        } _: { factors in
            Shade.shade(own, part) {
                LightLanes(factors[row.start + $0])
            } _: {
                factors.four(from: row.start + $0)
            }
        }
    }

    /// Darkens some columns of a row of premultiplied pixels.
    ///
    /// - Parameters:
    ///   - one: the light of a column.
    ///   - four: that of it and the next three.
    @inline(__always)
    private static func shade(
        _ pixels: UnsafeMutablePointer<UInt32>, _ columns: Range<Int>, _ one: (Int) -> LightLanes,
        _ four: (Int) -> LightLanes
    ) {
        var x = columns.lowerBound
        while x &+ 4 <= columns.upperBound {
            let place = UnsafeMutableRawPointer(pixels + x)
            let pixel = place.loadUnaligned(as: SIMD4<UInt32>.self)
            if pixel != .zero {
                let light = four(x)
                if light.isSeen {
                    place.storeBytes(of: light.onto(premultiplied: pixel), as: SIMD4<UInt32>.self)
                }
            }
            x &+= 4
        }
        while x < columns.upperBound {
            let light = one(x)
            if light.isSeen { pixels[x] = light.onto(premultiplied: SIMD4(repeating: pixels[x]))[0] }
            x &+= 1
        }
    }
}
