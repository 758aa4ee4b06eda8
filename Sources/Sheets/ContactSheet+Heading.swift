import Pictures

extension ContactSheet {
    private static let headingHeight = 64

    /// The whole sheet below a title and a line about it.
    func raster(title: String, facts: String) throws -> Raster {
        let tiles = try raster()
        let (bold, regular) = (Typeface(isBold: true), Typeface())
        let room = Double(tiles.width) - 44
        let body =
            SVG.rectangle(0, 0, Double(tiles.width), Double(Self.headingHeight), "fill=\"#171a1e\"")
            + bold.line(
                bold.fitted(title, size: 20, to: room, inMiddle: true), x: 22, baseline: 32, size: 20, fill: "#e8ecf0")
            + regular.line(regular.fitted(facts, size: 14, to: room), x: 22, baseline: 54, size: 14, fill: "#98a2ac")
        let heading = try Image(svg: SVG.document(width: tiles.width, height: Self.headingHeight, body)).raster()
        var whole = Raster(width: tiles.width, height: heading.height + tiles.height)
        whole.bytes = heading.bytes + tiles.bytes
        return whole
    }
}
