import Geometry
import Pictures

extension Raster {
    /// A word cut out of a picture and set upright: the box that its four corners make in the picture becomes a rectangle.
    ///
    /// - Parameters:
    ///   - quad: its corners, clockwise from the top left of the upright text.
    ///   - padding: the room round it, as a share of its height.
    /// - Returns: nil for corners that no rectangle can show.
    func crop(_ quad: [Point], padding: Double) -> Raster? {
        let across = (quad[0].distance(to: quad[1]) + quad[3].distance(to: quad[2])) / 2
        let down = (quad[0].distance(to: quad[3]) + quad[1].distance(to: quad[2])) / 2
        guard across >= 1, down >= 1, across.isFinite, down.isFinite else { return nil }
        let room = padding * min(down, across)
        let (width, height) = (Int((across + 2 * room).rounded(.up)), Int((down + 2 * room).rounded(.up)))
        guard width * height <= PhotoFile.defaultMaxPixels,
            let pictureFromCrop = Homography(
                from: [
                    Point(room, room), Point(room + across, room), Point(room + across, room + down),
                    Point(room, room + down),
                ], to: quad)
        else { return nil }
        var crop = Raster(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                guard let place = pictureFromCrop(Point(Double(x) + 0.5, Double(y) + 0.5)) else { continue }
                let to = (y * width + x) * 4
                copy(at: place, into: &crop, to)
            }
        }
        return crop
    }

    /// The part of a picture that holds a word, pixel by pixel.
    ///
    /// - Parameter padding: the room round it, as a share of its height.
    /// - Returns: nil for a word outside of the picture.
    func crop(seen word: LabelledWord, padding: Double) -> Raster? {
        guard let box = Rect(bounding: word.outline) else { return nil }
        let room = padding * LabelledWord.height(of: word.outline)
        let wide = Rect(
            minX: box.minX - room, minY: box.minY - room, maxX: box.maxX + room, maxY: box.maxY + room)
        guard let part = wide.intersection(Rect(x: 0, y: 0, width: Double(width), height: Double(height))) else {
            return nil
        }
        let (left, right) = (Int(part.minX.rounded(.down)), Int(part.maxX.rounded(.up)))
        let (top, bottom) = (Int(part.minY.rounded(.down)), Int(part.maxY.rounded(.up)))
        var crop = Raster(width: right - left, height: bottom - top)
        for row in top..<bottom {
            let to = (row - top) * crop.width * 4
            crop.bytes.replaceSubrange(
                to..<to + crop.width * 4, with: bytes[(row * width + left) * 4..<(row * width + right) * 4])
        }
        return crop
    }

    /// The colour between pixels; beyond an edge, that of the edge.
    private func copy(at place: Point, into other: inout Raster, _ to: Int) {
        let (left, top) = ((place.x - 0.5).rounded(.down), (place.y - 0.5).rounded(.down))
        let (u, v) = (place.x - 0.5 - left, place.y - 0.5 - top)
        func column(_ x: Double) -> Int { Int(min(max(x, 0), Double(width - 1))) }
        func row(_ y: Double) -> Int { Int(min(max(y, 0), Double(height - 1))) }
        let (x0, x1, y0, y1) = (column(left), column(left + 1), row(top), row(top + 1))
        for band in 0..<3 {
            func tap(_ x: Int, _ y: Int) -> Double { Double(bytes[(y * width + x) * 4 + band]) }
            let value =
                (tap(x0, y0) * (1 - u) + tap(x1, y0) * u) * (1 - v) + (tap(x0, y1) * (1 - u) + tap(x1, y1) * u) * v
            other.bytes[to + band] = UInt8(value.rounded())
        }
        other.bytes[to + 3] = 255
    }
}
