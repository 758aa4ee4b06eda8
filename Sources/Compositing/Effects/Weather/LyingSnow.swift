import Cards
import Foundation
import Geometry
import Masks
import Pictures
import Scenes

/// Snow that has fallen: on the ground, on what of objects looks up, and on their upper edges.
///
/// - On the ground, as `GroundLikeness` guesses it, the snow lies in patches of some metres with fine borders. The photo's own
///   detail shapes them: snow lies first on what is bright, as blades of grass and stones, and last in dark hollows. Far
///   away, where patches cannot be told apart, it is an even share.
/// - On objects whose surface is known it lies on what is nearly level, and along the upper edges of what is upright, as high
///   as `capMetres`.
///
/// The snow's light is that of the sky, a little darker. Shades of the photo's ground go on in it, weaker and of a blue
/// colour: what is shaded is lit by the sky alone. Colours of the ground do not go on.
struct LyingSnow {
    /// The share of the ground that is covered, 0…1.
    let cover: Float
    /// Of the sky, as `LinearLight`.
    let air: SIMD3<Float>

    private static let patchMetres = 2.0
    private static let fineMetres = 0.25
    /// How high it lies on the upper edge of an object at full cover.
    private static let capMetres: Float = 0.035
    /// Of the ground, full snow leaves this much to see.
    private static let most: Float = 0.97
    /// Of light from the sky, snow sends back so much.
    private static let albedo: Float = 0.92
    /// Half of the snow on the photo's ground is left at this distance, where a photo mostly shows what stands on it.
    private static let fadeMetres: Float = 80
    /// From this distance on, in heights of the camera, a slope is taken to rise.
    private static let slopeHeights: Float = 10

    /// How far away a slope is, of which no distance is known: it goes on from the level ground without a bend, so that from
    /// some distance on each row of the picture shows as much of it.
    ///
    /// - Parameters:
    ///   - rise: the height that a ray of depth 1 gains.
    ///   - above: the camera's height, in metres.
    @inline(__always)
    private static func slope(_ rise: Float, above: Float) -> Float {
        let least = 1 / slopeHeights
        return -rise > least ? above / -rise : above * slopeHeights * (1 + slopeHeights * (rise + least))
    }

    /// - Parameter hidden: gets the pixels of objects that the snow hides.
    func lay(
        over composite: inout Composite, _ distances: SeenDistances, hiding hidden: inout HiddenPixels,
        from stream: inout RandomStream
    ) {
        let camera = composite.scene.camera
        guard camera.heightMetres > 0 else { return }
        let patches = GroundNoise(sizeMetres: LyingSnow.patchMetres, from: &stream)
        let fine = GroundNoise(sizeMetres: LyingSnow.fineMetres, from: &stream)
        coverGround(&composite, distances, patches, fine)
        guard let surfaces = composite.surfaces else { return }
        coverObjects(&composite, surfaces, distances, fine, &hidden)
    }

    /// Where the snow ends along a pattern whose values are spread evenly from 0 to 1: at the share that it covers. A pattern
    /// that reaches beyond 0 and 1 by a margin is covered wholly at full cover, and not at all at none.
    private func border(margin: Float) -> Float {
        let side = 2 * cover - 1
        return cover + margin * side * side * side * side * side
    }

