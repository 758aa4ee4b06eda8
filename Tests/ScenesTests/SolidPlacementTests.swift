import Cards
import Geometry
import Objects
import Pipelines
import Rendering
import Testing

@testable import Scenes

/// A level camera 1.5 m above the ground: 1000 × 800 pixels, focal length 500 pixels.
private func stage(hasGround: Bool = true) -> Stage {
    let view = PhotoView(photoWidth: 1000, photoHeight: 800)
    var facts = PhotoFacts()
    facts.horizon = hasGround ? 0.5 : nil
    facts.fieldOfView = .degrees(90)
    facts.cameraHeightMetres = 1.5
    let defaults = PhotoCameraDefaults(fieldOfView: .degrees(60), horizon: nil, heightMetres: 1.6)
    return Stage(setting: view.setting(facts, defaults: defaults), view: view)
}

/// A block of 2 × 1 × 3 m whose own origin is far from it.
private func block() throws -> Model {
    let corners = (0..<8).map { index in
        SIMD3<Float>(
            index & 1 == 0 ? 10 : 12, index & 2 == 0 ? 5 : 6, index & 4 == 0 ? -4 : -1)
    }
    return try Model(
        Mesh(positions: corners, triangles: [[0, 1, 2], [1, 3, 2], [4, 6, 5], [5, 6, 7], [0, 4, 1], [2, 3, 6]]))
}

private func pose(yaw: Double = 0, roll: Double = 0, flipped: Bool = false) -> PlacedPose {
    PlacedPose(yawDegrees: yaw, pitchDegrees: 0, rollDegrees: roll, flipped: flipped)
}

private func worldFromObject(_ placement: Placement) throws -> Pose {
    guard case .solid(let pose, _) = placement.place else {
        Issue.record("a model has a pose")
        return Pose()
    }
    return pose
}

@Suite struct SolidPlacementTests {
    @Test(arguments: [0.0, 30, 90], [0.0, 45, 180])
    func onTheGroundItStandsOnItsLowestPointOverItsFoot(yaw: Double, roll: Double) throws {
        let model = try block()
        var placer = Ground()
        placer.distance = 10
        for flipped in [false, true] {
            let subject = ObjectShape.model(model).subject(
                pose(yaw: yaw, roll: roll, flipped: flipped), heightMetres: nil, size: 0.2)
            let placement = try placer.propose(
                subject, on: stage(), from: RandomStreams(seed: 1, image: 0).scope("0"))
            let pose = try worldFromObject(placement)
            let corners = model.bounds.corners.map { pose($0) }
            let lowest = corners.map(\.y).min() ?? 1
            #expect(abs(lowest) < 1e-5)
            let middle = corners.reduce(Vector3(), +) / 8
            #expect(abs((middle.x * middle.x + middle.z * middle.z).squareRoot() - 10) < 1e-4)
            #expect(placement.place.isOnGround)
            #expect((pose.linear.determinant < 0) == flipped)
        }
    }

    @Test func aHeightScalesTheWholeOfIt() throws {
        let model = try block()
        let subject = ObjectShape.model(model).subject(pose(), heightMetres: 0.5, size: 0.2)
        guard case .solid(let bounds) = subject.shape else {
            Issue.record("a model is solid")
            return
        }
        #expect((bounds.size - [1, 0.5, 1.5]).length < 1e-6)
        #expect(ObjectShape.model(model).subject(pose(), heightMetres: nil, size: 0.2).heightMetres == 1)
    }

