import Cards
import Geometry
import Pipelines
import Testing

@testable import Scenes

@Suite struct PlanePlacementTests {
    /// A wall of 3 × 2 m, turned away to the right, in a photo of 1000 × 800 pixels.
    private static let view = PhotoView(photoWidth: 1000, photoHeight: 800)
    private static let defaults = PhotoCameraDefaults(fieldOfView: .degrees(60), horizon: nil, heightMetres: 1.6)

    private static func facts() throws -> PhotoFacts {
        var facts = PhotoFacts()
        (facts.horizon, facts.fieldOfView, facts.cameraHeightMetres) = (0.5, .degrees(60), 1.5)
        let turn = Matrix3.yaw(.degrees(40))
        let camera = view.camera(facts, defaults: defaults)
        let corners = try [(0.0, 0.0), (3, 0), (3, -2), (0, -2)].map { x, y in
            let point = try #require(camera.image(of: [-1.3, 2.6, -4] + turn * [x, y, 0]))
            return Point(point.x / 1000, point.y / 800)
        }
        facts.planes = ["wall": .init(corners, widthMetres: 3)]
        return facts
    }

    private static func stage(_ view: PhotoView = view) throws -> Stage {
        Stage(setting: view.setting(try facts(), defaults: defaults), view: view)
    }

    private static func poster(roll: Double = 0, height: Double? = 0.6, size: Double = 0.2) -> Subject {
        let pose = PlacedPose(yawDegrees: 0, pitchDegrees: 0, rollDegrees: roll, flipped: false)
        return Subject(shape: .card(aspect: 1.5), heightMetres: height, size: size, linear: pose.rotation)
    }

    private func propose(_ subject: Subject, _ attempt: Int = 0, on stage: Stage) throws -> Placement {
        var placer = OnPlane()
        placer.name = "wall"
        return try placer.propose(subject, on: stage, from: RandomStreams(seed: 1, image: attempt))
    }

    /// Where the corners of the card lie in the plane, in metres.
    private func corners(_ placement: Placement, in plane: SeenRectangle) throws -> [Point] {
        guard case .flat(let imageFromObject, onGround: false) = placement.place else {
            Issue.record("what lies in a plane is flat and stands on no ground")
            return []
        }
        let planeFromImage = try #require(plane.imageFromPlane.inverse)
        return try Rect(x: 0, y: 0, width: 1.5, height: 1).corners.map { corner in
            let seen = try #require(imageFromObject(corner))
            return try #require(planeFromImage(seen))
        }
    }

    @Test(arguments: [0.0, 30, -135])
    func anObjectHasItsSizeInMetresAndLiesWithinThePlane(roll: Double) throws {
        let stage = try Self.stage()
        let plane = try #require(stage.setting.planes["wall"])
        var places: Set<Int> = []
        for attempt in 0..<40 {
            let placement = try propose(Self.poster(roll: roll), attempt, on: stage)
            let corners = try corners(placement, in: plane)
            #expect(abs(corners[0].distance(to: corners[1]) - 0.9) < 1e-6)
            #expect(abs(corners[0].distance(to: corners[3]) - 0.6) < 1e-6)
            // A positive roll turns it clockwise as seen.
            let (dx, dy) = (corners[1].x - corners[0].x, corners[1].y - corners[0].y)
            #expect(abs(Angle.arcTangent(dy, dx).degrees - roll) < 1e-6)
            for corner in corners {
                #expect((-1e-9...3 + 1e-9).contains(corner.x) && (-1e-9...2 + 1e-6).contains(corner.y))
            }
            #expect(placement.plane == PlacedPlane(name: "wall", corners: plane.corners))
            places.insert(Int(corners[0].x * 10))
        }
        #expect(places.count > 8)
    }

    @Test func withoutAHeightTheSizeIsAShareOfThePlane() throws {
        let stage = try Self.stage()
        let plane = try #require(stage.setting.planes["wall"])
        let corners = try corners(try propose(Self.poster(height: nil, size: 0.3), on: stage), in: plane)
        #expect(abs(corners[0].distance(to: corners[1]) - 0.3 * plane.heightMetres) < 1e-6)
        #expect(abs(plane.heightMetres - 2) < 1e-6)
    }

