package import Cards
package import Geometry

/// In one of the photo's planes, such as a wall or a table: anywhere in it, in perspective, wholly inside.
package struct OnPlane: Placer {
    package var name = ""

    package init() {}

    package static let card = Card<OnPlane>(
        "plane", "In a plane of the photo, such as a wall or a table, in perspective. For flat objects.",
        .required(
            "name", \.name, .text("a plane's name"),
            "A plane that the photo's facts name. The object's “height” is in metres; without one, “size” is a share of the plane's shorter side."
        )
    )

    package static func needs(of values: DraftValues) -> [Need] {
        [.heightOrSize] + values.texts("name").map { .plane($0) }
    }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        guard let plane = stage.setting.planes[name] else { throw .missing(.noPlane, detail: name) }
        let image = Rect(PixelRect(width: stage.camera.width, height: stage.camera.height))
        guard Polygon(plane.corners).clipped(to: image).area > 0 else {
            throw .missing(.noPlane, detail: "“\(name)” lies outside the image")
        }
        return try subject.placement(
            in: plane, heightMetres: subject.heightMetres, named: name, on: stage, from: streams)
    }
}

/// The plane that an object lies in, in the image.
package struct PlacedPlane: Codable, Sendable, Hashable {
    /// Its name among the photo's facts, or the category of the labelled thing whose face it is.
    package var name: String
    /// Clockwise from its upper left corner, in pixels.
    package var corners: [Point]

    package init(name: String, corners: [Point]) {
        (self.name, self.corners) = (name, corners)
    }
}

extension Subject {
    /// How often a place is drawn until the image shows its middle.
    private static let tries = 20

    /// A place anywhere in a plane, wholly inside.
    ///
    /// - Parameter heightMetres: nil for an object whose size is a share of the plane.
    /// - Throws: `.missing(.offPlane)` for an object that is larger than the plane.
    func placement(
        in plane: SeenRectangle, heightMetres: Double?, named name: String, on stage: Stage,
        from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        guard case .card(let aspect) = shape else {
            preconditionFailure("the pipeline takes flat objects alone")
        }
        let image = Rect(PixelRect(width: stage.camera.width, height: stage.camera.height))
        let turned = turnedCard(in: plane, aspect: aspect, heightMetres: heightMetres)
        let card = Polygon(Rect(x: 0, y: 0, width: aspect, height: 1)).transformed(by: turned)
        guard let reach = card.bounds, reach.width <= plane.widthMetres, reach.height <= plane.heightMetres else {
            throw .missing(.offPlane, detail: plane.words(name))
        }
        var (x, y) = (streams.stream("x"), streams.stream("y"))
        var planeFromObject = turned
        for _ in 0..<Subject.tries {
            let left = x.unit() * (plane.widthMetres - reach.width)
            let top = y.unit() * (plane.heightMetres - reach.height)
            planeFromObject = .translation(x: left - reach.minX, y: top - reach.minY) * turned
            let middle = Point(left + reach.width / 2, top + reach.height / 2)
            if let shown = plane.imageFromPlane(middle), image.contains(shown) { break }
        }
        let imageFromObject = plane.imageFromPlane * planeFromObject
        return Placement(
            place: .flat(imageFromObject: imageFromObject, onGround: false),
            distanceMetres: imageFromObject.w(at: Point(aspect / 2, 0.5)),
            plane: PlacedPlane(name: name, corners: plane.corners))
    }

    /// A card as it is turned in a plane, in metres of the plane, its upper left corner at the origin.
    fileprivate func turnedCard(in plane: SeenRectangle, aspect: Double, heightMetres: Double?) -> Homography {
        let height = heightMetres ?? size * min(plane.widthMetres, plane.heightMetres) / max(1, aspect)
        // In space y points up, in the plane down.
        return Homography(
            linear.x.x * height, -linear.y.x * height, 0, -linear.x.y * height, linear.y.y * height, 0, 0, 0, 1)
    }
}

extension SeenRectangle {
    fileprivate func words(_ name: String) -> String {
        "“\(name)” is \(widthMetres.inThreeDigits) m by \(heightMetres.inThreeDigits) m"
    }
}
