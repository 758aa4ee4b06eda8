import Geometry
import Masks

/// The source of every pixel of a warped picture.
///
/// Sources are worked out on a grid and interpolated between its nodes by cubic polynomials, first down, then across: for
/// warps as smooth as lenses and moving cameras that is within some thousandths of a pixel, at a tenth of the cost.
struct WarpMap {
    let width: Int
    let height: Int
    /// Pixels from node to node.
    private let spacing: Int
    private let columns: Int
    /// By rows: how far the source of a node is from it, in pixels. The first node is one step outside of the picture.
    private let nodes: [SIMD2<Float>]
    /// The weights of four nodes for each pixel between the middle two.
    private let weights: [SIMD4<Float>]

    /// How far outside of the picture nodes lie, in pixels.
    static func margin(width: Int, height: Int) -> Double { 3 * Double(spacing(width: width, height: height)) }

    private static func spacing(width: Int, height: Int) -> Int {
        switch min(width, height) {
        case ..<16: 1
        case ..<256: 4
        default: 16
        }
    }

    /// Nil where a place in the picture or just beside it has no source.
    init?(_ warp: some Warp, width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        let spacing = Self.spacing(width: width, height: height)
        self.spacing = spacing
        columns = (width - 1) / spacing + 4
        var nodes: [SIMD2<Float>] = []
        nodes.reserveCapacity(columns * ((height - 1) / spacing + 4))
        for row in 0..<(height - 1) / spacing + 4 {
            for column in 0..<columns {
                let place = Point(Double((column - 1) * spacing) + 0.5, Double((row - 1) * spacing) + 0.5)
                guard let source = warp.source(of: place) else { return nil }
                nodes.append(SIMD2(Float(source.x - place.x), Float(source.y - place.y)))
            }
        }
        self.nodes = nodes
        // Lagrange's polynomials through −1, 0, 1 and 2.
        weights = (0..<spacing).map { step in
            let t = Float(step) / Float(spacing)
            return SIMD4(
                -t * (t - 1) * (t - 2) / 6, (t + 1) * (t - 1) * (t - 2) / 2, -(t + 1) * t * (t - 2) / 2,
                (t + 1) * t * (t - 1) / 6)
        }
    }

    /// One row of nodes, as long as a row of the map reads it.
    func rowBuffer() -> [SIMD2<Float>] { [SIMD2<Float>](repeating: .zero, count: columns) }

    /// Writes the sources of some pixels of a row, in pixels, a pixel's middle at +0.5.
    func fill(
        _ sources: UnsafeMutableBufferPointer<SIMD2<Float>>, row y: Int, from minX: Int, to maxX: Int,
        with row: inout [SIMD2<Float>]
    ) {
        let first = y / spacing * columns
        let down = weights[y % spacing]
        nodes.withUnsafeBufferPointer { nodes in
            row.withUnsafeMutableBufferPointer { row in
                weights.withUnsafeBufferPointer { weights in
                    for column in minX / spacing..<min(columns, (maxX - 1) / spacing + 4) {
                        let a = nodes[first + column] * down.x + nodes[first + columns + column] * down.y
                        let b =
                            nodes[first + 2 * columns + column] * down.z + nodes[first + 3 * columns + column] * down.w
                        row[column] = a + b
                    }
                    var (node, step) = (minX / spacing, minX % spacing)
                    for x in minX..<maxX {
                        let across = weights[step]
                        let a = row[node] * across.x + row[node + 1] * across.y
                        let b = row[node + 2] * across.z + row[node + 3] * across.w
                        sources[x - minX] = SIMD2(Float(x) + 0.5, Float(y) + 0.5) + (a + b)
                        step += 1
                        if step == spacing { (node, step) = (node + 1, 0) }
                    }
                }
            }
        }
    }

    /// The pixel that a source lies in; at the edges the nearest one.
    @inline(__always)
    func pixel(_ source: SIMD2<Float>) -> Int {
        // What is below 0 is cut off towards 0, which is the nearest.
        let x = min(max(Int(source.x), 0), width - 1)
        let y = min(max(Int(source.y), 0), height - 1)
        return y * width + x
    }

    /// Calls `body` with every row: its number and the sources of its pixels.
    func forEachRow(_ body: (Int, UnsafeBufferPointer<SIMD2<Float>>) -> Void) {
        var row = rowBuffer()
        var sources = [SIMD2<Float>](repeating: .zero, count: width)
        for y in 0..<height {
            sources.withUnsafeMutableBufferPointer { fill($0, row: y, from: 0, to: width, with: &row) }
            sources.withUnsafeBufferPointer { body(y, $0) }
        }
    }

    /// A mask, each pixel that of its source.
    func mask(_ mask: RunLengths) -> RunLengths {
        let shape = Mask(mask)
        guard let rect = reached(from: shape.rect) else { return RunLengths(width: width, height: height) }
        var row = rowBuffer()
        var sources = [SIMD2<Float>](repeating: .zero, count: rect.width)
        var warped = Mask(rect: rect)
        for y in rect.minY..<rect.maxY {
            sources.withUnsafeMutableBufferPointer { fill($0, row: y, from: rect.minX, to: rect.maxX, with: &row) }
            for (x, source) in sources.enumerated() {
                let (column, line) = pixel(source).remainderAndQuotient(dividingBy: width)
                if shape[x: column, y: line] { warped.bits[(y - rect.minY) * rect.width + x] = 1 }
            }
        }
        return warped.runLengths(width: width, height: height)
    }

    /// A rectangle of the warped picture that holds every pixel whose source is in one of the picture; nil where there is
    /// none. By the grid's cells, with some cells more on each side for what bends between nodes.
    func reached(from rect: PixelRect) -> PixelRect? {
        guard !rect.isEmpty else { return nil }
        let near = rect.inset(by: -2 * spacing)
        var found: PixelRect?
        for row in 1..<(height - 1) / spacing + 3 {
            for column in 1..<columns - 1 {
                let (x, y) = ((column - 1) * spacing, (row - 1) * spacing)
                let node = nodes[row * columns + column]
                let (u, v) = (Int((Float(x) + node.x).rounded()), Int((Float(y) + node.y).rounded()))
                guard near.contains(x: u, y: v) else { continue }
                let cell = PixelRect(minX: x, minY: y, maxX: x, maxY: y).inset(by: -3 * spacing)
                found = found.map { $0.union(cell) } ?? cell
            }
        }
        let inside = found?.intersection(PixelRect(width: width, height: height))
        return inside.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension Int {
    @inline(__always)
    fileprivate func remainderAndQuotient(dividingBy divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return (remainder, quotient)
    }
}
