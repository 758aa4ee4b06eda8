import Cards
import Foundation
import Geometry
import Pictures
import Scenes

/// Windows of a photo by day, lit from inside by night.
///
/// The photo's facts outline them. In each the photo shows dark panes between bars and frames that are brighter by day: at
/// night it is the other way round, for light comes through the panes, and the bars stand dark before it. So a pixel is a
/// pane by how dark it is beside the brightest of its window.
///
/// - Most light is that of bulbs and warm lamps, 2,400 to 3,200 K; a fifth of the rooms has cooler light, up to 5,500 K.
/// - Rooms are of very different brightness, and each is a little uneven, as walls and lamps behind a pane make it.
/// - Objects, and labelled things of the photo that stand before a window, hide its light.
struct LitWindows {
    /// A pixel, by its place in the image, and the light that it gets: 1 for white.
    private var pixels: [(index: Int, light: SIMD3<Float>)] = []

    private static let warmKelvin = (2400.0, 3200.0)
    private static let coolKelvin = (3800.0, 5500.0)
    private static let coolShare = 0.2
    /// The light of a pane's brightest part.
    private static let brightness = (0.25, 0.95)
    /// Of the light in a room, the darkest corner of the pane has at least so much.
    private static let unevenness: Float = 0.4

    /// - Parameters:
    ///   - share: of the windows that are lit, by chance. The same windows stay lit, in the same light, where it is more.
    ///   - composite: by day.
    init(share: Double, in composite: Composite, _ distances: SeenDistances, _ streams: RandomStreams) {
        var stream = streams.stream("windows")
        let frame = PixelRect(width: composite.image.width, height: composite.image.height)
        for window in composite.scene.windows ?? [] {
            // Each window takes as many numbers, lit or not.
            let isLit = stream.unit() < share
            let range = stream.unit() < LitWindows.coolShare ? LitWindows.coolKelvin : LitWindows.warmKelvin
            let kelvin = stream.uniform(range.0, range.1)
            let level = exp(stream.uniform(log(LitWindows.brightness.0), log(LitWindows.brightness.1)))
            let corners = SIMD4<Float>(
                Float(stream.unit()), Float(stream.unit()), Float(stream.unit()), Float(stream.unit()))
            guard isLit, let bounds = window.bounds else { continue }
            let gain = ColourTemperature(kelvin: kelvin).linearGain
            let light = gain / gain.max() * Float(level)
            let rect = PixelRect(covering: bounds).intersection(frame)
            guard !rect.isEmpty else { continue }
            add(window, bounds, rect, light, corners, composite, distances)
        }
    }

    private mutating func add(
        _ window: Polygon, _ bounds: Rect, _ rect: PixelRect, _ light: SIMD3<Float>, _ corners: SIMD4<Float>,
        _ composite: Composite, _ distances: SeenDistances
    ) {
        var shown: [(index: Int, cover: Float, logarithm: Float, across: Float, down: Float)] = []
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX where distances.thing(x: x, y: y) == 0 {
                let cover = LitWindows.cover(of: window, x: x, y: y)
                guard cover > 0 else { continue }
                let index = y * composite.image.width + x
                let day = SIMD3<Float>(
                    Float(LinearLight.ofByte[Int(composite.image.bytes[index * 4])]),
                    Float(LinearLight.ofByte[Int(composite.image.bytes[index * 4 + 1])]),
                    Float(LinearLight.ofByte[Int(composite.image.bytes[index * 4 + 2])]))
                let luminance = LinearLight.luminance(day) / LinearLight.white
                shown.append(
                    (
                        index, cover, log(luminance + 0.004),
                        min(1, max(0, Float((Double(x) + 0.5 - bounds.minX) / bounds.width))),
                        min(1, max(0, Float((Double(y) + 0.5 - bounds.minY) / bounds.height)))
                    ))
            }
        }
        let logarithms = shown.filter { $0.cover > 0.5 }.map(\.logarithm).sorted()
        let panes = logarithms.isEmpty ? 0 : logarithms[logarithms.count * 3 / 10]
        let bars = logarithms.isEmpty ? 0 : logarithms[logarithms.count * 19 / 20]
        // In a small picture, or behind closed shutters, bars cannot be told from panes.
        let hasBars = logarithms.count >= 12 && bars - panes > LitWindows.leastContrast
        for pixel in shown {
            let bar = hasBars ? smoothStep(0.45, 0.85, (pixel.logarithm - panes) / (bars - panes)) : 0
            let top = corners.x + (corners.y - corners.x) * pixel.across
            let bottom = corners.z + (corners.w - corners.z) * pixel.across
            let even = 1 - LitWindows.unevenness * (top + (bottom - top) * pixel.down)
            let amount = pixel.cover * (1 - bar) * even
            guard amount > 0 else { continue }
            pixels.append((pixel.index, light * amount))
        }
    }

    /// Bars are brighter than panes by this at least, in natural logarithms: about twice.
    private static let leastContrast: Float = 0.7

    /// The share of a pixel that lies in an outline, from 16 points.
    private static func cover(of window: Polygon, x: Int, y: Int) -> Float {
        var count = 0
        for row in 0..<4 {
            for column in 0..<4
            where window.contains(
                Point(Double(x) + (Double(column) + 0.5) / 4, Double(y) + (Double(row) + 0.5) / 4))
            {
                count += 1
            }
        }
        return Float(count) / 16
    }

    /// Adds the light to an image by night.
    func lay(over image: inout Raster) {
        for (index, light) in pixels {
            for channel in 0..<3 {
                let at = index * 4 + channel
                let dark = Float(LinearLight.ofByte[Int(image.bytes[at])])
                image.bytes[at] = LinearLight.byte[LinearLight.index(dark + light[channel] * LinearLight.white)]
            }
        }
    }
}
