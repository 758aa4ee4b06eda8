internal import Geometry

extension RenderScene {
    /// For each row of a rectangle, the pixels that may show an instance: those within sixteen lines around its vertices in
    /// the image, each as near to them as it can be.
    ///
    /// The box's projection holds about twice as many pixels as the object. An instance of which a part lies behind the
    /// camera may be anywhere.
    func spans(ofInstance index: Int, within rect: PixelRect) -> [Range<Int>] {
        let all = [Range<Int>](repeating: rect.minX..<max(rect.minX, rect.maxX), count: max(0, rect.height))
        guard !rect.isEmpty else { return all }
        let count = 16
        let turns = (0..<count).map { Angle.degrees(360 * Double($0) / Double(count)) }
        var (across, down) = (SIMD16<Double>(), SIMD16<Double>())
        for line in 0..<count { (across[line], down[line]) = (turns[line].cosine, turns[line].sine) }
        let (instance, seen) = (instances[index], camera.seenPoints)
        let positions = instance.model.storage.view.positions
        var reach = SIMD16<Double>(repeating: -.infinity)
        for vertex in 0..<instance.model.vertexCount {
            guard let point = seen.image(of: instance.pose(Vector3(positions[vertex]))) else { return all }
            let ends = across * point.x + down * point.y
            reach.replace(with: ends, where: ends .> reach)
        }
        guard reach.min().isFinite, reach.max().isFinite else { return all }
        // The tracer's numbers have fewer digits.
        reach += 0.1 + reach.max().magnitude * 1e-5
        return (rect.minY..<rect.maxY).map { y in
            var (first, last) = (Double(rect.minX), Double(rect.maxX - 1))
            for line in 0..<count {
                let (a, b) = (across[line], down[line])
                // What is left of the line's reach for x, in the pixel's corner that is nearest to the middle.
                let rest = reach[line] - b * Double(y) - min(b, 0) - min(a, 0)
                if a > 1e-9 {
                    last = min(last, rest / a)
                } else if a < -1e-9 {
                    first = max(first, rest / a)
                } else if rest < 0 {
                    return rect.minX..<rect.minX
                }
            }
            let (left, right) = (Int(first.rounded(.up)), Int(last.rounded(.down)))
            return left..<max(left, right + 1)
        }
    }
}