    private func coverGround(
        _ composite: inout Composite, _ distances: SeenDistances, _ patches: GroundNoise, _ fine: GroundNoise
    ) {
        let (width, height) = (composite.image.width, composite.image.height)
        let camera = composite.scene.camera
        let likeness = GroundLikeness(of: composite, distances)
        let rows = GroundRows(camera)
        let above = Float(camera.heightMetres)
        // From one row to the next, the ground's distance grows by d² / (f h).
        let growth = Float(1 / (camera.focalPixels * camera.heightMetres))
        let slopeSquare = LyingSnow.slopeHeights * above * LyingSnow.slopeHeights * above
        let border = border(margin: 0.42)
        let fade = LyingSnow.fadeMetres * LyingSnow.fadeMetres
        var window = RowWindow(stride: width + 2, height: height, reach: 1, of: Float(0))
        for y in 0..<height {
            window.advance(to: y) { row, luminances in
                LyingSnow.luminances(of: composite.image, row: row, into: luminances)
            }
            let starts = (window.start(ofRow: y - 1), window.start(ofRow: y), window.start(ofRow: y + 1))
            let (first, step) = rows.rays(ofRow: y)
            let ground = likeness.row(y)
            let isFree = !(max(0, y - 1)...min(height - 1, y + 1)).contains(where: distances.hasThing)
            window.elements.withUnsafeBufferPointer { luminances in
                for x in 0..<width where isFree || distances.thing(x: x, y: y) == 0 {
                    guard let place = ground[x] else { continue }
                    func sum(_ start: Int) -> Float {
                        luminances[start + x] + 2 * luminances[start + x + 1] + luminances[start + x + 2]
                    }
                    let own = (sum(starts.0) + 2 * sum(starts.1) + sum(starts.2)) / 16
                    let detail = max(-1.2, min(1.2, GroundLikeness.logarithm(of: own) - place.logarithm))
                    // 1. How much lies there.
                    let ray = first + step * Float(x)
                    guard ray.y < 0 || place.isSlope else { continue }
                    let metres = place.isSlope ? LyingSnow.slope(ray.y, above: above) : above / -ray.y
                    let (side, ahead) = (ray.x * metres, ray.z * metres)
                    let square = side * side + ahead * ahead
                    let pixel = 4 * growth * (place.isSlope ? min(square, slopeSquare) : square)
                    let small = pixel / Float(LyingSnow.fineMetres)
                    let large = pixel / Float(LyingSnow.patchMetres)
                    let sharp = 1 / (1 + large * large)
                    var snow = cover
                    if sharp > 0.004 {
                        var pattern = patches(side, ahead) - 0.28 * detail
                        // The fine noise adds no more than 0.15, so that it need not be asked far from the border.
                        if abs(pattern - border) < 0.24 {
                            pattern += 0.3 * (fine(side, ahead) - 0.5) / (1 + small * small)
                        }
                        snow += (1 - smoothStep(border - 0.08, border + 0.08, pattern) - cover) * sharp
                    }
                    if !place.isSlope { snow *= fade / (fade + square) }
                    // At the outline of an object a pixel shows both.
                    if !isFree { snow *= open(x, y, distances, width: width, height: height) }
                    snow *= place.share * smoothStep(-1.9, -1.1, detail + 2.2 * min(0, place.shade - 0.5))
                    guard snow > 0 else { continue }
                    // 2. Its light.
                    let relief = min(0.1, detail)
                    let shade =
                        min(1.06, max(0.4, place.shade)) * (1 + 0.42 * relief + 0.09 * relief * relief)
                    lay(snow, shade, on: &composite.image, at: (y * width + x) * 4)
                }
            }
        }
    }

    /// The share of a pixel and its eight neighbours that show no object.
    @inline(__always)
    private func open(_ x: Int, _ y: Int, _ distances: SeenDistances, width: Int, height: Int) -> Float {
        var count = 0
        for row in max(0, y - 1)...min(height - 1, y + 1) {
            for column in max(0, x - 1)...min(width - 1, x + 1) where distances.thing(x: column, y: row) != 0 {
                count += 1
            }
        }
        return 1 - Float(count) / 9
    }

    private func coverObjects(
        _ composite: inout Composite, _ surfaces: SurfaceMap, _ distances: SeenDistances, _ fine: GroundNoise,
        _ hidden: inout HiddenPixels
    ) {
        let (width, height) = (composite.image.width, composite.image.height)
        let camera = composite.scene.camera
        // The world's upward direction in the frame of normals: x right, y down, z away.
        let turn = camera.worldFromCamera
        let up = SIMD3<Float>(Float(turn.x.y), Float(-turn.y.y), Float(-turn.z.y))
        let rows = GroundRows(camera)
        let border = border(margin: 0.15)
        let edges = UpperEdges(width: width, height: height, distances)
        for y in 0..<height {
            let (first, step) = rows.rays(ofRow: y)
            for x in 0..<width {
                let at = y * width + x
                let depth = surfaces.depthMetres[at]
                guard depth > 0 else { continue }
                let steepness = (surfaces.normals[at] * up).sum()
                let (side, ahead) = ((first + step * Float(x)).x * depth, (first + step * Float(x)).z * depth)
                let uneven = fine(side, ahead)
                let level = smoothStep(0.6, 0.85, steepness)
                var snow = level * (1 - smoothStep(border - 0.1, border + 0.1, uneven + 0.4 * (1 - level)))
                if level < 1, y > 0 {
                    let high =
                        LyingSnow.capMetres * cover * (0.55 + 0.9 * uneven) * Float(camera.focalPixels) / depth
                    if high > 0.25 {
                        snow = max(snow, edges.cap(x: x, y: y, heightPixels: high))
                    }
                }
                guard snow > 0 else { continue }
                lay(snow, 0.8 + 0.2 * max(0, steepness), on: &composite.image, at: at * 4)
                hidden.note(x: x, y: y, contrast: 1 - snow * LyingSnow.most)
            }
        }
    }

