import Geometry

/// Solves Poisson's equation on a part of a rectangle of pixels, for three channels at once.
///
/// Wanted are values u with Σ (u − neighbour) = source at every free pixel, over its four neighbours; the others are
/// fixed. At the rectangle's edges the values go on beyond it unchanged (Neumann's condition): a fixed pixel there keeps
/// its value all the same.
///
/// Conjugate gradients with a multigrid cycle as preconditioner (O. Tatebe, "The multigrid preconditioned conjugate
/// gradient method", 1993), with Polak and Ribière's step, as the cycle is not quite symmetric. In a cycle, each level is
/// relaxed once, in red and black, before the residual is summed to the next coarser one, and once after the correction of
/// that has been interpolated bilinearly. A coarse pixel is free where all of its four finer ones are, so that corrections
/// vanish at every fixed one. The cost of a cycle goes with the number of pixels. It stops as soon as a step changes no
/// value by more than `tolerance`.
struct PoissonSolver {
    typealias Values = UnsafeMutablePointer<SIMD4<Float>>

    private struct Level {
        let width: Int
        let height: Int
        /// With a border of one pixel, as the others are: `width + 2` to a row.
        let values: Values
        let sources: Values
        /// 1 where a pixel is free, else 0.
        let free: UnsafeMutablePointer<Float>

        var stride: Int { width + 2 }
        /// Where row `y` starts, its border left out.
        func row(_ y: Int) -> Int { (y + 1) * stride + 1 }
    }

    private var levels: [Level] = []
    /// Owns what the levels point to.
    private let memory: BlendMemory

    /// The solution so far, the direction of the step, and the equations' answer to that.
    let values: Values
    private let step: Values
    private let answer: Values

    /// In steps of 255.
    static let tolerance: Float = 0.25
    static let mostCycles = 24

    /// The values, sources and free pixels are all 0.
    init(width: Int, height: Int, _ memory: BlendMemory) {
        self.memory = memory
        var sizes = [(width, height)]
        while let (width, height) = sizes.last, min(width, height) > 2 {
            sizes.append(((width + 1) / 2, (height + 1) / 2))
        }
        let count = sizes.reduce(0) { $0 + ($1.0 + 2) * ($1.1 + 2) }
        let finest = (width + 2) * (height + 2)
        let all = memory.values.reserve(2 * count + 3 * finest, of: SIMD4<Float>.self)
        let free = memory.weights.reserve(count, of: Float.self)
        all.update(repeating: .zero, count: 2 * count + 3 * finest)
        free.update(repeating: 0, count: count)
        (values, step, answer) = (all, all + finest, all + 2 * finest)
        var at = 0
        for (width, height) in sizes {
            let own = all + 3 * finest + at
            levels.append(Level(width: width, height: height, values: own, sources: own + count, free: free + at))
            at += (width + 2) * (height + 2)
        }
    }

    var sources: Values { levels[0].sources }
    var free: UnsafeMutablePointer<Float> { levels[0].free }
    /// The index of a row's first pixel; those of a row follow each other.
    func row(_ y: Int) -> Int { levels[0].row(y) }

    /// Replaces the free values by the solution; returns the number of cycles.
    @discardableResult
    func solve() -> Int {
        for (fine, coarse) in zip(levels, levels.dropFirst()) { coarsenFree(fine, coarse) }
        let finest = levels[0]
        subtractAnswer()
        // Of each channel by itself: each has a solution of its own.
        var (product, length) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        for cycle in 1...Self.mostCycles {
            correct()
            let along = cycle == 1 ? .zero : dot(answer, finest.values)
            let turn = quotient(-(length * along), product)
            product = dot(finest.sources, finest.values)
            length = quotient(product, advance(SIMD4<Float>(turn)))
            if take(SIMD4<Float>(length)) <= Self.tolerance { return cycle }
        }
        return Self.mostCycles
    }

