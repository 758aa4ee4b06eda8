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
        // Rows blurred across, all of the source's; then a line with margins to blur from.
        let memory = rows.reserve((source.height * rect.width + rect.width + 2 * reach.x) * 16)
            .bindMemory(to: SIMD4<Float>.self, capacity: source.height * rect.width + rect.width + 2 * reach.x)
        let line = memory + source.height * rect.width
        layer.colour.bytes.withUnsafeBufferPointer { bytes in
            across.withUnsafeBufferPointer { taps in
                for row in 0..<source.height {
                    for index in 0..<rect.width + 2 * reach.x {
                        var x = rect.minX - reach.x + index
                        if left { x = max(x, source.minX) }
                        if right { x = min(x, source.maxX - 1) }
                        line[index] = .zero
                        guard x >= source.minX, x < source.maxX else { continue }
                        let at = (row * source.width + x - source.minX) * 4
                        line[index] = SIMD4(
                            Float(bytes[at]), Float(bytes[at + 1]), Float(bytes[at + 2]), Float(bytes[at + 3]))
                    }
                    let blurred = memory + row * rect.width
                    for x in 0..<rect.width {
                        var sum = SIMD4<Float>.zero
                        for tap in 0..<taps.count { sum += line[x &+ tap] * taps[tap] }
                        blurred[x] = sum
                    }
                }
            }
        }
        result.colour.bytes.withUnsafeMutableBufferPointer { bytes in
            down.withUnsafeBufferPointer { taps in
                for y in 0..<rect.height {
                    // Whole rows are added up, in the line's memory.
                    for x in 0..<rect.width { line[x] = SIMD4(repeating: 0.5) }
                    for tap in 0..<taps.count {
                        var row = rect.minY + y + tap - reach.y
                        if top { row = max(row, source.minY) }
                        if bottom { row = min(row, source.maxY - 1) }
                        guard row >= source.minY, row < source.maxY else { continue }
                        let blurred = memory + (row - source.minY) * rect.width
                        let weight = taps[tap]
                        for x in 0..<rect.width { line[x] += blurred[x] * weight }
                    }
                    var at = y * rect.width * 4
                    for x in 0..<rect.width {
                        let value = line[x]
                        for channel in 0..<4 { bytes[at + channel] = UInt8(min(255, value[channel])) }
                        at += 4
                    }
                }
            }
        }
    }
}
