import Geometry
import Objects
import Pictures

extension Sprite {
    /// The same outline and alpha with the colours of a part of a photo: a decoy.
    ///
    /// The texels are as large as the photo's pixels, so that the texture is not resampled twice: alpha is taken from the
    /// sprite between its texels, colours from the photo pixel by pixel where the part is as large as the object.
    ///
    /// - Parameters:
    ///   - window: the part of the photo; inside it, not empty.
    ///   - scale: pixels of the image to a unit of the object plane.
    init(_ shape: Sprite, showing window: PixelRect, of photo: Raster, scale: Double) {
        let frame = shape.frame
        let most = 4096.0
        let height = max(1, Int(min(frame.height * scale, most).rounded()))
        // Texels are square, so the last column may reach beyond the frame.
        let texelsPerUnit = Double(height) / frame.height
        let width = max(1, Int(min(frame.width * texelsPerUnit, most).rounded(.up)))
        let level = shape.levels.last { $0.height >= height } ?? shape.levels[0]
        let alphaPerTexel = Double(level.height) / Double(height)
        let (stepX, stepY) = (
            Double(window.width) / (frame.width * texelsPerUnit), Double(window.height) / Double(height)
        )
        var raster = Raster(width: width, height: height)
        for y in 0..<height {
            let row = min(window.maxY - 1, window.minY + Int((Double(y) + 0.5) * stepY)) * photo.width
            for x in 0..<width {
                let column = min(window.maxX - 1, window.minX + Int((Double(x) + 0.5) * stepX))
                let (from, to) = ((row + column) * 4, (y * width + x) * 4)
                for band in 0..<3 { raster.bytes[to + band] = photo.bytes[from + band] }
                raster.bytes[to + 3] = level.alpha(
                    x: (Double(x) + 0.5) * alphaPerTexel, y: (Double(y) + 0.5) * alphaPerTexel)
            }
        }
        self.init(rendered: raster, aspect: shape.aspect, frame: frame, outlines: shape.outlines)
    }
}

extension SpriteLevel {
    /// The alpha at a point of the level, in texels, between the centres of texels; transparent beyond the border.
    fileprivate func alpha(x: Double, y: Double) -> UInt8 {
        let (left, top) = ((x - 0.5).rounded(.down), (y - 0.5).rounded(.down))
        let (u, v) = (x - 0.5 - left, y - 0.5 - top)
        func tap(_ column: Int, _ row: Int) -> Double {
            guard column >= -1, column <= width, row >= -1, row <= height else { return 0 }
            return Double(texels[(row + 1) * stride + column + 1] >> 24)
        }
        let (column, row) = (Int(left), Int(top))
        let upper = tap(column, row) * (1 - u) + tap(column + 1, row) * u
        let lower = tap(column, row + 1) * (1 - u) + tap(column + 1, row + 1) * u
        return UInt8((upper * (1 - v) + lower * v).rounded())
    }
}
