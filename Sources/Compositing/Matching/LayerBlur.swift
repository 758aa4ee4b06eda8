import Foundation
import Geometry
import Pictures

/// Blurs an object's premultiplied pixels by a bell curve, colours and coverage together.
///
/// What lies beyond the frame's edge is as at the edge; what lies beyond the object is clear.
struct LayerBlur {
    private let across: [Float]
    private let down: [Float]

    /// Blurs of less than this change next to nothing.
    static let least: Float = 0.25

    init(_ blur: Blur) {
        (across, down) = (LayerBlur.taps(blur.x), LayerBlur.taps(blur.y))
    }

    /// Of sum 1; each is the curve's integral over its pixel, so that narrow curves are right, too.
    static func taps(_ deviation: Float) -> [Float] {
        guard deviation >= 0.05 else { return [1] }
        let reach = max(1, Int((2.8 * deviation).rounded(.up)))
        func below(_ x: Float) -> Float { 0.5 * erfc(-x / (deviation * Float(2).squareRoot())) }
        let taps = (-reach...reach).map { below(Float($0) + 0.5) - below(Float($0) - 0.5) }
        let sum = taps.reduce(0, +)
        return taps.map { $0 / sum }
    }

    /// How far a pixel reaches.
    var reach: (x: Int, y: Int) { (across.count / 2, down.count / 2) }

    /// - Parameters:
    ///   - frame: an object whose rectangle comes up to its edge goes on beyond.
    ///   - result: gets a rectangle that is larger by the reach, but at the frame's edges.
    ///   - rows: scratch memory.
    func apply(to layer: ObjectLayer, within frame: PixelRect, into result: inout ObjectLayer, _ rows: Scratch) {
        let (source, reach) = (layer.rect, reach)
        // Whether the object goes on beyond the layer's sides.
        let (left, right) = (source.minX <= frame.minX, source.maxX >= frame.maxX)
        let (top, bottom) = (source.minY <= frame.minY, source.maxY >= frame.maxY)
        let rect = PixelRect(
            minX: left ? source.minX : source.minX - reach.x, minY: top ? source.minY : source.minY - reach.y,
            maxX: right ? source.maxX : source.maxX + reach.x, maxY: bottom ? source.maxY : source.maxY + reach.y)
        result.rect = rect
        result.colour.resize(width: rect.width, height: rect.height)
        // Rows blurred across, all of the source's, as far as anything is there; a line with margins to blur from; and of
        // each row the columns in which anything is there.
        let lineCount = rect.width + 2 * reach.x
        let memory = rows.reserve((source.height * rect.width + lineCount) * 16 + source.height * 16)
        let blurred = memory.bindMemory(to: SIMD4<Float>.self, capacity: source.height * rect.width + lineCount)
        let line = blurred + source.height * rect.width
        let spans = UnsafeMutableRawPointer(line + lineCount)
            .bindMemory(to: Range<Int>.self, capacity: source.height)
        layer.colour.bytes.withUnsafeBytes { bytes in
            guard let bytes = bytes.baseAddress else { return }
            for row in 0..<source.height {
                spans[row] = blurAcross(
                    bytes + row * source.width * 4, source.width, line, goesOn: (left, right),
                    into: blurred + row * rect.width, rect.width)
            }
        }
        result.colour.bytes.withUnsafeMutableBytes { bytes in
            guard let bytes = bytes.baseAddress else { return }
            withUnsafeTemporaryAllocation(of: Term.self, capacity: down.count) { terms in
                for y in 0..<rect.height {
                    var count = 0
                    for tap in 0..<down.count {
                        var row = rect.minY + y + tap - reach.y
                        if top { row = max(row, source.minY) }
                        if bottom { row = min(row, source.maxY - 1) }
                        row -= source.minY
                        guard row >= 0, row < source.height, !spans[row].isEmpty else { continue }
                        terms.initializeElement(
                            at: count,
                            to: Term(pixels: blurred + row * rect.width, span: spans[row], weight: down[tap]))
                        count += 1
                    }
                    LayerBlur.addUp(
                        terms.extracting(0..<count), line, into: bytes + y * rect.width * 4, rect.width)
                }
            }
        }
    }

