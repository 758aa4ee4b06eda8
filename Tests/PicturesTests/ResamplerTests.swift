import Foundation
import Testing

@testable import Pictures

@Suite struct ResamplerTests {
    /// Pixels without any order, the same at every call.
    private func mixed(_ width: Int, _ height: Int) -> Raster {
        var raster = Raster(width: width, height: height)
        var state: UInt32 = 7
        for place in raster.bytes.indices {
            state = state &* 1_664_525 &+ 1_013_904_223
            raster.bytes[place] = UInt8(state >> 24)
        }
        return raster
    }

    private func resampled(_ source: Raster, _ columns: FilterSpan, _ rows: FilterSpan) -> Raster {
        var target = Raster()
        Resampler(sourceWidth: source.width, sourceHeight: source.height, columns: columns, rows: rows)
            .resample(source, into: &target)
        return target
    }

    /// The filter by its definition, for one direction: how much each place counts for a pixel.
    private func weights(_ span: FilterSpan, _ pixel: Int, of size: Int) -> [Int: Double] {
        let step = span.length / Double(span.pixels)
        let scale = max(step, 1)
        let centre = span.start + (Double(pixel) + 0.5) * step
        var found: [Int: Double] = [:]
        for place in -200...size + 200 {
            let x = abs((Double(place) + 0.5 - centre) / scale)
            let weight: Double
            if step > 1 {
                weight = x >= 3 ? 0 : x == 0 ? 1 : sin(.pi * x) / (.pi * x) * sin(.pi * x / 3) / (.pi * x / 3)
            } else {
                weight =
                    x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0
            }
            found[min(max(place, 0), size - 1), default: 0] += weight
        }
        let sum = found.values.reduce(0, +)
        return found.filter { $0.value != 0 }.mapValues { $0 / sum }
    }

    static let spans: [(FilterSpan, FilterSpan)] = [
        (FilterSpan(start: 0, length: 40, pixels: 16), FilterSpan(start: 0, length: 30, pixels: 12)),
        (FilterSpan(start: 3.25, length: 31.5, pixels: 13), FilterSpan(start: 5.75, length: 20.125, pixels: 17)),
        (FilterSpan(start: 10.5, length: 8, pixels: 21), FilterSpan(start: 0, length: 9.5, pixels: 30)),
        (FilterSpan(start: 0, length: 40, pixels: 1), FilterSpan(start: 0, length: 30, pixels: 1)),
        (FilterSpan(start: 39, length: 1, pixels: 3), FilterSpan(start: 0, length: 30, pixels: 30)),
    ]

    @Test(arguments: spans) func eachPixelIsWhatTheFilterSays(columns: FilterSpan, rows: FilterSpan) {
        let source = mixed(40, 30)
        let target = resampled(source, columns, rows)
        #expect((target.width, target.height) == (columns.pixels, rows.pixels))
        for y in 0..<target.height {
            let down = weights(rows, y, of: 30)
            for x in 0..<target.width {
                let across = weights(columns, x, of: 40)
                for band in 0..<4 {
                    var sum = 0.0
                    for (row, weight) in down {
                        for (column, share) in across {
                            sum += weight * share * Double(source.bytes[(row * 40 + column) * 4 + band])
                        }
                    }
                    let found = Double(target.bytes[(y * target.width + x) * 4 + band])
                    #expect(abs(found - min(max(sum, 0), 255)) < 0.75, "\(x), \(y), band \(band): \(sum)")
                }
            }
        }
    }

    @Test(arguments: [(1, 1), (1, 5), (2, 3), (3, 7), (5, 1)]) func aPictureOfOneColourKeepsIt(width: Int, height: Int)
    {
        var source = Raster(width: width, height: height)
        for place in source.bytes.indices { source.bytes[place] = [255, 128, 1, 255][place % 4] }
        for size in [(1, 1), (2, 5), (9, 3), (64, 64)] {
            let target = resampled(
                source, FilterSpan(start: 0, length: Double(width), pixels: size.0),
                FilterSpan(start: 0, length: Double(height), pixels: size.1))
            #expect(target.bytes == (0..<size.0 * size.1).flatMap { _ in [255, 128, 1, 255] as [UInt8] })
        }
    }

    @Test func aWindowWithinPixelsShowsWhatLiesThere() {
        // The brightness is twice the place, so it says where each pixel looks.
        var source = Raster(width: 120, height: 8)
        for place in 0..<120 * 8 { source.bytes[place * 4] = UInt8(2 * (place % 120)) }
        let target = resampled(
            source, FilterSpan(start: 30.5, length: 60, pixels: 24), FilterSpan(start: 2, length: 4, pixels: 2))
        for x in 0..<24 {
            let place = 30.5 + (Double(x) + 0.5) * 2.5
            #expect(abs(Double(target.bytes[x * 4]) - (2 * place - 1)) < 1)
        }
    }
}
