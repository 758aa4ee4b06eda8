package import Geometry

/// The outlines of a mask along the edges of its pixels.
///
/// Pixels that share an edge belong together, pixels that share only a corner do not. Each such component has one ring
/// in `outer`; each unset area that it encloses has one in `holes`. Vertices are the corners of pixels, in whole
/// numbers; every vertex is a turn. A ring may touch itself at a corner but does not cross itself.
///
/// Outer rings go clockwise on the screen (positive `signedArea`), holes the other way; so the areas of all rings sum to
/// the mask's. Rings come in the order of their topmost, then leftmost, pixel edge.
///
/// Without holes, the outer rings describe the mask exactly: pycocotools' rasteriser (`frPyObjects`, `merge`, `decode`)
/// gives back every pixel. It samples the outline at five times the resolution and keeps the points where it crosses
/// the middle of a pixel column; an edge along pixel borders crosses each column's middle once, at a whole row. With
/// holes it would fill them, since it unites rings: such a mask is written as run lengths.
package struct Contours: Hashable, Sendable {
    package var outer: [Polygon]
    package var holes: [Polygon]

    package init(outer: [Polygon], holes: [Polygon]) {
        self.outer = outer
        self.holes = holes
    }

    package var hasHoles: Bool { !holes.isEmpty }
}

extension RunLengths {
    package var contours: Contours { Mask(self).contours }
}

extension Mask {
    /// Follows the pixel edges around every ring, each edge once: O(pixels).
    package var contours: Contours {
        var grid = EdgeGrid(self)
        var contours = Contours(outer: [], holes: [])
        while let ring = grid.nextRing() {
            if ring.signedArea > 0 {
                contours.outer.append(ring)
            } else {
                contours.holes.append(ring)
            }
        }
        return contours
    }
}

/// A mask with a border of unset pixels, and the upper edges that rings have already taken.
private struct EdgeGrid {
    private static let set: UInt8 = 1
    private static let taken: UInt8 = 2

    /// A step along a pixel edge, with the set pixel on its right.
    private enum Heading: Int {
        case right, down, left, up

        var turnedRight: Heading { Heading(rawValue: (rawValue + 1) & 3) ?? .right }
        var turnedLeft: Heading { Heading(rawValue: (rawValue + 3) & 3) ?? .right }
    }

    private let origin: (x: Int, y: Int)
    private let stride: Int
    private var cells: [UInt8]
    /// The place where the search for the next ring continues.
    private var cursor: Int

    init(_ mask: Mask) {
        let (width, height) = (mask.rect.width, mask.rect.height)
        origin = (mask.rect.minX - 1, mask.rect.minY - 1)
        stride = width + 2
        cells = [UInt8](repeating: 0, count: stride * (height + 2))
        for y in 0..<height {
            let start = (y + 1) * stride + 1
            cells.replaceSubrange(start..<start + width, with: mask.bits[y * width..<(y + 1) * width])
        }
        cursor = stride
    }

    /// The ring through the next upper edge that none has taken; nil at the end.
    mutating func nextRing() -> Polygon? {
        while cursor < cells.count {
            if cells[cursor] == Self.set, cells[cursor - stride] & Self.set == 0 {
                return follow(from: cursor)
            }
            cursor += 1
        }
        return nil
    }

    /// Follows a ring from the left end of a pixel's upper edge to the right, all the way round. Cell i's upper left
    /// corner is corner i.
    private mutating func follow(from start: Int) -> Polygon {
        var vertices: [Point] = []
        var (corner, heading) = (start, Heading.right)
        repeat {
            // The edge ahead has the set pixel on its right. Take it, then look at the two pixels beyond its end.
            switch heading {
            case .right:
                cells[corner] |= Self.taken
                corner += 1
            case .down: corner += stride
            case .left: corner -= 1
            case .up: corner -= stride
            }
            let (aheadLeft, aheadRight) = beyond(corner, heading)
            if !aheadRight {
                // This also covers only ahead-left set: pixels that share just a corner stay apart.
                heading = heading.turnedRight
            } else if aheadLeft {
                heading = heading.turnedLeft
            } else {
                continue
            }
            vertices.append(Point(Double(origin.x + corner % stride), Double(origin.y + corner / stride)))
        } while corner != start || heading != .right
        // The start, the topmost left end of its ring's first upper edge, is a turn itself and was added last.
        vertices.insert(vertices.removeLast(), at: 0)
        return Polygon(vertices)
    }

    /// Whether the pixels ahead of a corner are set, on the left and on the right of the heading.
    private func beyond(_ corner: Int, _ heading: Heading) -> (left: Bool, right: Bool) {
        let upperLeft = cells[corner - stride - 1] & Self.set != 0
        let upperRight = cells[corner - stride] & Self.set != 0
        let lowerLeft = cells[corner - 1] & Self.set != 0
        let lowerRight = cells[corner] & Self.set != 0
        switch heading {
        case .right: return (upperRight, lowerRight)
        case .down: return (lowerRight, lowerLeft)
        case .left: return (lowerLeft, upperLeft)
        case .up: return (upperLeft, upperRight)
        }
    }
}
