/// A band of pixels in the noise filter's own layout: the values that it compares and the sums that it makes. Each is a
/// plane whose rows have room at the end for a whole step of eight.
///
/// One thread uses it at a time.
final class FilterPlanes {
    /// Differences of this many standard deviations get the weight e⁻¹: in light, in normals and in albedo's square
    /// root.
    private static let damping: Float = 0.5
    private static let normalSpread: Float = 0.15
    private static let albedoSpread: Float = 0.1

    /// The columns of the pixels that are filtered.
    private var width: Int
    private var hasSurfaces = false
    private let margin: Int
    private let stride: Int
    private let area: Int
    private let memory: UnsafeMutablePointer<Float>
    /// For one row, the sums of each column of a patch: of distances and of pairs.
    private let columnDistances: UnsafeMutablePointer<Float>
    private let columnPairs: UnsafeMutablePointer<Float>

    /// The positions of the planes. They hold the light of the pixels, the number of their samples, their noise and
    /// their surfaces; the distances of pairs; and the weighted sums, apart for the first pixel of a pair and for the
    /// other, since the order of a row's pairs depends on where the row begins.
    private enum Plane: Int, CaseIterable {
        case red, green, blue, count, variance, normalX, normalY, normalZ, albedoX, albedoY, albedoZ
        case distance, pairs, sumRed, sumGreen, sumBlue, sumWeight, otherRed, otherGreen, otherBlue, otherWeight
    }

    init(width: Int, rows: Int, margin: Int) {
        self.width = width
        self.margin = margin
        stride = (width + 2 * margin + 7 + 8) & ~7
        area = stride * (rows + 2 * margin) + 8
        let planes = area * Plane.allCases.count
        memory = .allocate(capacity: planes + 2 * (stride + 8))
        memory.initialize(repeating: 0, count: planes + 2 * (stride + 8))
        columnDistances = memory + planes + margin
        columnPairs = columnDistances + stride + 8
    }

    deinit {
        memory.deallocate()
    }

    /// The place of a plane's first pixel, behind the margins.
    @inline(__always) private func plane(_ plane: Plane) -> UnsafeMutablePointer<Float> {
        memory + plane.rawValue * area + margin * stride + margin
    }

    @inline(__always) private func eight(_ plane: UnsafeMutablePointer<Float>, _ at: Int) -> Float8 {
        UnsafeRawPointer(plane + at).loadUnaligned(as: Float8.self)
    }

    @inline(__always) private func add(_ value: Float8, _ plane: UnsafeMutablePointer<Float>, _ at: Int) {
        UnsafeMutableRawPointer(plane + at).storeBytes(of: eight(plane, at) + value, as: Float8.self)
    }

    @inline(__always) private func put(_ value: Float8, _ plane: UnsafeMutablePointer<Float>, _ at: Int) {
        UnsafeMutableRawPointer(plane + at).storeBytes(of: value, as: Float8.self)
    }

    /// - Parameters:
    ///   - top: the band's first row.
    ///   - columns: those of the pixels that are filtered: no more than the planes are wide.
    func load(
        _ pixels: NoisyPixels, variances: [Float], surfaces: NoiseFilter.Surfaces?, top: Int, rows: Int,
        columns: Range<Int>
    ) {
        memory.update(repeating: 0, count: area * Plane.allCases.count)
        width = columns.count
        hasSurfaces = surfaces != nil
        let left = columns.lowerBound
        for row in max(-margin, -top)..<min(rows + margin, pixels.height - top) {
            for x in max(-margin, -left)..<min(width + margin, pixels.width - left) {
                let index = (top + row) * pixels.width + left + x
                let at = row * stride + x
                let mean = pixels.means[index]
                guard mean.w > 0 else { continue }
                plane(.red)[at] = mean.x
                plane(.green)[at] = mean.y
                plane(.blue)[at] = mean.z
                plane(.count)[at] = mean.w
                plane(.variance)[at] = variances[index] / mean.w
                plane(.sumRed)[at] = mean.x * mean.w
                plane(.sumGreen)[at] = mean.y * mean.w
                plane(.sumBlue)[at] = mean.z * mean.w
                plane(.sumWeight)[at] = mean.w
                guard let surfaces else { continue }
                plane(.normalX)[at] = surfaces.normals[index].x
                plane(.normalY)[at] = surfaces.normals[index].y
                plane(.normalZ)[at] = surfaces.normals[index].z
                plane(.albedoX)[at] = Float(surfaces.albedo[index].x) / 255
                plane(.albedoY)[at] = Float(surfaces.albedo[index].y) / 255
                plane(.albedoZ)[at] = Float(surfaces.albedo[index].z) / 255
            }
        }
    }

    /// Mixes every pixel with the one at an offset, and that one with it.
    func mix(_ dx: Int, _ dy: Int, rows: Int, patch: Int) {
        let step = dy * stride + dx
        // Pixels outside the band take part where their partner lies in it.
        let columns = -max(dx, 0)..<width + max(-dx, 0)
        compare(
            step, rows: -dy - patch..<rows + patch, columns: columns.lowerBound - patch..<columns.upperBound + patch)
        exchange(step, rows: -dy..<rows, columns: columns, patch: patch)
    }

