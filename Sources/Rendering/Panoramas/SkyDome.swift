package import Geometry
internal import Foundation

/// The light from all round in a few hundred directions: enough for the light on a matt surface, which gathers it from
/// half of them.
package struct SkyDome: Sendable {
    /// Directions in the dome's frame, each as long as the solid angle that it stands for; by rows from the zenith.
    private let cells: [Vector3]
    /// By the same rows.
    private let radiance: [Vector3]

    package static let width = 48
    package static let height = 24

    private init(cells radiance: (_ x: Int, _ y: Int) -> Vector3) {
        let (width, height) = (Self.width, Self.height)
        var (cells, values) = ([Vector3](), [Vector3]())
        cells.reserveCapacity(width * height)
        values.reserveCapacity(width * height)
        for y in 0..<height {
            let elevation = Self.elevation(y)
            let level = cos(elevation)
            let angle = level * (.pi / Double(height)) * (2 * .pi / Double(width))
            for x in 0..<width {
                let azimuth = Self.azimuth(x)
                cells.append([level * sin(azimuth), sin(elevation), -level * cos(azimuth)] * angle)
                values.append(radiance(x, y))
            }
        }
        (self.cells, self.radiance) = (cells, values)
    }

    private static func azimuth(_ x: Int) -> Double { ((Double(x) + 0.5) / Double(width) - 0.5) * 2 * .pi }

    private static func elevation(_ y: Int) -> Double { .pi / 2 - (Double(y) + 0.5) / Double(height) * .pi }

    /// - Parameter radiance: from a direction, in radians: azimuths are 0 along −z and grow to the right, −π…π;
    ///   elevations −π/2…π/2.
    package init(_ radiance: (_ azimuth: Double, _ elevation: Double) -> Vector3) {
        self.init(cells: { radiance(Self.azimuth($0), Self.elevation($1)) })
    }

    /// The means of a panorama's texels, given by rows from the zenith.
    init(_ texels: [SIMD3<Float>], _ grid: PanoramaGrid) {
        func part(_ cell: Int, of cells: Int, _ count: Int) -> Range<Int> {
            let first = cell * count / cells
            return first..<max(first + 1, (cell + 1) * count / cells)
        }
        self.init(cells: { x, y in
            let (columns, rows) = (part(x, of: Self.width, grid.width), part(y, of: Self.height, grid.height))
            var (sum, whole) = (Vector3(), 0.0)
            for row in rows {
                var line = SIMD3<Float>()
                for column in columns { line += texels[row * grid.width + column] }
                sum += Vector3(line) * grid.solidAngle(row)
                whole += grid.solidAngle(row) * Double(columns.count)
            }
            return sum / whole
        })
    }

    /// The irradiance of a surface.
    ///
    /// - Parameters:
    ///   - normal: of length 1, in the dome's frame.
    ///   - overGround: whether light from below the horizon is left out, for a ground that gives light of its own.
    package func irradiance(on normal: Vector3, overGround: Bool) -> Vector3 {
        var sum = Vector3()
        for index in 0..<(overGround ? cells.count / 2 : cells.count) {
            sum += radiance[index] * max(0, (cells[index] * normal).sum())
        }
        return sum
    }

    /// The radiances times a factor, by rows from the zenith.
    package func radiances(times factor: Vector3) -> [Vector3] { radiance.map { $0 * factor } }
}
