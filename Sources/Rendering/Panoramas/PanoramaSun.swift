internal import Foundation
internal import Geometry

/// The one small lamp of a panorama that outshines the rest, taken out of it. As a light of its own it makes crisp
/// shadows and no noise; as a handful of texels it would not.
///
/// It is the brightest spot above the horizon if three conditions hold: it stands out from its surroundings, it is no
/// wider than the sun behind thin cloud, and a surface that faces it gets at least a tenth of the light of the whole
/// sky.
struct PanoramaSun {
    /// The direction of the lamp in the panorama's frame, and its light on a surface that faces it.
    let sun: RenderScene.Sun

    private static let widest = Angle.degrees(2)
    private static let narrowest = Angle.degrees(0.2665)
    private static let leastShare = 0.1
    private static let leastContrast = 8.0
    /// The share of the peak below which light belongs to the glow around the lamp and does not count for its size.
    private static let core = 0.05

    /// - Parameters:
    ///   - texels: by rows; where a lamp is found, light like its surroundings replaces it.
    ///   - sky: the mean luminance above the horizon.
    /// - Returns: nil where no lamp is small and bright enough.
    init?(takenFrom texels: inout [SIMD3<Float>], _ grid: PanoramaGrid, sky: Double) {
        let upper = 0..<grid.width * (grid.height / 2)
        guard let peak = upper.max(by: { texels[$0].luminance < texels[$1].luminance }) else { return nil }
        let reach = max(2.5 * .pi / 180, 2.5 * grid.texelAngle)
        // In an even disc any texel may be the brightest: the middle of all equally bright ones is the middle of the
        // disc.
        var centre = Vector3()
        for row in grid.rows(near: peak, within: 2 * reach) {
            for index in row * grid.width..<(row + 1) * grid.width
            where texels[index].luminance > texels[peak].luminance / 2
                && angle(grid.direction(index), grid.direction(peak)) <= 2 * reach
            {
                centre += grid.direction(index) * grid.solidAngle(row)
            }
        }
        centre = centre.normalized

        // The mean light around the lamp.
        var (around, aroundAngle) = (Vector3(), 0.0)
        var spot: [Int] = []
        for row in grid.rows(near: peak, within: 3 * reach) {
            for index in row * grid.width..<(row + 1) * grid.width {
                let distance = angle(grid.direction(index), centre)
                if distance <= reach {
                    spot.append(index)
                } else if distance <= 2 * reach {
                    around += Vector3(texels[index]) * grid.solidAngle(row)
                    aroundAngle += grid.solidAngle(row)
                }
            }
        }
        guard aroundAngle > 0 else { return nil }
        let background = SIMD3<Float>(around / aroundAngle)
        let peakExcess = texels[peak].luminance - background.luminance
        guard Double(peakExcess) >= Self.leastContrast * Double(background.luminance) else { return nil }

        // The irradiance that the lamp adds, its middle and its width.
        var (irradiance, middle, weight) = (Vector3(), Vector3(), 0.0)
        func excess(_ index: Int) -> SIMD3<Float> { pointwiseMax(texels[index] - background, .zero) }
        var core: [(direction: Vector3, weight: Double)] = []
        for index in spot {
            let excess = excess(index)
            let angle = grid.solidAngle(index / grid.width)
            irradiance += Vector3(excess) * angle
            guard Double(excess.luminance) >= Self.core * Double(peakExcess) else { continue }
            core.append((grid.direction(index), Double(excess.luminance) * angle))
            middle += grid.direction(index) * Double(excess.luminance) * angle
            weight += Double(excess.luminance) * angle
        }
        let direction = middle.normalized
        let variance = core.reduce(0) { $0 + pow(angle($1.direction, direction), 2) * $1.weight } / weight
        // In an even disc the mean square of the distance from the middle is half of the radius squared; a texel's own
        // extent adds a twelfth of the square of each of its sides.
        let horizontal = grid.texelAngle * (1 - direction.y * direction.y).squareRoot()
        let own = (grid.texelAngle * grid.texelAngle + horizontal * horizontal) / 12
        let radius = max(Angle.radians(max(0, 2 * (variance - own)).squareRoot()), Self.narrowest)
        guard radius <= Self.widest, SIMD3<Float>(irradiance).luminance >= Float(Self.leastShare * .pi * sky) else {
            return nil
        }
        sun = RenderScene.Sun(direction: direction, irradiance: irradiance, angularRadius: radius)
        for index in spot { texels[index] -= excess(index) }
    }
}

/// The angle of two directions of length 1, in radians; exact for small angles too.
private func angle(_ a: Vector3, _ b: Vector3) -> Double { atan2(a.cross(b).length, a.dot(b)) }

/// The directions of the texels of an equirectangular picture.
struct PanoramaGrid {
    let width: Int
    let height: Int

    /// The height of a texel, in radians.
    var texelAngle: Double { .pi / Double(height) }

    /// The solid angle of a texel in a row, in steradians.
    func solidAngle(_ row: Int) -> Double {
        (cos(Double(row) * texelAngle) - cos(Double(row + 1) * texelAngle)) * 2 * .pi / Double(width)
    }

    /// The direction to the middle of a texel.
    func direction(_ index: Int) -> Vector3 {
        let polar = (Double(index / width) + 0.5) * texelAngle
        let azimuth = ((Double(index % width) + 0.5) / Double(width) - 0.5) * 2 * .pi
        return [sin(polar) * sin(azimuth), cos(polar), -sin(polar) * cos(azimuth)]
    }

    /// The rows that may hold directions within an angle of a texel's.
    func rows(near index: Int, within angle: Double) -> Range<Int> {
        let (row, span) = (index / width, Int((angle / texelAngle).rounded(.up)) + 1)
        return max(0, row - span)..<min(height, row + span + 1)
    }
}
