package import Geometry

extension Mask {
    /// Every pixel of a frame that is at most `radius` columns and rows from a set one.
    ///
    /// O(pixels): rows are widened first, then a window of rows moves down the columns.
    package func dilated(by radius: Int, within frame: PixelRect) -> Mask {
        precondition(radius >= 0, "a mask is not made smaller here")
        var grown = Mask(rect: rect.inset(by: -radius).intersection(frame))
        let (left, width) = (grown.rect.minX, grown.rect.width)
        guard width > 0, grown.rect.height > 0 else { return grown }

        var wide = [UInt8](repeating: 0, count: width * rect.height)
        for row in 0..<rect.height {
            // The first column of the frame that is not yet set.
            var free = 0
            for column in 0..<rect.width where bits[row * rect.width + column] != 0 {
                let x = rect.minX + column - left
                let end = min(width, x + radius + 1)
                var place = max(free, x - radius)
                while place < end {
                    wide[row * width + place] = 1
                    place += 1
                }
                free = max(free, end)
            }
        }

        // For each column, the number of set pixels in the window of rows.
        var counts = [Int32](repeating: 0, count: width)
        func add(_ row: Int, _ sign: Int32) {
            guard row >= 0, row < rect.height else { return }
            for x in 0..<width { counts[x] += sign * Int32(wide[row * width + x]) }
        }
        let top = grown.rect.minY - rect.minY
        for row in top - radius..<top + radius { add(row, 1) }
        for y in 0..<grown.rect.height {
            add(top + y + radius, 1)
            for x in 0..<width where counts[x] > 0 { grown.bits[y * width + x] = 1 }
            add(top + y - radius, -1)
        }
        return grown
    }
}
