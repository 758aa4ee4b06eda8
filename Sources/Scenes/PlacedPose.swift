import Cards
import Foundation
import Geometry
import Pipelines

/// How an object is turned before it has a place.
package struct PlacedPose: Codable, Sendable, Hashable {
    package var yawDegrees: Double
    package var pitchDegrees: Double
    package var rollDegrees: Double
    package var flipped: Bool
}

extension PlacedPose {
    /// Draws a pose by a pipeline's rule.
    init(_ rule: Pipeline.Pose, from streams: RandomStreams) {
        let flipped = streams.happens("flip", chance: rule.flip.chance)
        guard rule.isFree else {
            self.init(
                yawDegrees: streams.draw("yaw", rule.yaw), pitchDegrees: streams.draw("pitch", rule.pitch),
                rollDegrees: streams.draw("roll", rule.roll), flipped: flipped)
            return
        }
        // Even over all rotations: yaw and roll are, and the sine of the pitch between them.
        var stream = streams.stream("free")
        let (yaw, sine, roll) = (stream.uniform(0, 360), stream.uniform(-1, 1), stream.uniform(0, 360))
        self.init(yawDegrees: yaw, pitchDegrees: asin(sine) * 180 / .pi, rollDegrees: roll, flipped: flipped)
    }

    /// Draws a pose in which a body lies still: on one of its sides, turned any way about the vertical.
    init(_ rule: Pipeline.Pose, resting poses: RestingPoses, from streams: RandomStreams) {
        let flipped = streams.happens("flip", chance: rule.flip.chance)
        var stream = streams.stream("rest")
        var down = poses.poses[stream.index(weights: poses.poses.map(\.probability))].down
        if flipped { down.x = -down.x }
        let turn = Matrix3.yaw(.degrees(stream.uniform(0, 360))) * Matrix3(from: down, to: [0, -1, 0])
        let angles = turn.angles
        self.init(
            yawDegrees: angles.yaw.degrees, pitchDegrees: 0 - angles.pitch.degrees,
            rollDegrees: 0 - angles.roll.degrees,
            flipped: flipped)
    }

    /// The pose as it is applied to a model: one that is flipped is mirrored first.
    var turn: Matrix3 { rotation * Matrix3(x: [flipped ? -1 : 1, 0, 0], y: [0, 1, 0], z: [0, 0, 1]) }

    /// The pipeline's pitch leans the top to the back and its roll turns clockwise, against the axes of the world.
    var rotation: Matrix3 {
        .rotation(yaw: .degrees(yawDegrees), pitch: .degrees(-pitchDegrees), roll: .degrees(-rollDegrees))
    }
}

extension PlacedPose {
    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case yawDegrees = "yaw_degrees"
        case pitchDegrees = "pitch_degrees"
        case rollDegrees = "roll_degrees"
        case flipped
    }
}