    /// By how much the light of two pixels differs beyond its noise, as the square of the ratio to a difference that
    /// counts.
    private func compare(_ step: Int, rows: Range<Int>, columns: Range<Int>) {
        let (red, green, blue) = (plane(.red), plane(.green), plane(.blue))
        let (count, variance) = (plane(.count), plane(.variance))
        let (zero, one) = (Float8(), Float8(repeating: 1))
        for row in rows {
            for x in Swift.stride(from: columns.lowerBound, to: columns.upperBound, by: 8) {
                let p = row * stride + x
                let q = p + step
                let r = eight(red, p) - eight(red, q)
                let g = eight(green, p) - eight(green, q)
                let b = eight(blue, p) - eight(blue, q)
                let noise = eight(variance, p) + eight(variance, q)
                let distance = (r * r + g * g + b * b - noise) / (noise * (Self.damping * Self.damping) + 1e-7)
                let isPair = eight(count, p) * eight(count, q) .> 0
                put(zero.replacing(with: distance, where: isPair), plane(.distance), p)
                put(zero.replacing(with: one, where: isPair), plane(.pairs), p)
            }
        }
    }

    private func exchange(_ step: Int, rows: Range<Int>, columns: Range<Int>, patch: Int) {
        let (red, green, blue, count) = (plane(.red), plane(.green), plane(.blue), plane(.count))
        let (distance, pairs, variance) = (plane(.distance), plane(.pairs), plane(.variance))
        let (zero, one) = (Float8(), Float8(repeating: 1))
        for row in rows {
            for x in Swift.stride(from: columns.lowerBound - patch, to: columns.upperBound + patch, by: 8) {
                var (sum, compared) = (zero, zero)
                for dy in -patch...patch {
                    sum += eight(distance, (row + dy) * stride + x)
                    compared += eight(pairs, (row + dy) * stride + x)
                }
                put(sum, columnDistances, x)
                put(compared, columnPairs, x)
            }
            for x in Swift.stride(from: columns.lowerBound, to: columns.upperBound, by: 8) {
                let p = row * stride + x
                let q = p + step
                // No light goes from or to a pixel without samples.
                guard (eight(pairs, p) .> 0).isAnySet else { continue }
                // Pixels without noise keep their light.
                guard (eight(variance, p) + eight(variance, q) .> 0).isAnySet else { continue }
                var (sum, compared) = (zero, zero)
                for dx in -patch...patch {
                    sum += eight(columnDistances, x + dx)
                    compared += eight(columnPairs, x + dx)
                }
                var apart = (sum / compared.largest(one)).largest(zero)
                if hasSurfaces { apart += surfacesApart(p, q) }
                // e⁻ˣ as (1 − x/8)⁸.
                let base = (one - apart * 0.125).largest(zero)
                let square = base * base
                let weight = square * square * (square * square)
                let (toP, toQ) = (weight * eight(count, q), weight * eight(count, p))
                add(toP * eight(red, q), plane(.sumRed), p)
                add(toP * eight(green, q), plane(.sumGreen), p)
                add(toP * eight(blue, q), plane(.sumBlue), p)
                add(toP, plane(.sumWeight), p)
                add(toQ * eight(red, p), plane(.otherRed), q)
                add(toQ * eight(green, p), plane(.otherGreen), q)
                add(toQ * eight(blue, p), plane(.otherBlue), q)
                add(toQ, plane(.otherWeight), q)
            }
        }
    }

    /// The square of the distance between two vectors.
    @inline(__always) private func squares(_ x: Plane, _ y: Plane, _ z: Plane, _ p: Int, _ q: Int) -> Float8 {
        let dx = eight(plane(x), p) - eight(plane(x), q)
        let dy = eight(plane(y), p) - eight(plane(y), q)
        let dz = eight(plane(z), p) - eight(plane(z), q)
        return dx * dx + dy * dy + dz * dz
    }

    @inline(__always) private func surfacesApart(_ p: Int, _ q: Int) -> Float8 {
        let normals = squares(.normalX, .normalY, .normalZ, p, q)
        let albedos = squares(.albedoX, .albedoY, .albedoZ, p, q)
        let (n, a) = (Self.normalSpread, Self.albedoSpread)
        return normals * (1 / (n * n)) + albedos * (1 / (a * a))
    }

    /// Writes the light of the pixels with noise.
    func store(_ result: inout [Vector], _ variances: [Float], top: Int, rows: Int, columns: Range<Int>, of whole: Int)
    {
        for row in 0..<rows {
            for x in 0..<width {
                let at = row * stride + x
                let index = (top + row) * whole + columns.lowerBound + x
                guard plane(.count)[at] > 0, variances[index] > 0 else { continue }
                let weight = plane(.sumWeight)[at] + plane(.otherWeight)[at]
                let sum = Vector(
                    plane(.sumRed)[at] + plane(.otherRed)[at], plane(.sumGreen)[at] + plane(.otherGreen)[at],
                    plane(.sumBlue)[at] + plane(.otherBlue)[at])
                result[index] = sum / weight
            }
        }
    }
}
