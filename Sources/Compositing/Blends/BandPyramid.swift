/// Gaussian pyramids of a difference (lanes 0…2) and its mask (lane 3), and their blend. Their memory is a worker's.
///
/// Beyond the edges the outermost pixels go on.
struct BandPyramid {
    private struct Level {
        let width: Int
        let height: Int
        let values: UnsafeMutablePointer<SIMD4<Float>>
        /// The sum of the blended bands from this level on.
        let sums: UnsafeMutablePointer<SIMD4<Float>>
    }

    private var levels: [Level] = []
    /// Owns what the levels point to.
    private let memory: BlendMemory
    private let rows: UnsafeMutablePointer<SIMD4<Float>>

    /// - Parameter count: how many levels lie above the finest.
    init(width: Int, height: Int, levels count: Int, _ memory: BlendMemory) {
        self.memory = memory
        var sizes = [(width, height)]
        for _ in 0..<count {
            let (width, height) = sizes[sizes.count - 1]
            sizes.append(((width + 1) / 2, (height + 1) / 2))
        }
        let area = sizes.reduce(0) { $0 + $1.0 * $1.1 }
        let values = memory.values.reserve(2 * area, of: SIMD4<Float>.self)
        rows = memory.sums.reserve(2 * width * ((height + 1) / 2), of: SIMD4<Float>.self)
        var at = 0
        for (width, height) in sizes {
            levels.append(Level(width: width, height: height, values: values + at, sums: values + area + at))
            at += width * height
        }
    }

    var finest: UnsafeMutablePointer<SIMD4<Float>> { levels[0].values }

    /// The sum over the levels of mask · band; `finest` is filled.
    func blend() -> UnsafeMutablePointer<SIMD4<Float>> {
        for (fine, coarse) in zip(levels, levels.dropFirst()) { reduce(fine, coarse) }
        guard let coarsest = levels.last else { return finest }
        for at in 0..<coarsest.width * coarsest.height {
            coarsest.sums[at] = coarsest.values[at] * coarsest.values[at].w
        }
        for (fine, coarse) in zip(levels, levels.dropFirst()).reversed() { expand(coarse, fine) }
        return levels[0].sums
    }

    /// Halves a level with the weights 1, 4, 6, 4, 1.
    private func reduce(_ fine: Level, _ coarse: Level) {
        let (width, last) = (fine.width, fine.height - 1)
        for y in 0..<coarse.height {
            func row(_ offset: Int) -> UnsafeMutablePointer<SIMD4<Float>> {
                fine.values + min(max(2 * y + offset, 0), last) * width
            }
            let (a, b, c, d, e) = (row(-2), row(-1), row(0), row(1), row(2))
            let line = rows
            for x in 0..<width { line[x] = (a[x] + e[x] + 4 * (b[x] + d[x]) + 6 * c[x]) * (1 / 16) }
            let result = coarse.values + y * coarse.width
            for x in 0..<coarse.width {
                let (l2, l1) = (line[max(2 * x - 2, 0)], line[max(2 * x - 1, 0)])
                let (r1, r2) = (line[min(2 * x + 1, width - 1)], line[min(2 * x + 2, width - 1)])
                result[x] = (l2 + r2 + 4 * (l1 + r1) + 6 * line[2 * x]) * (1 / 16)
            }
        }
    }

    /// Doubles the coarse level, and adds the finer one's band to it, as far as the finer one's mask goes.
    private func expand(_ coarse: Level, _ fine: Level) {
        let (width, fineWidth) = (coarse.width, fine.width)
        let (values, sums) = (rows, rows + width)
        for y in 0..<fine.height {
            let here = y / 2
            let (before, after) = (max(here - 1, 0), min(here + 1, coarse.height - 1))
            func line(_ from: UnsafeMutablePointer<SIMD4<Float>>, _ to: UnsafeMutablePointer<SIMD4<Float>>) {
                let (a, b, c) = (from + before * width, from + here * width, from + after * width)
                if y % 2 == 0 {
                    for x in 0..<width { to[x] = (a[x] + 6 * b[x] + c[x]) * (1 / 8) }
                } else {
                    for x in 0..<width { to[x] = (b[x] + c[x]) * (1 / 2) }
                }
            }
            line(coarse.values, values)
            line(coarse.sums, sums)
            let (band, result) = (fine.values + y * fineWidth, fine.sums + y * fineWidth)
            for x in 0..<fineWidth {
                let middle = x / 2
                let next = min(middle + 1, width - 1)
                let value: SIMD4<Float>
                let sum: SIMD4<Float>
                if x % 2 == 0 {
                    let previous = max(middle - 1, 0)
                    value = (values[previous] + 6 * values[middle] + values[next]) * (1 / 8)
                    sum = (sums[previous] + 6 * sums[middle] + sums[next]) * (1 / 8)
                } else {
                    value = (values[middle] + values[next]) * (1 / 2)
                    sum = (sums[middle] + sums[next]) * (1 / 2)
                }
                result[x] = sum + (band[x] - value) * band[x].w
            }
        }
    }
}
