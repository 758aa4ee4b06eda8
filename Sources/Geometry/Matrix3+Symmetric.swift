extension Matrix3 {
    /// The eigenvalues of a symmetric matrix, the smallest first, each with its eigenvector of length 1.
    ///
    /// Jacobi's rotations (C. G. J. Jacobi, "Über ein leichtes Verfahren …", 1846; Golub and Van Loan, "Matrix
    /// Computations", section 8.5): each sets one pair of elements off the diagonal to 0, and a few rounds set all of them
    /// to 0 but for rounding.
    package var symmetricEigen: [(value: Double, vector: Vector3)] {
        var matrix = self
        var vectors = Matrix3.identity
        for _ in 0..<30 {
            let off = abs(matrix[0, 1]) + abs(matrix[0, 2]) + abs(matrix[1, 2])
            let on = abs(matrix[0, 0]) + abs(matrix[1, 1]) + abs(matrix[2, 2])
            guard off > on * 1e-16 else { break }
            for (p, q) in [(0, 1), (0, 2), (1, 2)] where matrix[p, q] != 0 {
                let theta = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q])
                let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                let c = 1 / (t * t + 1).squareRoot()
                var turn = Matrix3.identity
                (turn[p, p], turn[q, q]) = (c, c)
                (turn[p, q], turn[q, p]) = (t * c, -t * c)
                matrix = turn.transposed * matrix * turn
                vectors = vectors * turn
            }
        }
        return (0..<3).map { (matrix[$0, $0], [vectors.x, vectors.y, vectors.z][$0]) }.sorted { $0.0 < $1.0 }
    }

    /// An element, by its row and its column.
    private subscript(row: Int, column: Int) -> Double {
        get {
            switch column {
            case 0: x[row]
            case 1: y[row]
            default: z[row]
            }
        }
        set {
            switch column {
            case 0: x[row] = newValue
            case 1: y[row] = newValue
            default: z[row] = newValue
            }
        }
    }
}
