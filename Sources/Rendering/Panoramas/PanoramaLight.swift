internal import Foundation
package import Geometry

/// The light that a panorama gives a scene: its sun, where it has one, the rest of it, and the light reflected by its
/// ground.
package struct PanoramaLight: Sendable {
    /// The most columns. The light falls on rough surfaces, so finer detail is not worth its memory.
    static let mostColumns = 1024

    /// In the panorama's frame.
    package let sun: RenderScene.Sun?
    /// Per channel, 0…1: the light from its lower half, divided by the light that falls there.
    package let groundReflectance: Vector3
    /// The irradiance on level ground, sun included.
    package let irradiance: Vector3
    let meanLuminance: Double
    /// The light without the sun, in the panorama's frame.
    package let dome: SkyDome
    private let grid: PanoramaGrid
    /// The radiance without the sun.
    private let rest: [SIMD3<Float>]

    /// Darker or lighter greys than any ground are clamped to this range.
    private static let reflectances = 0.02...0.8

    /// - Parameter takesOutSun: false leaves it among the rest.
    init(width: Int, height: Int, radiance: [SIMD3<Float>], takesOutSun: Bool = true) {
        let grid = PanoramaGrid(width: width, height: height)
        let angles = (0..<height).map(grid.solidAngle)
        var (whole, upper, onGround, below, belowAngle) = (Vector3(), Vector3(), Vector3(), Vector3(), 0.0)
        for y in 0..<height {
            var row = SIMD3<Float>()
            for x in 0..<width { row += radiance[y * width + x] }
            let light = Vector3(row) * angles[y]
            let elevation = .pi / 2 - (Double(y) + 0.5) * grid.texelAngle
            whole += light
            if elevation > 0 {
                upper += light
                onGround += light * sin(elevation)
            } else if elevation < -0.17, elevation > -1.3 {
                // The sum leaves out the horizon and the foot of the tripod.
                below += light
                belowAngle += angles[y] * Double(width)
            }
        }
        meanLuminance = Double(SIMD3<Float>(whole / (4 * .pi)).luminance)
        var rest = radiance
        sun =
            takesOutSun
            ? PanoramaSun(
                takenFrom: &rest, grid, sky: Double(SIMD3<Float>(upper / (2 * .pi)).luminance))?.sun : nil
        self.grid = grid
        self.rest = rest
        dome = SkyDome(rest, grid)
        irradiance = onGround
        var reflectance = Vector3(repeating: 0.2)
        for channel in 0..<3 where onGround[channel] > 0 && belowAngle > 0 {
            let value = .pi * below[channel] / belowAngle / onGround[channel]
            reflectance[channel] = min(max(value, Self.reflectances.lowerBound), Self.reflectances.upperBound)
        }
        groundReflectance = reflectance
    }

    /// The part of `irradiance` that does not come from the sun.
    package var skyIrradiance: Vector3 {
        sun.map { irradiance - $0.irradiance * $0.direction.y } ?? irradiance
    }

    /// The sun of a scene in the panorama.
    ///
    /// - Parameter gain: the factor on all light.
    package func sun(_ turn: PanoramaTurn, gain: Vector3) -> RenderScene.Sun? {
        sun.map {
            RenderScene.Sun(
                direction: turn.panoramaFromWorld.transposed * $0.direction, irradiance: $0.irradiance * gain,
                angularRadius: $0.angularRadius)
        }
    }

    /// The rest of the light of a scene in the panorama.
    ///
    /// - Parameters:
    ///   - gain: the factor on all light.
    ///   - overGround: whether the scene has a ground of its own. Light below the horizon is then black, so that no
    ///     sample is spent there.
    /// - Throws: `.badLight` for a gain that is negative or not finite.
    package func sky(
        _ turn: PanoramaTurn, gain: Vector3, overGround: Bool
    ) throws(RenderingError) -> RenderScene.Sky {
        let (width, height) = (grid.width, grid.height)
        let rows = overGround ? height / 2 : height
        guard gain.max() > 0, rest[..<(rows * width)].contains(where: { $0.max() > 0 }) else { return .constant(.zero) }
        // Columns also move by a share of a texel; their light is then divided between two columns.
        let shift = turn.yaw.degrees / 360 * Double(width)
        let whole = shift.rounded(.down)
        let share = Float(shift - whole)
        let first = Int(whole) % width + width
        let factor = SIMD3<Float>(gain)
        var radiance = [SIMD3<Float>](repeating: .zero, count: width * height)
        rest.withUnsafeBufferPointer { rest in
            radiance.withUnsafeMutableBufferPointer { radiance in
                for y in 0..<rows {
                    for x in 0..<width {
                        let column = (turn.isMirrored ? width - 1 - x : x) + first
                        let (a, b) = (rest[y * width + column % width], rest[y * width + (column + 1) % width])
                        radiance[y * width + x] = (a + (b - a) * share) * factor
                    }
                }
            }
        }
        return .panorama(try Environment(width: width, height: height, radiance: radiance))
    }
}