    /// The same place of the wall in a mirrored crop: the object is not mirrored, and still has its size.
    @Test func aMirroredCropShowsThePlaneInItsPlace() throws {
        let stage = try Self.stage(
            PhotoView(
                photoWidth: 1000, photoHeight: 800, crop: PixelRect(minX: 200, minY: 100, maxX: 900, maxY: 700),
                width: 350, height: 300, isMirrored: true))
        let plane = try #require(stage.setting.planes["wall"])
        #expect(abs(plane.heightMetres - 2) < 1e-6 && Polygon(plane.corners).signedArea > 0)
        for attempt in 0..<20 {
            let placement = try propose(Self.poster(), attempt, on: stage)
            let corners = try corners(placement, in: plane)
            #expect(abs(corners[0].distance(to: corners[1]) - 0.9) < 1e-6)
            guard case .flat(let map, _) = placement.place else { continue }
            #expect((map.jacobian(at: Point(0.75, 0.5))?.determinant ?? 0) > 0)
            let middle = try #require(map(Point(0.75, 0.5)))
            #expect(middle.x >= 0 && middle.y >= 0 && middle.x < 350 && middle.y < 300)
        }
    }

    @Test func whatDoesNotFitIsTold() throws {
        let stage = try Self.stage()
        func reason(_ subject: Subject, _ name: String = "wall") -> String? {
            var placer = OnPlane()
            placer.name = name
            do {
                _ = try placer.propose(subject, on: stage, from: RandomStreams(seed: 1, image: 0))
                return nil
            } catch PlacingError.missing(let reason, let detail) {
                return "\(reason): \(detail ?? "")"
            } catch { return "\(error)" }
        }
        #expect(reason(Self.poster(height: 1.9)) == nil)
        #expect(reason(Self.poster(height: 2.1)) == "offPlane: “wall” is 3 m by 2 m")
        // It is 2.85 m long, and turned it is too high.
        #expect(reason(Self.poster(roll: 90, height: 1.9)) == "offPlane: “wall” is 3 m by 2 m")
        #expect(reason(Self.poster(), "door") == "noPlane: door")
    }

    @Test func aPlaneOutsideTheImageIsTold() throws {
        let stage = try Self.stage(
            PhotoView(
                photoWidth: 1000, photoHeight: 800, crop: PixelRect(minX: 0, minY: 700, maxX: 100, maxY: 800),
                width: 100, height: 100, isMirrored: false))
        do {
            _ = try propose(Self.poster(), on: stage)
            Issue.record("nothing can lie in what is not seen")
        } catch PlacingError.missing(let reason, let detail) {
            #expect(reason == .noPlane && detail == "“wall” lies outside the image")
        }
    }

    /// The label of the wall: its four corners from any of them, or the box round another shape.
    @Test(arguments: [0, 2]) func anObjectLiesOnALabelledThingsFaceAsInAPlane(first: Int) throws {
        let stage = try Self.stage()
        let plane = try #require(stage.setting.planes["wall"])
        let corners = Array(plane.corners[first...] + plane.corners[..<first])
        func face(_ shape: RealInstance.Shape) throws -> (placement: Placement, corners: [Point]) {
            let thing = RealInstance(
                id: 7, category: "wall", shape: shape, box: try #require(Polygon(corners).bounds))
            var here = Stage(setting: stage.setting, view: Self.view, real: [thing])
            here.setting.planes = [:]
            var placer = Face()
            placer.labels = ["wall"]
            let placement = try placer.propose(
                Self.poster(size: 0.4), on: here, from: RandomStreams(seed: 1, image: first))
            guard case .flat(let imageFromObject, onGround: false) = placement.place else { return (placement, []) }
            return (
                placement, try Rect(x: 0, y: 0, width: 1.5, height: 1).corners.map { try #require(imageFromObject($0)) }
            )
        }
        let (placement, seen) = try face(.polygons([Polygon(corners)]))
        // The wall is 3 m by 2 m: two fifths of its shorter side are 0.8 m for the poster's longer one.
        let planeFromImage = try #require(plane.imageFromPlane.inverse)
        let inPlane = try seen.map { try #require(planeFromImage($0)) }
        #expect(abs(inPlane[0].distance(to: inPlane[1]) - 0.8) < 1e-6)
        #expect(abs(inPlane[0].distance(to: inPlane[3]) - 0.8 / 1.5) < 1e-6)
        #expect(inPlane.allSatisfy { (-1e-9...3).contains($0.x) && (-1e-9...2 + 1e-6).contains($0.y) })
        #expect(placement.plane == PlacedPlane(name: "wall", corners: plane.corners))
        #expect(placement.distanceMetres == nil)
        // On a box it stands upright.
        let (_, boxed) = try face(.box)
        #expect(abs(boxed[0].y - boxed[1].y) < 1e-6 && abs(boxed[0].x - boxed[3].x) < 1e-6)
    }
}