    /// - Parameters:
    ///   - snow: the share of the pixel that it covers, 0…1.
    ///   - shade: how bright it is beside snow in the open.
    @inline(__always)
    private func lay(_ snow: Float, _ shade: Float, on image: inout Raster, at pixel: Int) {
        let dark = 1 - shade
        let light = air * LyingSnow.albedo * shade * SIMD3(1 - 0.17 * dark, 1, 1 + 0.25 * dark)
        let share = snow * LyingSnow.most
        LinearLight.ofByte.withUnsafeBufferPointer { linear in
            LinearLight.byte.withUnsafeBufferPointer { encoded in
                image.bytes.withUnsafeMutableBufferPointer { bytes in
                    for channel in 0..<3 {
                        let own = Float(linear[Int(bytes[pixel + channel])])
                        bytes[pixel + channel] = encoded[LinearLight.index(own + (light[channel] - own) * share)]
                    }
                }
            }
        }
    }

    /// Writes the luminances of a row of pixels, 0…1, with the first and the last one repeated beyond its ends.
    private static func luminances(of image: Raster, row: Int, into luminances: UnsafeMutableBufferPointer<Float>) {
        let width = image.width
        LinearLight.ofByte.withUnsafeBufferPointer { linear in
            image.bytes.withUnsafeBufferPointer { bytes in
                for x in 0..<width {
                    let at = (row * width + x) * 4
                    luminances[x + 1] =
                        0.2126 / LinearLight.white * Float(linear[Int(bytes[at])])
                        + 0.7152 / LinearLight.white * Float(linear[Int(bytes[at + 1])])
                        + 0.0722 / LinearLight.white * Float(linear[Int(bytes[at + 2])])
                }
            }
        }
        (luminances[0], luminances[width + 1]) = (luminances[1], luminances[width])
    }
}

/// The upper edges of the objects in a picture: where there is nothing above that is nearer.
struct UpperEdges {
    private let width: Int
    private let height: Int
    private let distances: SeenDistances

    init(width: Int, height: Int, _ distances: SeenDistances) {
        (self.width, self.height, self.distances) = (width, height, distances)
    }

    /// How much of a pixel lies under snow that is so high on the edge above it: none on edges steeper than some 50°.
    func cap(x: Int, y: Int, heightPixels: Float) -> Float {
        let reach = Int(heightPixels) + 1
        guard let top = top(x: x, from: y, within: reach) else { return 0 }
        let step = max(2, reach)
        let (left, right) = (
            edge(x: x - step, near: top, of: distances.thing(x: x, y: y), within: 2 * step),
            edge(x: x + step, near: top, of: distances.thing(x: x, y: y), within: 2 * step)
        )
        // An end of the edge is round.
        let slope: Float
        switch (left, right) {
        case (let left?, let right?): slope = Float(abs(right - left)) / Float(2 * step)
        case (let one?, nil), (nil, let one?): slope = 0.3 + Float(abs(one - top)) / Float(step)
        case (nil, nil): slope = 0.6
        }
        let flat = 1 - smoothStep(0.55, 1.2, slope)
        let bottom = Float(top) + heightPixels * flat
        return min(1, max(0, bottom - Float(y)))
    }

    /// The uppermost row of the thing at a pixel, if it is at most so far above.
    private func top(x: Int, from y: Int, within reach: Int) -> Int? {
        let thing = distances.thing(x: x, y: y)
        var row = y
        while row > 0, distances.thing(x: x, y: row - 1) == thing {
            row -= 1
            if y - row > reach { return nil }
        }
        // What is cut off at the top of the picture goes on.
        guard row > 0, distances.standing(x: x, y: row - 1) > distances.standing(x: x, y: row) else { return nil }
        return row
    }

    /// The uppermost row of a thing in another column, near some row.
    private func edge(x: Int, near top: Int, of thing: UInt32, within reach: Int) -> Int? {
        guard x >= 0, x < width else { return nil }
        var found: Int?
        for y in max(0, top - reach)...min(height - 1, top + reach) where distances.thing(x: x, y: y) == thing {
            found = y
            break
        }
        guard let found, found > max(0, top - reach) else { return nil }
        return found
    }
}
