/// A filter that spreads each pixel over others: one or more passes of weighted neighbours.
struct Spread {
    typealias Tap = LineBlur.Tap

    private let passes: [[Tap]]
    /// How many pixels away the farthest neighbour lies, over all passes.
    let reach: Int

    /// A square of equal weights with its middle on the pixel, the outermost pixels by the share of them that it covers.
    init(boxSize size: Double) {
        let beyond = max(0, (size - 1) / 2)
        let reach = Int(beyond.rounded(.up))
        let weights = (-reach...reach).map { min(1, max(0, beyond + 1 - Double(abs($0)))) }
        let sum = weights.reduce(0, +)
        func taps(_ tap: (Int, Float) -> Tap) -> [Tap] {
            zip(-reach...reach, weights).map { tap($0, Float($1 / sum)) }
        }
        passes = [
            taps { Tap(dx: $0, dy: 0, weight: $1) }, taps { Tap(dx: 0, dy: $0, weight: $1) },
        ]
        self.reach = reach
    }

    init(_ line: LineBlur) {
        passes = [line.taps]
        reach = line.taps.map { max(abs($0.dx), abs($0.dy)) }.max() ?? 0
    }

    /// Spreads values by rows; beyond them there is nothing.
    ///
    /// - Parameter other: room for as many values. The result is in the pointer that is returned.
    func apply<Value: SpreadValue>(
        _ values: UnsafeMutablePointer<Value>, _ other: UnsafeMutablePointer<Value>, width: Int, height: Int
    ) -> UnsafeMutablePointer<Value> {
        var (from, to) = (values, other)
        for taps in passes {
            taps.withUnsafeBufferPointer { Spread.pass($0, from, to, width, height) }
            (from, to) = (to, from)
        }
        return from
    }

    @inline(never)
    private static func pass<Value: SpreadValue>(
        _ taps: UnsafeBufferPointer<Tap>, _ from: UnsafeMutablePointer<Value>, _ to: UnsafeMutablePointer<Value>,
        _ width: Int, _ height: Int
    ) {
        for y in 0..<height {
            let sums = to + y * width
            sums.update(repeating: .zero, count: width)
            for tap in taps where y + tap.dy >= 0 && y + tap.dy < height {
                let row = from + (y + tap.dy) * width + tap.dx
                let first = max(0, -tap.dx)
                for x in first..<max(first, min(width, width - tap.dx)) { sums[x].add(row[x], times: tap.weight) }
            }
        }
    }

    /// Spreads an object's coverage.
    func apply(to shares: inout [UInt8], width: Int, with memory: BlendMemory) {
        let count = shares.count
        guard width > 0, count > 0 else { return }
        let values = memory.values.reserve(2 * count, of: Float.self)
        for index in 0..<count { values[index] = Float(shares[index]) }
        let spread = apply(values, values + count, width: width, height: count / width)
        for index in 0..<count { shares[index] = UInt8(min(255, spread[index] + 0.5)) }
    }
}

/// One value of a pixel, or all of its channels.
protocol SpreadValue: BitwiseCopyable {
    static var zero: Self { get }
    mutating func add(_ other: Self, times weight: Float)
}

extension Float: SpreadValue {
    @inline(__always)
    mutating func add(_ other: Float, times weight: Float) { self += other * weight }
}

extension SIMD4<Float>: SpreadValue {
    @inline(__always)
    mutating func add(_ other: SIMD4<Float>, times weight: Float) { self += other * weight }
}
