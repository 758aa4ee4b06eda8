extension Matrix3 {
    /// The unit quaternion w + xi + yj + zk of a rotation, w not below 0.
    ///
    /// The largest of the four is found first, so that none is the root of a difference of near numbers: Shepperd,
    /// "Quaternion from rotation matrix", Journal of Guidance and Control 1 (1978).
    package var quaternion: (w: Double, x: Double, y: Double, z: Double) {
        // Four times the square of each component.
        let squares = [
            1 + x.x + y.y + z.z, 1 + x.x - y.y - z.z, 1 - x.x + y.y - z.z, 1 - x.x - y.y + z.z,
        ]
        let largest = squares.indices.max { squares[$0] < squares[$1] } ?? 0
        let root = squares[largest].squareRoot()
        let half = 0.5 / root
        // A column is the image of an axis: y.z is the third row's second number.
        let (a, b, c) = ((y.z - z.y) * half, (z.x - x.z) * half, (x.y - y.x) * half)
        let (d, e, f) = ((x.y + y.x) * half, (z.x + x.z) * half, (y.z + z.y) * half)
        let found =
            switch largest {
            case 0: (root / 2, a, b, c)
            case 1: (a, root / 2, d, e)
            case 2: (b, d, root / 2, f)
            default: (c, e, f, root / 2)
            }
        return found.0 < 0 ? (-found.0, -found.1, -found.2, -found.3) : found
    }
}
