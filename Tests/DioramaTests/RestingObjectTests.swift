import Geometry
import Objects
import Rendering
import Scenes
import Studios
import Testing

@testable import Diorama

/// Objects that lie on the ground as after a throw.
@Suite struct RestingObjectTests {
    private let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photo("photos/a.png", seed: 3)
    }

    private func plan(_ pose: String, solid size: String = "[0.8, 0.2, 0.4]") throws -> Plan {
        try studio.write(
            """
            description: A brick.
            materials: {m: {colour: red}}
            parts: [{box: {size: \(size), at: [0, 1, 0], material: m}}]
            """, to: "brick.yaml")
        try studio.write(
            """
            diorama: 1
            images: 60
            backgrounds: {photos: [photos]}
            objects: {brick: {from: {solid: ./brick.yaml}, pose: \(pose)}}
            scene:
              count: 1
              camera: {height: 1.5, fov: 60, horizon: 0.3}
              place: {ground: {distance: {uniform: [4, 9]}}}
              overlap: {max: 1, visible: {min: 0}, truncated: {max: 1}}
            """, to: "pipeline.yaml")
        return try Plan(path: studio.path("pipeline.yaml"))
    }

    /// The box of each brick in the world, as its scene has placed it.
    private func boxes(_ plan: Plan) throws -> [Mesh.Bounds] {
        let maker = plan.maker
        return try (0..<60).flatMap { index in
            let photo = try #require(maker.photos.photo(forImage: index))
            return try maker.drawer.draw(index, on: LabelledPhoto(photo)).objects.map { object in
                guard case .solid(let pose, onGround: true) = object.place else {
                    throw JobError.usage("the brick is not on the ground")
                }
                let bounds = try maker.objects.model(of: object.from).model.bounds(under: pose.linear)
                return Mesh.Bounds(lower: bounds.lower + pose.position, upper: bounds.upper + pose.position)
            }
        }
    }

    @Test(arguments: ["{rest: any}", "{rest: any, flip: {chance: 1}}"])
    func aBrickLiesLevelOnOneOfItsSides(pose: String) throws {
        let boxes = try boxes(plan(pose))
        #expect(boxes.count == 60)
        var heights: [Double: Int] = [:]
        for box in boxes {
            #expect(abs(box.lower.y) < 1e-5)
            let side = try #require([0.8, 0.2, 0.4].first { abs($0 - box.size.y) < 1e-5 }, "\(box.size.y)")
            heights[side, default: 0] += 1
        }
        // By the solid angles of its sides 66 %, 25 % and 9 %.
        #expect((28...52).contains(heights[0.2, default: 0]), "\(heights)")
        #expect((5...26).contains(heights[0.4, default: 0]), "\(heights)")
        #expect((1...15).contains(heights[0.8, default: 0]), "\(heights)")
        // It is turned any way about the vertical.
        #expect(Set(boxes.map { (10 * $0.size.x).rounded() }).count > 4)
    }

    @Test func onlyBodiesRest() throws {
        func mistakes(_ object: String) throws -> [String] {
            try studio.write(
                "diorama: 1\nbackgrounds: {photos: [photos]}\nobjects:\n  x: \(object)\nscene: {place: anywhere}\n",
                to: "p.yaml")
            let error = #expect(throws: PipelineMistakes.self) { try PipelineFile(studio.path("p.yaml")) }
            return try #require(error).mistakes.map { "\($0.line):\($0.column) \($0.message)" }
        }
        #expect(
            try mistakes("{from: {text: a}, pose: {rest: any}}") == [
                "4:37 “rest” is for 3D objects, and a “text” is flat: turn it by “yaw”, “pitch” and “roll”"
            ])
        #expect(
            try mistakes("{from: {solid: crate}, pose: {rest: any, roll: 90}}") == [
                "4:35 “rest” turns it as it lies, in place of “yaw”, “pitch” and “roll”: leave these out"
            ])
        #expect(
            try mistakes("{from: {solid: crate}, pose: {rest: any, free: true}}") == [
                "4:35 “free” floats any way up, and “rest” lies still: leave one of them out"
            ])
    }
}