    /// Blurs a row of pixels across.
    ///
    /// - Parameters:
    ///   - line: room for the result's columns and the reach on both sides of these.
    ///   - goesOn: whether the object goes on beyond the row's two ends; where it does, the result ends there.
    /// - Returns: the columns of the result in which anything is there; the others are not written.
    @inline(never)
    private func blurAcross(
        _ pixels: UnsafeRawPointer, _ count: Int, _ line: UnsafeMutablePointer<SIMD4<Float>>,
        goesOn: (left: Bool, right: Bool), into result: UnsafeMutablePointer<SIMD4<Float>>, _ width: Int
    ) -> Range<Int> {
        func pixel(_ x: Int) -> UInt32 { pixels.loadUnaligned(fromByteOffset: x &* 4, as: UInt32.self) }
        var (first, end) = (0, count)
        while first < end, pixel(first) == 0 { first += 1 }
        guard first < end else { return 0..<0 }
        while pixel(end - 1) == 0 { end -= 1 }
        let twice = 2 * reach.x
        let start = goesOn.left ? reach.x : twice
        // The part of the line in which anything is there.
        let low = goesOn.left && first == 0 ? 0 : start + first
        let high = goesOn.right && end == count ? width + twice : start + end
        for at in max(0, low - twice)..<low { line[at] = .zero }
        for at in low..<(start + first) { line[at] = PixelLanes.real(pixel(0)) }
        for x in first..<end { line[start + x] = PixelLanes.real(pixel(x)) }
        for at in (start + end)..<max(start + end, high) {
            line[at] = PixelLanes.real(pixel(count - 1))
        }
        for at in high..<min(width + twice, high + twice) { line[at] = .zero }
        let span = max(0, low - twice)..<min(width, high)
        across.withUnsafeBufferPointer { taps in
            for x in span {
                var sum = SIMD4<Float>.zero
                for tap in 0..<taps.count { sum += line[x &+ tap] * taps[tap] }
                result[x] = sum
            }
        }
        return span
    }

    /// A row that is blurred across, as a part of another.
    private struct Term {
        var pixels: UnsafePointer<SIMD4<Float>>
        /// The columns in which anything is there.
        var span: Range<Int>
        var weight: Float
    }

    /// Adds up rows that are blurred across.
    ///
    /// - Parameter line: room for a row.
    @inline(never)
    private static func addUp(
        _ terms: UnsafeMutableBufferPointer<Term>, _ line: UnsafeMutablePointer<SIMD4<Float>>,
        into pixels: UnsafeMutableRawPointer, _ width: Int
    ) {
        guard var whole = terms.first?.span else {
            pixels.initializeMemory(as: UInt8.self, repeating: 0, count: width * 4)
            return
        }
        var shared = whole
        for term in terms {
            whole = whole.spanning(term.span)
            shared = shared.clamped(to: term.span)
        }
        pixels.initializeMemory(as: UInt8.self, repeating: 0, count: whole.lowerBound * 4)
        (pixels + whole.upperBound * 4).initializeMemory(
            as: UInt8.self, repeating: 0, count: (width - whole.upperBound) * 4)
        let half = SIMD4<Float>(repeating: 0.5)
        // Where all rows have something, four pixels at a time.
        let end = shared.lowerBound + shared.count / 4 * 4
        for x in stride(from: shared.lowerBound, to: end, by: 4) {
            var (a, b, c, d) = (half, half, half, half)
            for term in terms {
                let (from, weight) = (term.pixels + x, term.weight)
                a += from[0] * weight
                b += from[1] * weight
                c += from[2] * weight
                d += from[3] * weight
            }
            let four = SIMD4(
                PixelLanes.clamped(a), PixelLanes.clamped(b), PixelLanes.clamped(c), PixelLanes.clamped(d))
            (pixels + x * 4).storeBytes(of: four, as: SIMD4<UInt32>.self)
        }
        for columns in [
            whole.lowerBound..<min(shared.lowerBound, whole.upperBound), max(end, whole.lowerBound)..<whole.upperBound,
        ] {
            for x in columns { line[x] = half }
            for term in terms {
                for x in term.span.clamped(to: columns) { line[x] += term.pixels[x] * term.weight }
            }
            for x in columns { (pixels + x * 4).storeBytes(of: PixelLanes.clamped(line[x]), as: UInt32.self) }
        }
    }
}
