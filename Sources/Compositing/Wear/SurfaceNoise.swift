import Cards

/// A square of numbers that repeats, on which the textures of a worn surface are made.
struct SurfaceNoise {
    let bits: Int
    /// Row-major.
    var values: [Float]
    private var stream: RandomStream

    var side: Int { 1 << bits }
    private var mask: Int { side - 1 }

    init(bits: Int, name: String) {
        self.bits = bits
        values = [Float](repeating: 0, count: 1 << (2 * bits))
        stream = RandomStream(seed: 0, image: 0, name: "wear/" + name)
    }

    private mutating func unit() -> Float { Float(stream.next() >> 8) * 0x1p-24 }

    private mutating func between(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

    /// A direction, every one as likely.
    private mutating func direction() -> SIMD2<Float> {
        while true {
            let (x, y) = (between(-1, 1), between(-1, 1))
            let square = x * x + y * y
            if square > 0.01, square <= 1 { return SIMD2(x, y) / square.squareRoot() }
        }
    }

    /// Adds smooth noise: random values on a lattice of 2ⁿ cells across and down, then on finer ones, each `gain` as
    /// strong as the one before.
    mutating func addClouds(cells: SIMD2<Int>, octaves: Int, gain: Float) {
        var (cells, strength) = (cells, Float(1))
        for _ in 0..<octaves {
            guard max(cells.x, cells.y) <= side else { break }
            addLattice(cells, strength)
            cells = cells &* 2
            strength *= gain
        }
    }

    private mutating func addLattice(_ cells: SIMD2<Int>, _ strength: Float) {
        let knots = (0..<cells.x * cells.y).map { _ in between(-strength, strength) }
        let (width, height) = (side / cells.x, side / cells.y)
        // How far a place between two knots is towards the second.
        func blends(_ count: Int) -> [Float] {
            (0..<count).map { index in
                let t = (Float(index) + 0.5) / Float(count)
                return t * t * (3 - 2 * t)
            }
        }
        let (across, down) = (blends(width), blends(height))
        var line = [Float](repeating: 0, count: cells.x + 1)
        for y in 0..<side {
            let (top, t) = (y / height * cells.x, down[y % height])
            let bottom = (y / height + 1) % cells.y * cells.x
            for x in 0..<cells.x { line[x] = knots[top + x] * (1 - t) + knots[bottom + x] * t }
            line[cells.x] = line[0]
            var at = y << bits
            for x in 0..<cells.x {
                let (first, change) = (line[x], line[x + 1] - line[x])
                for blend in across {
                    values[at] += first + change * blend
                    at += 1
                }
            }
        }
    }

    /// Adds dents: round hollows and bumps, of radii in texels, most of them small.
    mutating func addDents(_ count: Int, radii: ClosedRange<Float>, depth: Float) {
        for _ in 0..<count {
            let share = unit()
            let radius = radii.lowerBound + (radii.upperBound - radii.lowerBound) * share * share
            let height = between(-1, 0.4) * depth * radius
            let centre = SIMD2(between(0, Float(side)), between(0, Float(side)))
            eachTexel(around: centre, within: radius) { value, distance in
                let t = 1 - distance * distance / (radius * radius)
                return value + height * t * t
            }
        }
    }

    /// Adds the marks of drops that have dried: flat, with a darker rim; each has a strength of its own, and where two
    /// meet the stronger counts.
    mutating func addDrops(_ count: Int, radii: ClosedRange<Float>) {
        for _ in 0..<count {
            let share = unit()
            let radius = radii.lowerBound + (radii.upperBound - radii.lowerBound) * share * share * share
            let strength = between(0.1, 1)
            let centre = SIMD2(between(0, Float(side)), between(0, Float(side)))
            eachTexel(around: centre, within: radius + 0.5) { value, distance in
                let edge = min(1, radius + 0.5 - distance)
                let inside = distance / radius
                return max(value, strength * edge * (0.72 + 0.28 * inside * inside))
            }
        }
    }

    /// Draws scratches: thin lines, hardly curved, that taper off; 6 in 10 are light and the others dark, as values
    /// above and below 0.
    mutating func addScratches(_ count: Int, lengths: ClosedRange<Float>, widths: ClosedRange<Float>) {
        for _ in 0..<count {
            var (place, along) = (SIMD2(between(0, Float(side)), between(0, Float(side))), direction())
            let share = unit()
            let length = lengths.lowerBound + (lengths.upperBound - lengths.lowerBound) * share * share
            let (width, bend) = (between(widths.lowerBound, widths.upperBound), between(-0.4, 0.4) / length)
            let strength = between(0.25, 1)
            let sign: Float = unit() < 0.6 ? 1 : -1
            let steps = Int(length * 2)
            for step in 0..<steps {
                let t = Float(step) / Float(steps)
                // Pressed hardest soon after it begins.
                let pressure = strength * min(1, t * 8) * (1 - t * t)
                eachTexel(around: place, within: width) { value, distance in
                    let mark = pressure * (1 - distance / width)
                    return mark > abs(value) ? mark * sign : value
                }
                along += SIMD2(-along.y, along.x) * (bend / 2)
                place += along * 0.5
            }
        }
    }

    /// Changes the texels whose middles are nearer than `radius` to a place.
    private mutating func eachTexel(around place: SIMD2<Float>, within radius: Float, _ change: (Float, Float) -> Float)
    {
        let (left, right) = (Int((place.x - radius).rounded(.down)), Int((place.x + radius).rounded(.up)))
        let (top, bottom) = (Int((place.y - radius).rounded(.down)), Int((place.y + radius).rounded(.up)))
        for y in top...bottom {
            for x in left...right {
                let apart = SIMD2(Float(x) + 0.5, Float(y) + 0.5) - place
                let distance = (apart * apart).sum().squareRoot()
                guard distance < radius else { continue }
                let at = (y & mask) << bits + (x & mask)
                values[at] = change(values[at], distance)
            }
        }
    }

    /// The values as heights, lit from the top left at a low angle: the slope towards the light.
    var lit: [Float] {
        (0..<values.count).map { at in
            let (x, y) = (at & mask, at >> bits)
            let across = values[y << bits + (x + 1) & mask] - values[y << bits + (x - 1) & mask]
            let down = values[((y + 1) & mask) << bits + x] - values[((y - 1) & mask) << bits + x]
            return 0.2 * across + 0.45 * down
        }
    }

    /// The values as bytes, moved and scaled to this mean and deviation.
    func bytes(mean: Float, deviation: Float) -> [UInt8] {
        let count = Double(values.count)
        let average = values.reduce(0) { $0 + Double($1) } / count
        let variance = values.reduce(0) { $0 + (Double($1) - average) * (Double($1) - average) } / count
        let scale = deviation / max(Float(variance.squareRoot()), .leastNormalMagnitude)
        return values.map { WearTiles.byte(mean + ($0 - Float(average)) * scale) }
    }
}
