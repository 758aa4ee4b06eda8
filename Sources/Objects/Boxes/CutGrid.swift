import Foundation
import Geometry
import Masks
import Pictures

/// The pixels of a window that is cut, at its working resolution: their colours, and which are the object's.
struct CutGrid {
    let width: Int
    let height: Int
    let colours: [SIMD3<Float>]
    /// Whether a pixel lies in the box.
    let isBoxed: [Bool]
    /// Whether a pixel is so near the box's middle that it is taken to be the object's.
    let isCore: [Bool]
    var isObject: [Bool]
    /// The box in pixels of the grid.
    private let box: Rect

    init(_ picture: Raster, of window: PixelRect, around box: PixelRect) {
        (width, height) = (picture.width, picture.height)
        let (scaleX, scaleY) = (
            Double(width) / Double(window.width), Double(height) / Double(window.height)
        )
        let own = Rect(
            minX: Double(box.minX - window.minX) * scaleX, minY: Double(box.minY - window.minY) * scaleY,
            maxX: Double(box.maxX - window.minX) * scaleX, maxY: Double(box.maxY - window.minY) * scaleY)
        self.box = own
        var (colours, isBoxed, isCore, isObject): ([SIMD3<Float>], [Bool], [Bool], [Bool]) = ([], [], [], [])
        colours.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width {
                let at = (y * width + x) * 4
                colours.append(
                    SIMD3(Float(picture.bytes[at]), Float(picture.bytes[at + 1]), Float(picture.bytes[at + 2])))
                let (cx, cy) = (Double(x) + 0.5, Double(y) + 0.5)
                isBoxed.append(cx > own.minX && cx < own.maxX && cy > own.minY && cy < own.maxY)
                let (u, v) = ((cx - own.center.x) / own.width * 2, (cy - own.center.y) / own.height * 2)
                isCore.append(u * u + v * v < CutGrid.core)
                isObject.append(isBoxed[isBoxed.count - 1] && u * u + v * v < CutGrid.ellipse)
            }
        }
        (self.colours, self.isBoxed, self.isCore, self.isObject) = (colours, isBoxed, isCore, isObject)
    }

    /// The squared radius of the first object, in half sides of the box.
    private static let ellipse = 1.0
    /// The same of the part that is surely the object's.
    private static let core = 0.12

    func colours(ofObject own: Bool) -> [SIMD3<Float>] {
        colours.indices.filter { isObject[$0] == own }.map { colours[$0] }
    }

    /// How even the colours are from each pixel to its neighbours right, below right, below and below left: 0…1, less
    /// for diagonal ones by their distance; 0 where there is no neighbour. Element 4 · pixel + direction.
    ///
    /// exp(−β · difference²), where β is such that the mean difference of the window gives e^−½ (the paper's equations 4
    /// and 5).
    var boundary: [Float] {
        var squares = [Float](repeating: -1, count: colours.count * 4)
        var (sum, count) = (0.0, 0.0)
        for y in 0..<height {
            for x in 0..<width {
                for (direction, offset) in GridCut.directions.prefix(4).enumerated() {
                    let (nx, ny) = (x + offset.x, y + offset.y)
                    guard nx >= 0, nx < width, ny < height else { continue }
                    let apart = colours[y * width + x] - colours[ny * width + nx]
                    let square = (apart * apart).sum()
                    squares[(y * width + x) * 4 + direction] = square
                    sum += Double(square)
                    count += 1
                }
            }
        }
        let beta = sum > 0 ? Float(count / (2 * sum)) : 0
        for index in squares.indices {
            guard squares[index] >= 0 else {
                squares[index] = 0
                continue
            }
            squares[index] = exp(-beta * squares[index]) / (index % 2 == 1 ? Float(2).squareRoot() : 1)
        }
        return squares
    }

    // MARK: - Tidying

    /// Drops all parts of the object but the largest, and those at least a quarter as large.
    mutating func keepLargest() {
        let parts = parts { isObject[$0] }
        guard let most = parts.map(\.count).max() else { return }
        for part in parts where part.count * 4 < most {
            for index in part { isObject[index] = false }
        }
    }

    /// Fills holes of the object that are small against it: glints and shade, not the hole of a ring.
    mutating func fillHoles() {
        let area = isObject.count { $0 }
        for hole in parts(where: { !isObject[$0] }) where hole.count * 50 < area {
            let isInner = hole.allSatisfy {
                $0 % width > 0 && $0 % width < width - 1 && $0 >= width && $0 < width * (height - 1)
            }
            if isInner { for index in hole { isObject[index] = true } }
        }
    }

    /// The connected parts of the pixels of a kind, by their four neighbours.
    private func parts(where isMember: (Int) -> Bool) -> [[Int]] {
        var isKnown = [Bool](repeating: false, count: colours.count)
        var parts: [[Int]] = []
        for start in isKnown.indices where !isKnown[start] && isMember(start) {
            var part = [start]
            isKnown[start] = true
            var next = 0
            while next < part.count {
                let index = part[next]
                next += 1
                let (x, y) = (index % width, index / width)
                for (isInside, neighbour) in [
                    (x > 0, index - 1), (x < width - 1, index + 1), (y > 0, index - width),
                    (y < height - 1, index + width),
                ] where isInside && !isKnown[neighbour] && isMember(neighbour) {
                    isKnown[neighbour] = true
                    part.append(neighbour)
                }
            }
            parts.append(part)
        }
        return parts
    }

    // MARK: - Measuring

    func quality(_ boundary: [Float]) -> BoxCut.Quality {
        var quality = BoxCut.Quality()
        var area = 0.0
        var (low, high) = (SIMD2(Double.infinity, .infinity), SIMD2(-Double.infinity, -.infinity))
        var (even, cut, outline) = (0.0, 0.0, 0.0)
        for y in 0..<height {
            for x in 0..<width {
                let index = y * width + x
                if isObject[index] {
                    area += 1
                    low = SIMD2(min(low.x, Double(x)), min(low.y, Double(y)))
                    high = SIMD2(max(high.x, Double(x + 1)), max(high.y, Double(y + 1)))
                }
                for (direction, offset) in GridCut.directions.prefix(4).enumerated() {
                    let (nx, ny) = (x + offset.x, y + offset.y)
                    guard nx >= 0, nx < width, ny < height, isObject[ny * width + nx] != isObject[index] else {
                        continue
                    }
                    let length = direction % 2 == 1 ? 2.0.squareRoot() : 1
                    even += Double(boundary[index * 4 + direction]) * length
                    cut += 1
                    // Cauchy and Crofton's formula for eight neighbours: each cut arc stands for so much of the outline.
                    outline += .pi / 8 / length
                }
            }
        }
        guard area > 0 else { return quality }
        quality.share = area / max(1, box.width * box.height)
        quality.reach = (high.x - low.x) * (high.y - low.y) / max(1, box.width * box.height)
        quality.evenness = cut > 0 ? even / cut : 1
        quality.compactness = outline > 0 ? min(1, 4 * .pi * area / (outline * outline)) : 0
        return quality
    }

}
