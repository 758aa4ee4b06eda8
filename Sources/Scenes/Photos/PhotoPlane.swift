package import Cards
package import Geometry

extension PhotoFacts {
    /// A flat rectangle that the photo shows, in perspective: a wall, a table, a poster's place.
    package struct Plane: Described, Hashable {
        /// Upper left, upper right, lower right, lower left, in shares of the photo's width and height. They may lie
        /// outside the photo.
        package var corners: [Point] = []
        /// The length of the upper side.
        package var widthMetres = 1.0

        package init() {}

        package init(_ corners: [Point], widthMetres: Double) {
            (self.corners, self.widthMetres) = (corners, widthMetres)
        }

        package static let card = Card<Plane>(
            "a plane", "A flat rectangle that the photo shows, such as a wall or a table.",
            .required(
                "corners", \.corners, .list(.photoPoint(in: -1...2), count: 4...4),
                "Its four corners as [x, y] shares, clockwise from its top left; they may lie outside the photo."),
            .required(
                "width", \.widthMetres, .number(in: 0.01...10_000, .metres),
                "The length of its upper side. The height follows from the corners and the field of view."),
            check: { plane in SeenRectangle.problem(plane.corners).map { ["this is no plane: \($0)"] } ?? [] }
        )
    }
}

extension Form where V == [String: PhotoFacts.Plane] {
    static var planes: Form { .byName(.block(PhotoFacts.Plane.card), of: "names of planes") }
}
