internal import Geometry

/// Where the ground lies wholly in the sun or wholly out of it, so that no more rays have to find out how much.
///
/// Of the pixels on which a shadow may fall, most are no part of its edge. Eight samples of a pixel and of those around it
/// tell: where all of them agree, they are taken for the whole. A part of the sun smaller than about an eighth of it may be
/// missed there.
struct SunEdges {
    /// The samples that tell.
    static let samples = 8

    private let pixel: PixelTracer
    private let hasMore: Bool
    /// The rectangle with a frame of one pixel.
    private let rect: PixelRect
    private var sights: [Sight]

    private enum Sight: UInt8 {
        /// `sunny` where it is known without a ray.
        case unknown, sunny, whole, none, part
    }

    /// - Parameters:
    ///   - pixel: traces a pixel with `samples` samples.
    ///   - rect: the pixels that will be asked for.
    ///   - hidden: by rows of `rect`, whether a shadow of the sun may fall on a pixel.
    ///   - hasMore: whether pixels have more samples than these. Otherwise nothing is known before they are traced.
    init(_ pixel: PixelTracer, within rect: PixelRect, hidden: [Bool], hasMore: Bool) {
        (self.pixel, self.hasMore) = (pixel, hasMore)
        self.rect = PixelRect(minX: rect.minX - 1, minY: rect.minY - 1, maxX: rect.maxX + 1, maxY: rect.maxY + 1)
        sights = Array(repeating: .unknown, count: self.rect.area)
        for y in 0..<rect.height {
            for x in 0..<rect.width where !hidden[y * rect.width + x] {
                sights[(y + 1) * self.rect.width + x + 1] = .sunny
            }
        }
    }

    /// Whether a pixel of the rectangle is in the sun: wholly or not at all; nil where it may be an edge.
    mutating func isInSun(x: Int, y: Int) -> Bool? {
        let index = (y - rect.minY) * rect.width + x - rect.minX
        if sights[index] == .sunny { return true }
        guard hasMore, let middle = isInSunItself(x, y) else { return nil }
        for row in y - 1...y + 1 {
            for column in x - 1...x + 1 where isInSunItself(column, row) != middle { return nil }
        }
        return middle
    }

    private mutating func isInSunItself(_ x: Int, _ y: Int) -> Bool? {
        let index = (y - rect.minY) * rect.width + x - rect.minX
        if sights[index] == .unknown {
            sights[index] = pixel.seesSun(x: x, y: y).map { $0 ? .whole : .none } ?? .part
        }
        switch sights[index] {
        case .sunny, .whole: return true
        case .none: return false
        case .unknown, .part: return nil
        }
    }
}
