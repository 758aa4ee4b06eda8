package import Drawings
package import Geometry
package import Rendering

/// One picture of a model: the model's turn, the direction of view, and the light. It is rendered once, and then set
/// into images as a flat object.
///
/// The model stands on level ground and is seen from a distance of eight times its size, so that its own depth hardly
/// matters. Its light is white, a sun under an even sky, so bright that a white level surface comes out at `white`. The
/// light of an image is applied when the picture is set in.
package struct ModelView: Hashable, Sendable, Codable {
    /// The number of the view among those of its object, from 0.
    package var number: Int
    /// The model's own axes to those of a viewer who stands level with it: x right, y up, z towards the viewer. A
    /// rotation, or one with x turned round for a model that is mirrored.
    package var turn: Matrix3
    /// How high the viewer stands above its foot: 90 looks straight down.
    package var elevationDegrees: Double
    /// Whether it stands on ground, which throws some light back.
    package var onGround: Bool
    /// The sun, in the axes of the viewer who stands level with the model.
    package var sun: RenderScene.Sun?
    /// The sky's radiance.
    package var sky: Double
    package var quality: RenderQuality

    package init(
        number: Int, turn: Matrix3, elevationDegrees: Double, onGround: Bool, sun: RenderScene.Sun?, sky: Double,
        quality: RenderQuality
    ) {
        self.number = number
        self.turn = turn
        self.elevationDegrees = elevationDegrees
        self.onGround = onGround
        self.sun = sun
        self.sky = sky
        self.quality = quality
    }

    /// The radiance of a white diffuse level surface in the light, linear. It is less than 1, so that surfaces that
    /// face the sun can be brighter.
    package static let white = 0.6

    private enum CodingKeys: String, CodingKey {
        case number
        case turn
        case elevationDegrees = "elevation_degrees"
        case onGround = "on_ground"
        case sun
        case sky
        case quality
    }
}

/// The facts about a view that placing needs: its shape, and where in the world its picture is a card.
package struct ViewShape: Sendable {
    package let outline: ObjectOutline
    /// The model's box under the view's turn, in metres.
    package let bounds: Mesh.Bounds
    /// The model's outermost points under the view's turn.
    package let support: [Vector3]
    /// The model's own height, not turned.
    package let modelHeight: Double
    /// How high the picture is, on the plane through the model's foot that faces the viewer; in metres.
    package let heightMetres: Double
    /// Where the model's foot is in the object plane: the middle of its footprint, on the ground.
    package let foot: Point
    /// The lines that the view shows, in the object plane; nil where nothing is written on the model, and where the places
    /// are not known.
    package let lines: [WrittenPart]?

    var byteCount: Int { outline.byteCount + support.count * MemoryLayout<Vector3>.stride + 256 }
}
