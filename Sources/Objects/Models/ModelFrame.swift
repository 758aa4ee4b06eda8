package import Cards
import Geometry
package import Rendering

/// The axes and the unit of a model, and its named points.
package struct ModelFrame: Sendable {
    /// The length of the unit in metres.
    package var unit = 1.0
    package var up = Mesh.Options.Up.y
    /// The turn in degrees.
    package var front = 0.0
    /// The points by name, in the model's own axes and unit.
    package var keypoints: [Named<[Double]>] = []

    package init() {}

    /// Metres, y up, the front towards +z, from the model's own.
    var worldFromFile: Matrix3 { options.worldFromFile }

    private var options: Mesh.Options { Mesh.Options(metresPerUnit: unit, up: up, front: .degrees(front)) }

    /// The named points, where `worldFromFile` takes the model's own axes.
    func placed(_ worldFromFile: Matrix3) -> [Keypoint] {
        keypoints.map { point in
            Keypoint(point.name, at: worldFromFile * [point.value[0], point.value[1], point.value[2]])
        }
    }
}

/// An entry of a file that describes a model's axes and unit.
protocol FramesModel: Sendable {
    var frame: ModelFrame { get set }
}

extension FramesModel {
    static var frameFields: [Field<Self>] {
        [
            .field(
                "unit", \.frame.unit, .number(in: 1e-6...1e6, .metres),
                "The length of the file's unit: 0.01 where it is in centimetres. Furniture libraries are in metres."),
            .field("up", \.frame.up, .word, "Which of the file's axes points up."),
            .field(
                "front", \.frame.front, .number(in: -360...360, .degrees),
                "Turns the model about the vertical so that its front looks along +z, at the viewer."),
            .field(
                "keypoints", \.frame.keypoints, .map(.list(.number(), count: 3...3), of: "names"),
                "Points to be labelled, by name, each as [x, y, z] in the file's own axes and unit."),
        ]
    }
}
