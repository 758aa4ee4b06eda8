package import Drawings
import Geometry
import Masks
package import Pictures

/// Draws labels on pictures: masks, boxes and names, one colour to a category.
///
/// The drawing is an SVG that librsvg renders. The same labels and pixels give the same bytes on one machine. May be
/// used from many threads at once.
package struct LabelPainter: Sendable {
    /// The names, in the order that gives them their colours.
    package let categories: [String]
    /// Whether masks are filled with their category's colour, besides their outlines.
    let isTinted: Bool
    private let colours: [String: Colour]
    let regular = Typeface()
    let bold = Typeface(isBold: true)

    /// - Parameter categories: All categories of labels, in the pipeline's order. A category's colour depends only on
    ///   its place, so it is the same in every picture and run.
    package init(categories: [String], isTinted: Bool = true) {
        self.isTinted = isTinted
        self.categories = categories
        colours = Dictionary(
            zip(categories, Colour.palette(categories.count)), uniquingKeysWith: { first, _ in first })
    }

    package func colour(of category: String) -> Colour {
        guard let colour = colours[category] else {
            preconditionFailure("the painter was not told of category '\(category)'")
        }
        return colour
    }

    /// A copy of the picture, in its own size, with its labels drawn on it.
    package func draw(_ labels: [PictureLabel], on picture: Raster) throws -> Raster {
        // Lines and type grow with the picture, so that they look the same when it is scaled to fit a screen.
        let unit = max(1, Double(max(picture.width, picture.height)) / 1000)
        return try draw(labels, on: picture, width: picture.width, height: picture.height, unit: unit).raster()
    }

    /// The picture in another size, with its labels drawn afterwards, so that they are sharp.
    ///
    /// - Parameter unit: The width in pixels of a thin line; type is 13 units high.
    func draw(
        _ labels: [PictureLabel], on picture: Raster, width: Int, height: Int, unit: Double
    ) throws -> Image {
        var image = try Image(picture).bands(from: 0, count: 3)
        if image.width != width || image.height != height { image = try image.resize(width: width, height: height) }
        guard !labels.isEmpty else { return image }
        let drawing = overlay(
            labels, pictureWidth: picture.width, pictureHeight: picture.height, width: width, height: height,
            unit: unit)
        return try image.under(Image(svg: drawing))
    }
}

extension Image {
    /// The image with a drawing of the same size laid over it.
    func under(_ drawing: Image) throws(PictureError) -> Image {
        try Operation("composite2", ["base": .image(self), "overlay": .image(drawing), "mode": "over"]).image()
    }
}
