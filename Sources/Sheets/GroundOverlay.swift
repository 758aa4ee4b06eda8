import Cards
import Facts
package import Geometry
package import Pictures

/// What a photo's facts say of its ground, drawn over it: a grid with its distances, the horizon, the ground's outline,
/// and poles as high as a person.
package enum GroundOverlay {
    /// - Parameters:
    ///   - picture: the photo, in any size.
    ///   - camera: the camera of this picture.
    ///   - outline: the ground's outline in pixels of this picture; nil for all below the horizon.
    ///   - isKnown: whether the horizon is known; otherwise nothing is drawn.
    package static func draw(
        on picture: Raster, seenBy camera: Camera, outline: Polygon?, isKnown: Bool
    ) throws(PictureError) -> Raster {
        let image = try Image(picture).bands(from: 0, count: 3)
        guard isKnown else { return try image.raster() }
        let svg = drawing(seenBy: camera, outline: outline)
        return try image.under(Image(svg: svg)).raster()
    }

    /// The height of the poles, in metres.
    private static let person = 1.7

    static func drawing(seenBy camera: Camera, outline: Polygon?) -> String {
        let (width, height) = (camera.width, camera.height)
        let unit = max(1, Double(max(width, height)) / 900)
        let type = Typeface(isBold: true)
        var body = ""
        func line(_ from: Point, _ to: Point, _ colour: String, _ thick: Double, _ opacity: Double = 1) {
            let ends =
                "x1=\"\(SVG.number(from.x))\" y1=\"\(SVG.number(from.y))\" x2=\"\(SVG.number(to.x))\" y2=\"\(SVG.number(to.y))\""
            body +=
                "<line \(ends) stroke=\"#000\" stroke-opacity=\"\(0.4 * opacity)\" stroke-width=\"\(SVG.number(thick + 1.5 * unit))\"/>"
            body +=
                "<line \(ends) stroke=\"\(colour)\" stroke-opacity=\"\(opacity)\" stroke-width=\"\(SVG.number(thick))\"/>"
        }
        func words(_ text: String, at place: Point, _ colour: String) {
            let size = 12 * unit
            let wide = type.width(of: text, size: size)
            let x = min(max(2, place.x + 4 * unit), Double(width) - wide - 4 * unit)
            body += SVG.rectangle(
                x - 2 * unit, place.y - size, wide + 4 * unit, size + 3 * unit, radius: 2 * unit,
                "fill=\"#000\" fill-opacity=\"0.55\"")
            body += type.line(text, x: x, baseline: place.y - 1.5 * unit, size: size, fill: colour)
        }
        let grid = GroundGrid(seenBy: camera, on: outline)
        for piece in grid.lines { line(piece.from, piece.to, "#7fe8ff", unit, 0.8) }
        if let outline {
            for (a, b) in outline.edges { line(a, b, "#ffe14d", 2 * unit) }
        }
        // A camera that looks straight down has a horizon nowhere.
        let (left, right) = (camera.horizonY(atX: 0), camera.horizonY(atX: Double(width)))
        let hasHorizon = max(abs(left), abs(right)) < 10 * Double(height)
        if hasHorizon { line(Point(0, left), Point(Double(width), right), "#ff7a2f", 2 * unit) }
        // Poles stand where their distances are written, so that they hide no more of the grid than they must.
        for least in [4.0, 10, 25] {
            guard let label = grid.labels.first(where: { $0.distanceMetres >= least }),
                let foot = camera.groundPoint(at: label.at), let head = camera.image(of: foot + [0, person, 0])
            else { continue }
            line(label.at, head, "#ff5fd2", 2.5 * unit)
        }
        var last: Point?
        for label in grid.labels {
            if let last, abs(last.y - label.at.y) < 17 * unit, abs(last.x - label.at.x) < 60 * unit { continue }
            last = label.at
            words("\(label.distanceMetres.inThreeDigits) m", at: label.at, "#e9fbff")
        }
        if hasHorizon {
            let row = min(max(left, 16 * unit), Double(height) - 4 * unit)
            words("horizon", at: Point(4 * unit, row), "#ffb98f")
        }
        return SVG.document(width: width, height: height, body)
    }
}
