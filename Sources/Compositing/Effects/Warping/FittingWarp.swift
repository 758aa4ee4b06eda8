import Geometry

/// Makes a warp just large enough that every pixel of the picture shows a part of the photo.
enum FittingWarp {
    /// The warp of the least scale, of 1/2…4, at which no pixel looks beside the picture; nil where there is none.
    ///
    /// - Parameter make: the warp at a scale about the middle of the picture; nil where the model gives none.
    static func make<W: Warp>(width: Int, height: Int, _ make: (Double) -> W?) -> W? {
        let frame = PixelRect(width: width, height: height)
        let margin = WarpMap.margin(width: width, height: height)
        let outline = points(on: Rect(frame), perSide: 64)
        let ring = points(
            on: Rect(
                minX: -margin, minY: -margin, maxX: Double(width) + margin, maxY: Double(height) + margin), perSide: 16)
        /// A thousandth of a pixel is left over, as rounding may be.
        func fits(_ warp: W) -> Bool {
            outline.allSatisfy { place in
                guard let source = warp.source(of: place) else { return false }
                return source.x > -1e-3 && source.y > -1e-3 && source.x < Double(width) + 1e-3
                    && source.y < Double(height) + 1e-3
            } && ring.allSatisfy { warp.source(of: $0) != nil }
        }
        func fitting(_ scale: Double) -> W? { make(scale).flatMap { fits($0) ? $0 : nil } }
        guard var found = fitting(4) else { return nil }
        var (small, large) = (0.5, 4.0)
        for _ in 0..<40 {
            let middle = (small * large).squareRoot()
            if let warp = fitting(middle) { (found, large) = (warp, middle) } else { small = middle }
        }
        return found
    }

    private static func points(on rect: Rect, perSide count: Int) -> [Point] {
        let corners = rect.corners
        return zip(corners, corners.dropFirst() + corners.prefix(1)).flatMap { a, b in
            (0..<count).map { step in
                let share = Double(step) / Double(count)
                return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
            }
        }
    }
}
