import Geometry
package import Pictures

/// Many labelled pictures on one sheet, each small, with a legend below.
///
/// The same pictures in the same order give the same bytes on one machine. Holds the small pictures only, some 0.8 MB
/// each.
package struct ContactSheet {
    /// A picture of a sheet, ready to be laid out.
    package struct Tile: Sendable {
        /// The small picture, with its labels drawn on it.
        package let picture: Raster
        /// The category of each label.
        let categories: [String]
        let caption: String
    }

    package let painter: LabelPainter
    /// The longer side of a tile in pixels.
    package let tileSize: Int
    private var tiles: [Tile] = []

    private static let background: [UInt8] = [0x17, 0x1a, 0x1e, 0xff]
    private static let backgroundHex = "#171a1e"
    private static let margin = 20
    private static let captionHeight = 22

    package init(painter: LabelPainter, tileSize: Int = 560) {
        self.painter = painter
        self.tileSize = tileSize
    }

    /// A picture scaled so that its longer side is `tileSize`, labels drawn on it.
    ///
    /// This is the main work of a sheet. It may be done for many pictures at once and in any order; the tiles are then
    /// added in their order.
    ///
    /// - Parameter caption: A line under the picture; shortened in its middle where it is too long.
    package func tile(_ picture: Raster, labels: [PictureLabel], caption: String = "") throws -> Tile {
        let scale = Double(tileSize) / Double(max(picture.width, picture.height))
        let width = max(1, Int((Double(picture.width) * scale).rounded()))
        let height = max(1, Int((Double(picture.height) * scale).rounded()))
        let image = try painter.draw(labels, on: picture, width: width, height: height, unit: 1)
        let cut = SVG.document(width: width, height: height, Self.corners(Double(width), Double(height)))
        return Tile(
            picture: try image.under(Image(svg: cut)).raster(), categories: labels.map(\.category), caption: caption)
    }

    package mutating func add(_ tile: Tile) {
        tiles.append(tile)
    }

    /// The whole sheet.
    package func raster() throws -> Raster {
        precondition(!tiles.isEmpty, "a sheet shows at least one picture")
        let sizes = tiles.map { (width: $0.picture.width, height: $0.picture.height) }
        let hasCaptions = tiles.contains { !$0.caption.isEmpty }
        // The median aspect stands for all tiles.
        let aspects = sizes.map { Double($0.width) / Double($0.height) }.sorted()
        let layout = SheetLayout(
            sizes: sizes, columns: SheetLayout.columns(for: tiles.count, aspect: aspects[aspects.count / 2]),
            margin: Self.margin, caption: hasCaptions ? Self.captionHeight : 0)

        var counts: [String: Int] = [:]
        for category in tiles.flatMap(\.categories) { counts[category, default: 0] += 1 }
        let entries = painter.categories.compactMap { name in counts[name].map { (category: name, count: $0) } }
        let legendWidth = layout.width - 2 * Self.margin
        let legend = Legend(entries, width: legendWidth, painter: painter)

        var sheet = Raster(
            width: layout.width, height: layout.height + (legend.height > 0 ? legend.height + Self.margin / 2 : 0))
        sheet.fill(Self.background)
        for (tile, corner) in zip(tiles, layout.corners) {
            sheet.paste(tile.picture, x: corner.x, y: corner.y)
            guard !tile.caption.isEmpty else { continue }
            let caption = painter.regular.fitted(
                tile.caption, size: 12, to: Double(tile.picture.width) - 4, inMiddle: true)
            let line = painter.regular.line(caption, x: 2, baseline: 16, size: 12, fill: "#98a2ac")
            sheet.paste(
                try Self.strip(line, width: tile.picture.width, height: Self.captionHeight), x: corner.x,
                y: corner.y + tile.picture.height)
        }
        if legend.height > 0 {
            sheet.paste(
                try Self.strip(legend.body, width: legendWidth, height: legend.height), x: Self.margin,
                y: layout.height - Self.margin / 4)
        }
        return sheet
    }

    /// A drawing on the sheet's background.
    private static func strip(_ body: String, width: Int, height: Int) throws -> Raster {
        let ground = SVG.rectangle(0, 0, Double(width), Double(height), "fill=\"\(backgroundHex)\"")
        return try Image(svg: SVG.document(width: width, height: height, ground + body)).raster()
    }

    /// The area outside a rounded rectangle, in the colour of the background.
    private static func corners(_ width: Double, _ height: Double) -> String {
        let radius = 6.0
        let (w, h, r) = (SVG.number(width), SVG.number(height), SVG.number(radius))
        let (right, bottom) = (SVG.number(width - radius), SVG.number(height - radius))
        return "<path fill=\"\(backgroundHex)\" fill-rule=\"evenodd\" d=\"M0 0H\(w)V\(h)H0z"
            + "M\(r) 0H\(right)A\(r) \(r) 0 0 1 \(w) \(r)V\(bottom)A\(r) \(r) 0 0 1 \(right) \(h)"
            + "H\(r)A\(r) \(r) 0 0 1 0 \(bottom)V\(r)A\(r) \(r) 0 0 1 \(r) 0z\"/>"
    }
}

extension Raster {
    /// Sets every pixel to the same four bytes.
    fileprivate mutating func fill(_ pixel: [UInt8]) {
        bytes = Array(repeatElement(pixel, count: width * height).joined())
    }

    /// Replaces the pixels from (x, y) on by those of a raster that fits.
    fileprivate mutating func paste(_ other: Raster, x: Int, y: Int) {
        for row in 0..<other.height {
            let start = ((y + row) * width + x) * 4
            let source = row * other.width * 4
            bytes.replaceSubrange(
                start..<start + other.width * 4, with: other.bytes[source..<source + other.width * 4])
        }
    }
}
