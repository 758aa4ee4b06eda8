import Cards
import Geometry
package import Objects
package import Pipelines

extension Pipeline {
    /// The use of an object, as far as it decides which of a source's objects suit it.
    ///
    /// - Parameter photo: the photo that it is set into.
    package func use(of object: Object, in photo: String? = nil) -> ObjectUse {
        let pose = object.pose
        let isUpright =
            !pose.isFree && pose.rest == nil && [pose.yaw, pose.pitch, pose.roll].allSatisfy { $0.constants == [0] }
        var edges = isUpright ? Edges.all : []
        for case .one(let name, _, _, _) in place(of: object).alternatives {
            edges.formIntersection(Placers.all.first { Self.name(of: $0) == name }?.edges ?? [])
        }
        return ObjectUse(photo: photo, edges: edges)
    }

    private static func name<P: Placer>(of placer: P.Type) -> String { P.card.name }
}

extension ObjectPlace {
    /// The place moved so that the sides of an object that its photo's edges cut off lie at the same edges of the image.
    ///
    /// - Parameters:
    ///   - edges: as the object is seen, which may be mirrored.
    ///   - bounds: the object's, at this place, in image pixels.
    ///   - beyond: how far the sides lie outside the image, so that none of the cut shows.
    func flush(_ edges: Edges, _ bounds: Rect, beyond: Double, width: Int, height: Int) -> ObjectPlace {
        guard case .flat(let imageFromObject, let onGround) = self, !edges.isEmpty else { return self }
        var (x, y) = (0.0, 0.0)
        if edges.contains(.left) { x = -beyond - bounds.minX }
        if edges.contains(.right) { x = Double(width) + beyond - bounds.maxX }
        if edges.contains(.top) { y = -beyond - bounds.minY }
        if edges.contains(.bottom) { y = Double(height) + beyond - bounds.maxY }
        return .flat(imageFromObject: .translation(x: x, y: y) * imageFromObject, onGround: onGround)
    }

    /// How far beyond the image's edge a cut side lies: more than an outline may miss its texels by.
    static func beyond(of bounds: Rect) -> Double { 1 + max(bounds.width, bounds.height) / 128 }
}