    private func quotient(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMD4<Double> {
        (a / b).replacing(with: 0, where: b .== 0)
    }

    /// Makes the finest level's values a correction that its sources, what is left to solve, ask for.
    private func correct() {
        let finest = levels[0]
        finest.values.update(repeating: .zero, count: finest.stride * (finest.height + 2))
        for (fine, coarse) in zip(levels, levels.dropFirst()) {
            relax(fine, times: 1)
            restrictResidual(fine, coarse)
        }
        if let coarsest = levels.last { relax(coarsest, times: 8) }
        for (fine, coarse) in zip(levels, levels.dropFirst()).reversed() {
            mirror(coarse.values, coarse)
            interpolate(coarse, fine)
            relax(fine, times: 1)
        }
    }

    /// Sums of the products of two fields over the free pixels.
    @inline(never)
    private func dot(_ a: Values, _ b: Values) -> SIMD4<Double> {
        var sum = SIMD4<Double>.zero
        for y in 0..<levels[0].height {
            let row = row(y)
            var line = SIMD4<Float>.zero
            for at in row..<row + levels[0].width { line += a[at] * b[at] }
            sum += SIMD4<Double>(line)
        }
        return sum
    }

    /// Makes the sources what the values leave to solve.
    private func subtractAnswer() {
        let (finest, stride) = (levels[0], levels[0].stride)
        mirror(values, finest)
        for y in 0..<finest.height {
            let row = row(y)
            for at in row..<row + finest.width {
                let around = values[at - 1] + values[at + 1] + values[at - stride] + values[at + stride]
                finest.sources[at] = (finest.sources[at] - (4 * values[at] - around)) * finest.free[at]
            }
        }
    }

    /// Turns the step towards the correction, and finds the equations' answer to it; returns the product of both.
    @inline(never)
    private func advance(_ turn: SIMD4<Float>) -> SIMD4<Double> {
        let (finest, stride) = (levels[0], levels[0].stride)
        for y in 0..<finest.height {
            let row = row(y)
            for at in row..<row + finest.width { step[at] = finest.values[at] + step[at] * turn }
        }
        mirror(step, finest)
        var sum = SIMD4<Double>.zero
        for y in 0..<finest.height {
            let row = row(y)
            var line = SIMD4<Float>.zero
            for at in row..<row + finest.width {
                let around = step[at - 1] + step[at + 1] + step[at - stride] + step[at + stride]
                let found = (4 * step[at] - around) * finest.free[at]
                answer[at] = found
                line += found * step[at]
            }
            sum += SIMD4<Double>(line)
        }
        return sum
    }

    /// Takes the step; returns the greatest change.
    @inline(never)
    private func take(_ length: SIMD4<Float>) -> Float {
        let finest = levels[0]
        var most = SIMD4<Float>.zero
        for y in 0..<finest.height {
            let row = row(y)
            for at in row..<row + finest.width {
                let change = step[at] * length
                values[at] += change
                finest.sources[at] -= answer[at] * length
                let size = change.replacing(with: -change, where: change .< 0)
                most.replace(with: size, where: size .> most)
            }
        }
        return max(most.x, most.y, most.z)
    }

    private func coarsenFree(_ fine: Level, _ coarse: Level) {
        for y in 0..<coarse.height {
            let (top, bottom) = (fine.row(2 * y), fine.row(min(2 * y + 1, fine.height - 1)))
            let row = coarse.row(y)
            for x in 0..<coarse.width {
                let (left, right) = (2 * x, min(2 * x + 1, fine.width - 1))
                coarse.free[row + x] =
                    fine.free[top + left] * fine.free[top + right]
                    * fine.free[bottom + left] * fine.free[bottom + right]
            }
        }
    }

    /// Makes a coarser level's sources of what is left to solve, and its values 0.
    @inline(never)
    private func restrictResidual(_ fine: Level, _ coarse: Level) {
        mirror(fine.values, fine)
        let stride = fine.stride
        @inline(__always)
        func residual(_ at: Int) -> SIMD4<Float> {
            let around = fine.values[at - 1] + fine.values[at + 1] + fine.values[at - stride] + fine.values[at + stride]
            return (fine.sources[at] - (4 * fine.values[at] - around)) * fine.free[at]
        }
        restrict(fine, coarse, residual)
    }

    /// Sums of four: a coarse pixel's equation is four fine ones.
    @inline(__always)
    private func restrict(_ fine: Level, _ coarse: Level, _ value: (Int) -> SIMD4<Float>) {
        coarse.values.update(repeating: .zero, count: coarse.stride * (coarse.height + 2))
        for y in 0..<coarse.height {
            let (top, bottom) = (fine.row(2 * y), fine.row(min(2 * y + 1, fine.height - 1)))
            let row = coarse.row(y)
            for x in 0..<coarse.width {
                let (left, right) = (2 * x, min(2 * x + 1, fine.width - 1))
                coarse.sources[row + x] =
                    value(top + left) + value(top + right) + value(bottom + left) + value(bottom + right)
            }
        }
    }

    /// Carries the outermost values on into the border.
    private func mirror(_ values: Values, _ level: Level) {
        let stride = level.stride
        for y in 0..<level.height {
            let row = level.row(y)
            values[row - 1] = values[row]
            values[row + level.width] = values[row + level.width - 1]
        }
        values.update(from: values + stride, count: stride)
        (values + (level.height + 1) * stride).update(from: values + level.height * stride, count: stride)
    }

    /// Gauss and Seidel's relaxation, every other pixel at a time.
    @inline(never)
    private func relax(_ level: Level, times: Int) {
        let (stride, values, sources, free) = (level.stride, level.values, level.sources, level.free)
        for colour in 0..<2 * times {
            mirror(values, level)
            for y in 0..<level.height {
                let row = level.row(y)
                var at = row + (y + colour) % 2
                while at < row + level.width {
                    let around = values[at - 1] + values[at + 1] + values[at - stride] + values[at + stride]
                    values[at] += ((around + sources[at]) * 0.25 - values[at]) * free[at]
                    at += 2
                }
            }
        }
    }

    /// Adds a coarser level's values to the free ones of a finer.
    @inline(never)
    private func interpolate(_ coarse: Level, _ fine: Level) {
        let stride = coarse.stride
        for y in 0..<fine.height {
            let (row, near) = (fine.row(y), coarse.row(y / 2))
            let far = y % 2 == 0 ? near - stride : near + stride
            for x in 0..<fine.width {
                let at = near + x / 2
                let other = far + x / 2
                let side = x % 2 == 0 ? -1 : 1
                let value =
                    9 * coarse.values[at] + 3 * (coarse.values[at + side] + coarse.values[other])
                    + coarse.values[other + side]
                fine.values[row + x] += value * (fine.free[row + x] / 16)
            }
        }
    }
}
