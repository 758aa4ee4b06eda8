package import Datasets
package import Geometry
import Pictures

/// A small picture of a report, with the labels that are drawn over it.
package struct ReportTile: Sendable {
    /// A JPEG; nil where the photo cannot be read.
    let picture: [UInt8]?
    /// The part of the image that the picture shows, in the image's pixels.
    let view: Rect
    let name: String
    let caption: String
    let labels: [ReportLabel]

    /// - Parameters:
    ///   - view: the part of the photo that is shown; nil for all of it.
    ///   - marked: the label that the tile is about, by its place.
    package init(
        _ photo: DatasetSurvey.Photo, view: PixelRect?, marked: Int?, caption: String, categories: [Int: Int]
    ) {
        let whole = PixelRect(width: photo.frame.width, height: photo.frame.height)
        let shown = view ?? whole
        self.view = Rect(shown)
        name = photo.photo.path.split(separator: "/").suffix(2).joined(separator: "/")
        self.caption = caption
        // A crop is not made larger than it is.
        let scale = min(1, Double(Self.longerSide) / Double(max(shown.width, shown.height, 1)))
        labels = ReportLabel.labels(of: photo, in: self.view, marked: marked, scale: scale, categories: categories)
        picture = photo.hasPicture ? try? Self.jpeg(photo, shown, scale) : nil
    }

    /// In pixels, of the embedded picture.
    private static let longerSide = 420

    private static func jpeg(_ photo: DatasetSurvey.Photo, _ view: PixelRect, _ scale: Double) throws -> [UInt8] {
        var raster = Raster(width: 1, height: 1)
        try PhotoFile.decode(
            photo.photo.path,
            PhotoFile.Options(
                crop: PhotoFile.Crop(left: view.minX, top: view.minY, width: view.width, height: view.height),
                width: max(1, Int((Double(view.width) * scale).rounded())),
                height: max(1, Int((Double(view.height) * scale).rounded()))), into: &raster)
        return try PhotoFile.encode(raster, as: .jpeg(quality: 78, subsampling: .quarter, optimized: true))
    }
}

/// Tiles of one kind.
package struct ReportTileGroup: Sendable {
    package let title: String
    package let note: String
    package let tiles: [ReportTile]

    package init(_ title: String, _ note: String, _ tiles: [ReportTile]) {
        (self.title, self.note, self.tiles) = (title, note, tiles)
    }
}
