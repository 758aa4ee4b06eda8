import Geometry
package import Pictures

extension ViewGuess {
    /// The longer side of the picture in which edges are looked for, in pixels.
    package static let workingSize = 800

    /// The straight edges of a photo, the longest first, in pixels of the photo.
    ///
    /// - Throws: `PictureError` for a photo that cannot be decoded.
    package static func lines(
        ofPhoto path: String, width: Int, height: Int, maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PictureError) -> [LineSegment] {
        let scale = min(1, Double(workingSize) / Double(max(width, height)))
        let (small, low) = (
            max(1, Int((Double(width) * scale).rounded())), max(1, Int((Double(height) * scale).rounded()))
        )
        var raster = Raster()
        try PhotoFile.decode(path, PhotoFile.Options(maxPixels: maxPixels, width: small, height: low), into: &raster)
        let (x, y) = (Double(width) / Double(small), Double(height) / Double(low))
        return LineFinder.lines(in: GreyPicture(raster)).map { line in
            LineSegment(Point(line.from.x * x, line.from.y * y), Point(line.to.x * x, line.to.y * y))
        }
    }
}

extension GreyPicture {
    /// The luma of a picture (ITU-R BT.601), as edges are seen in it.
    package init(_ raster: Raster) {
        var values = [Float](repeating: 0, count: raster.width * raster.height)
        raster.bytes.withUnsafeBufferPointer { bytes in
            for index in values.indices {
                values[index] =
                    0.299 * Float(bytes[4 * index]) + 0.587 * Float(bytes[4 * index + 1])
                    + 0.114 * Float(bytes[4 * index + 2])
            }
        }
        self.init(width: raster.width, height: raster.height, values: values)
    }
}
