package import Cards
package import Geometry

/// Where a finished picture shows what the stage has at a point: effects such as a lens move things.
package protocol PictureMap: Sendable {
    /// Where a point of the stage's picture comes to lie, both in pixels; nil where it comes to lie nowhere.
    func place(of point: Point) -> Point?
}

/// A picture in which nothing is moved, beside others of its scene.
struct UnmovedPicture: PictureMap {
    func place(of point: Point) -> Point? { point }
}

/// The effects that move things, as far as placing has to know them: objects keep their limits in the finished picture.
package struct PictureMaps: Sendable {
    /// The names of the effects that move things.
    package let movers: Set<String>
    /// The map of an image's effects, as the camera sees it; nil where they move nothing.
    let map: @Sendable (_ effects: [DrawnPart], _ camera: Camera) -> (any PictureMap)?

    /// - Parameters:
    ///   - movers: the names of the effects that move things.
    ///   - map: the map of an image's effects, as the camera sees it; nil where they move nothing.
    package init(
        movers: Set<String>, map: @escaping @Sendable (_ effects: [DrawnPart], _ camera: Camera) -> (any PictureMap)?
    ) {
        (self.movers, self.map) = (movers, map)
    }
}
