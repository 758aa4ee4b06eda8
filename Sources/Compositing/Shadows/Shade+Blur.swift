import Geometry

extension Shade {
    /// The same shadows as a blurred picture shows them.
    ///
    /// Beyond the rectangle nothing is shaded; beyond the frame it is as at its edge. The result's rectangle is larger by
    /// the blur's reach, but at the frame's edges.
    ///
    /// - Parameters:
    ///   - blur: in pixels.
    ///   - frame: holds the rectangle.
    func blurred(by blur: Blur, within frame: PixelRect) -> Shade {
        guard blur != .none, !rect.isEmpty else { return self }
        let (across, down) = (LayerBlur.taps(blur.x), LayerBlur.taps(blur.y))
        let (reachX, reachY) = (across.count / 2, down.count / 2)
        let outer = PixelRect(
            minX: rect.minX - reachX, minY: rect.minY - reachY, maxX: rect.maxX + reachX, maxY: rect.maxY + reachY
        ).intersection(frame)
        let (left, right) = (rect.minX == frame.minX, rect.maxX == frame.maxX)
        let (top, bottom) = (rect.minY == frame.minY, rect.maxY == frame.maxY)
        let lit = SIMD3<Float>(1, 1, 1)

        var rows = [SIMD3<Float>](repeating: lit, count: rect.height * outer.width)
        var line = [SIMD3<Float>](repeating: lit, count: outer.width + 2 * reachX)
        for row in 0..<rect.height {
            for index in line.indices {
                var x = outer.minX - reachX + index
                if left { x = max(x, rect.minX) }
                if right { x = min(x, rect.maxX - 1) }
                line[index] = factor(x: x, y: rect.minY + row)
            }
            for x in 0..<outer.width {
                var sum = SIMD3<Float>.zero
                for tap in across.indices { sum += line[x + tap] * across[tap] }
                rows[row * outer.width + x] = sum
            }
        }
        var result = [SIMD3<Float>](repeating: .zero, count: outer.area)
        for y in 0..<outer.height {
            for tap in down.indices {
                var row = outer.minY + y + tap - reachY
                if top { row = max(row, rect.minY) }
                if bottom { row = min(row, rect.maxY - 1) }
                let weight = down[tap]
                if row >= rect.minY, row < rect.maxY {
                    let from = (row - rect.minY) * outer.width
                    for x in 0..<outer.width { result[y * outer.width + x] += rows[from + x] * weight }
                } else {
                    for x in 0..<outer.width { result[y * outer.width + x] += lit * weight }
                }
            }
        }
        return Shade(rect: outer, factors: result)
    }
}
