import Geometry

/// Finds places for name tags: each at its box, inside the picture, clear of earlier tags, and covering little of other
/// objects. All in pixels of the output.
struct TagPlacer {
    private let frame: Rect
    private let boxes: [Rect]
    private let gap: Double
    private var placed: [Rect] = []

    /// - Parameters:
    ///   - boxes: The boxes of all objects.
    ///   - gap: The free space between a tag and its box, and between tags.
    init(frame: Rect, boxes: [Rect], gap: Double) {
        self.frame = frame
        self.boxes = boxes
        self.gap = gap
    }

    /// A place for the tag of box `index`; nil where each place would cover an earlier tag, or mostly small objects.
    ///
    /// A greedy choice among fixed positions around the box, as in J. Christensen, J. Marks and S. Shieber, "An
    /// empirical study of algorithms for point-feature label placement", ACM Transactions on Graphics 14 (1995),
    /// 203–232, doi:10.1145/212332.212334, section 3.1. Ours are weighed by how much of other objects the tag covers,
    /// how far the picture's edge pushes it, and, among equals, by an order of preference that begins above the left
    /// corner.
    mutating func place(width: Double, height: Double, for index: Int) -> Rect? {
        let box = boxes[index]
        let (above, below) = (box.minY - gap - height, box.maxY + gap)
        let (left, right) = (box.minX, box.maxX - width)
        var corners = [(left, above), (right, above), (left, below), (right, below)]
        if width + 2 * gap <= box.width, height * 2.5 <= box.height {
            let (top, bottom) = (box.minY + gap, box.maxY - gap - height)
            corners += [(left + gap, top), (right - gap, top), (left + gap, bottom)]
        }
        corners += [(box.maxX + gap, box.minY), (box.minX - gap - width, box.minY)]

        var best: (cost: Double, place: Rect)?
        for (rank, corner) in corners.enumerated() {
            let place = Rect(
                x: max(frame.minX, min(corner.0, frame.maxX - width)),
                y: max(frame.minY, min(corner.1, frame.maxY - height)), width: width, height: height)
            guard placed.allSatisfy({ $0.intersection(place) == nil }) else { continue }
            // A tag hides little of a large object; a small one would vanish.
            var (covered, coveredSmall) = (0.0, 0.0)
            for (other, box) in boxes.enumerated() where other != index {
                let share = (box.intersection(place)?.area ?? 0) / place.area
                covered += share
                if box.area < 4 * place.area { coveredSmall += share }
            }
            guard coveredSmall <= 0.5 else { continue }
            let pushed = abs(place.x - corner.0) + abs(place.y - corner.1)
            let cost = 2 * min(1, covered) + pushed / (width + height) + 0.05 * Double(rank)
            if cost < best?.cost ?? .infinity { best = (cost, place) }
        }
        guard let place = best?.place else { return nil }
        placed.append(
            Rect(x: place.x - gap, y: place.y - gap, width: place.width + 2 * gap, height: place.height + 2 * gap))
        return place
    }
}
