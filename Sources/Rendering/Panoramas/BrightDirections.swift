internal import Foundation

/// Directions drawn from an equirectangular panorama in proportion to the brightness of its texels.
struct BrightDirections {
    private let width: Int
    /// Sums of brightness times solid angle: over the rows, and within each row, each ending at 1.
    private let rows: RunningSums
    private let columns: RunningSums
    /// The cosines of the angles from the top to the edges of the rows.
    private let edges: [Float]

    /// - Parameters:
    ///   - rows: running sums over the rows, ending at 1.
    ///   - columns: running sums within each row, each ending at 1.
    init(width: Int, height: Int, rows: [Float], columns: [Float]) {
        self.width = width
        self.rows = RunningSums(rows, each: height)
        self.columns = RunningSums(columns, each: width)
        edges = (0...height).map { cos(Float($0) / Float(height) * .pi) }
    }

    /// Eight directions of length 1 and the texels that they were drawn from, for two numbers each in 0 ..< 1.
    func sample(_ u: Float8, _ v: Float8) -> (directions: Vector8, texels: SIMD8<Int32>) {
        let all = Float8() .== Float8()
        let (top, down) = rows.steps(at: v, rows: SIMD8(), all)
        let (left, across) = columns.steps(at: u, rows: top, all)
        var directions = Vector8.zero
        for lane in 0..<8 {
            let y = Int(top[lane])
            // Even over the solid angle of the row: uniform in the cosine.
            let cosine = edges[y] + (edges[y + 1] - edges[y]) * down[lane]
            let sine = max(0, 1 - cosine * cosine).squareRoot()
            let azimuth = ((Float(left[lane]) + across[lane]) / Float(width) - 0.5) * 2 * .pi
            directions[lane] = SIMD3(sine * sin(azimuth), cosine, -sine * cos(azimuth))
        }
        return (directions, top &* Int32(truncatingIfNeeded: width) &+ left)
    }
}