    @Test func atAPointOfTheImageItsCentreIsThereAndItsSizeIsTheShare() throws {
        let model = try block()
        let subject = ObjectShape.model(model).subject(pose(), heightMetres: nil, size: 0.25)
        var placer = At()
        placer.x = 0.7
        placer.y = 0.3
        let placement = try placer.propose(subject, on: stage(), from: RandomStreams(seed: 1, image: 0))
        let pose = try worldFromObject(placement)
        let centre = pose(model.bounds.center)
        let image = try #require(stage().camera.image(of: centre))
        #expect(abs(image.x - 700) < 1e-6 && abs(image.y - 240) < 1e-6)
        // Two metres are a quarter of 800 pixels: at 500 pixels of focal length that is 5 m away.
        #expect(abs(stage().camera.depth(of: centre) - 5) < 1e-6)
        #expect(abs((placement.distanceMetres ?? 0) - 5) < 1e-6)
        // Its middle is 1 m above the camera: above the ground.
        #expect(placement.place.isOnGround)
        placer.y = 0.95
        #expect(
            try !placer.propose(subject, on: stage(), from: RandomStreams(seed: 1, image: 0)).place.isOnGround)
        placer.y = 0.3
        #expect(
            try !placer.propose(subject, on: stage(hasGround: false), from: RandomStreams(seed: 1, image: 0)).place
                .isOnGround)
    }

    @Test func anywhereItIsNotBelowThePhotosGround() throws {
        let model = try block()
        let subject = ObjectShape.model(model).subject(pose(yaw: 30), heightMetres: nil, size: 0.25)
        var (proposed, refused) = (0, 0)
        for image in 0..<100 {
            let streams = RandomStreams(seed: 1, image: image)
            #expect(try Anywhere().propose(subject, on: stage(hasGround: false), from: streams).distanceMetres != nil)
            do {
                let world = try worldFromObject(Anywhere().propose(subject, on: stage(), from: streams))
                #expect(model.bounds.corners.allSatisfy { world($0).y >= 0 })
                proposed += 1
            } catch PlacingError.unlucky {
                refused += 1
            }
        }
        // It is 2 m wide and 5 m away, so that a little below the horizon it would reach into the ground.
        #expect(proposed > 40 && refused > 20)
    }

    @Test func itsSilhouetteIsThatOfItsOutermostPoints() throws {
        let shape = ObjectShape.model(try block())
        let subject = shape.subject(pose(yaw: 20), heightMetres: nil, size: 0.25)
        let placement = try At().propose(subject, on: stage(), from: RandomStreams(seed: 1, image: 0))
        let silhouette = try #require(shape.silhouette(placement.place, seenBy: stage().camera))
        let world = try worldFromObject(placement)
        let corners = try block().bounds.corners.map { try #require(stage().camera.image(of: world($0))) }
        let expected = try #require(Rect(bounding: corners))
        #expect(abs(silhouette.bounds.minX - expected.minX) < 1e-6)
        #expect(abs(silhouette.bounds.maxY - expected.maxY) < 1e-6)
    }

    @Test func twoThatStandInsideEachOtherAreNotBothLetIn() {
        func box(_ x: Double, _ y: Double, _ z: Double) -> Footprint {
            Footprint(
                [-1.0, 1].flatMap { dx in
                    [0.0, 1].flatMap { dy in [-1.0, 1].map { Vector3(x + dx, y + dy, z + $0) } }
                })
        }
        #expect(box(0, 0, 0).intersects(box(1.5, 0, 0)))
        #expect(box(0, 0, 0).intersects(box(1.5, 0.5, 1.5)))
        #expect(!box(0, 0, 0).intersects(box(2.1, 0, 0)))
        #expect(!box(0, 0, 0).intersects(box(0, 0, -2.1)))
        // Above each other.
        #expect(!box(0, 0, 0).intersects(box(0.5, 1.1, 0)))
    }

    @Test func freePosesAreEvenOverAllDirections() {
        var rules = Pipeline.Object()
        rules.pose.isFree = true
        var sum = Vector3()
        var squares = Vector3()
        let count = 4000
        for image in 0..<count {
            let drawn = PlacedPose(rules.pose, from: RandomStreams(seed: 5, image: image))
            let up = drawn.rotation * [0, 1, 0]
            sum += up
            squares += up * up
        }
        // Each component of an even direction has mean 0 and variance 1/3.
        let (mean, square) = (sum / Double(count), squares / Double(count))
        for axis in 0..<3 {
            #expect(abs(mean[axis]) < 0.04)
            #expect(abs(square[axis] - 1.0 / 3) < 0.03)
        }
    }
}

@Suite struct FootprintTests {
    /// A cube of 1 m.
    private func block(x: Double, lower: Double = 0) -> Footprint {
        let corner: Vector3 = [x, lower, 0]
        let corners: [Vector3] = [
            [0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 1, 1],
        ]
        return Footprint(corners.map { corner + $0 })
    }

    /// A card 2 m wide and 1 m tall, its middle at (x, z).
    private func card(x: Double, z: Double, yaw: Double = 0, height: Double = 1) -> Footprint {
        let across = Matrix3.yaw(.degrees(yaw)).x
        let foot: Vector3 = [x, 0, z]
        return Footprint(
            [foot - across, foot + across, foot - across + [0, height, 0], foot + across + [0, height, 0]], isFlat: true
        )
    }

    @Test func solidsShareNoSpace() {
        #expect(block(x: 0).intersects(block(x: 0.9)))
        #expect(!block(x: 0).intersects(block(x: 1.1)))
        #expect(!block(x: 0).intersects(block(x: 0, lower: 1)))
        #expect(block(x: 0).intersects(block(x: 0, lower: 0.9)))
    }

    @Test func aCardDoesNotStickInASolid() {
        #expect(card(x: 0.5, z: 0.5).intersects(block(x: 0)))
        #expect(block(x: 0).intersects(card(x: 1.9, z: 0.5)))
        #expect(!card(x: 2.1, z: 0.5).intersects(block(x: 0)))
        #expect(!card(x: 0.5, z: 1.1).intersects(block(x: 0)))
        #expect(card(x: 0.5, z: 1.5, yaw: 60).intersects(block(x: 0)))
        #expect(!card(x: 1.8, z: 1.8, yaw: 45).intersects(block(x: 0)))
    }

    @Test func cardsMayCrossAndLieUnderfoot() {
        #expect(!card(x: 0, z: 0).intersects(card(x: 0, z: 0, yaw: 90)))
        #expect(!card(x: 0.5, z: 0.5, height: 1e-12).intersects(block(x: 0)))
    }
}
