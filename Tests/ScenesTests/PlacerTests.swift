import Cards
import Geometry
import Pipelines
import Testing

@testable import Scenes

/// A level camera 1.5 m above the ground: 1000 × 800 pixels, 90° wide, so that the focal length is 500 pixels.
private func stage(
    horizon: Double? = 0.5, ground: Polygon? = nil, regions: [String: Polygon] = [:], real: [RealInstance] = []
) -> Stage {
    let view = PhotoView(photoWidth: 1000, photoHeight: 800)
    var facts = PhotoFacts()
    facts.horizon = horizon
    facts.fieldOfView = .degrees(90)
    facts.cameraHeightMetres = 1.5
    facts.ground = ground
    facts.regions = regions
    let defaults = PhotoCameraDefaults(fieldOfView: .degrees(60), horizon: nil, heightMetres: 1.6)
    return Stage(setting: view.setting(facts, defaults: defaults), view: view, real: real)
}

private func streams(_ attempt: Int) -> RandomStreams {
    RandomStreams(seed: 1, image: 0).scope(String(attempt))
}

private let post = Subject(shape: .card(aspect: 0.5), heightMetres: 2, size: 0.25, linear: .identity)

extension Placement {
    /// Of a flat object.
    fileprivate var imageFromObject: Homography {
        guard case .flat(let imageFromObject, _) = place else { preconditionFailure("a card has a homography") }
        return imageFromObject
    }
}

@Suite struct PlacerTests {
    @Test func aStagesGroundsAreKeptAsLongAsItsFactsHold() throws {
        let strip = Polygon([Point(0.1, 0.625), Point(0.9, 0.625), Point(0.9, 0.875), Point(0.1, 0.875)])
        var here = stage(ground: strip)
        let (near, far) = (
            try here.ground(within: "ground", farthestMetres: 6).distances,
            try here.ground(within: "ground", farthestMetres: ShownGround.farthestMetres).distances
        )
        // The strip begins 1.5 · 500 / 300 m ahead and ends 1.5 · 500 / 100 m ahead, where its corners are 6 m to the side.
        #expect(abs(near.lowerBound - 2.5) < 1e-6 && abs(near.upperBound - 6) < 0.02)
        #expect(abs(far.lowerBound - 2.5) < 1e-6 && abs(far.upperBound - 92.25.squareRoot()) < 1e-6)
        let again = here
        #expect(try again.ground(within: "ground", farthestMetres: 6).distances == near)
        // With the horizon higher up, the same strip is nearer.
        here.setting = stage(horizon: 0.25, ground: strip).setting
        #expect(try here.ground(within: "ground", farthestMetres: 6).distances.lowerBound < 1.6)
        #expect(try again.ground(within: "ground", farthestMetres: 6).distances == near)
        #expect(throws: PlacingError.self) {
            try stage(horizon: nil).ground(within: "ground", farthestMetres: 6)
        }
    }

    /// At 10 m the focal length of 500 makes a metre 50 pixels: 2 m are 100 pixels, and the foot stands 75 pixels below
    /// the horizon.
    @Test func onTheGroundDistanceMakesTheSize() throws {
        var placer = Ground()
        placer.distance = 10
        for attempt in 0..<20 {
            let placement = try placer.propose(post, on: stage(), from: streams(attempt))
            let foot = try #require(placement.imageFromObject(Point(0.25, 1)))
            let head = try #require(placement.imageFromObject(Point(0.25, 0)))
            let depth = try #require(stage().camera.groundPoint(at: foot)).z * -1
            #expect(abs(foot.y - 400 - 1.5 * 500 / depth) < 1e-6)
            #expect(abs(foot.y - head.y - 2 * 500 / depth) < 1e-6)
            #expect((0...1000).contains(foot.x))
            #expect(placement.distanceMetres == 10)
        }
    }

    @Test func facingTheCameraHoldsOffToTheSide() throws {
        var placer = Ground()
        placer.distance = 5
        for attempt in 0..<20 {
            let placement = try placer.propose(post, on: stage(), from: streams(attempt))
            // Its right edge is as far behind the left one as a line across the line of sight has it.
            let foot = try #require(placement.imageFromObject(Point(0.25, 1)))
            let place = try #require(stage().camera.groundPoint(at: foot))
            let (left, right) = (
                placement.imageFromObject.w(at: Point(0, 1)), placement.imageFromObject.w(at: Point(0.5, 1))
            )
            #expect(abs((left - right) - place.x / place.length) < 1e-9)
        }
    }

    @Test func theFootStandsInTheGroundRegion() throws {
        let ground = Polygon([Point(0.6, 0.5), Point(1, 0.5), Point(1, 1), Point(0.6, 1)])
        var placer = Ground()
        placer.distance = 6
        var hits = 0
        for attempt in 0..<60 {
            // The others fell outside, and say so.
            guard let placement = try? placer.propose(post, on: stage(ground: ground), from: streams(attempt)) else {
                continue
            }
            let foot = placement.imageFromObject(Point(0.25, 1))
            #expect((foot?.x ?? 0) >= 600)
            hits += 1
        }
        #expect((10...40).contains(hits))
    }

    /// The camera stands 1.5 m above a strip of ground that the picture shows from 3 m to 15 m straight ahead.
    private let strip = Polygon([Point(0, 0.5625), Point(1, 0.5625), Point(1, 0.8125), Point(0, 0.8125)])

    /// The feet of objects that stand where a placer puts them, in metres: x to the right, y straight ahead.
    private func feet(_ placer: Ground, ground: Polygon, count: Int = 400) throws -> [Point] {
        let here = stage(ground: ground)
        return try (0..<count).map { attempt in
            let placement = try placer.propose(post, on: here, from: streams(attempt))
            let foot = try #require(placement.imageFromObject(Point(0.25, 1)))
            let place = try #require(here.camera.groundPoint(at: foot))
            return Point(place.x, -place.z)
        }
    }

    /// Rows 450 to 650 of 800 show 15 m down to 3 m; 5 m, at row 550, halves them. In the triangle between the sides of
    /// the picture the area to a distance z is z², so that half of it lies beyond 10.8 m.
    @Test func spreadInThePictureOrInMetresHalvesTheGroundOfItsKind() throws {
        var placer = Ground()
        let inPicture = try feet(placer, ground: strip)
        #expect((160...240).contains(inPicture.count { $0.y < 5 }))
        placer.spread = .metres
        let inMetres = try feet(placer, ground: strip)
        #expect((160...240).contains(inMetres.count { $0.y < 10.82 }))
        for foot in inPicture + inMetres {
            #expect(foot.y > 2.999 && foot.y < 15.001 && abs(foot.x) < foot.y + 0.001)
        }
    }

    @Test(arguments: Ground.Spread.allCases) func farthestEndsTheGround(spread: Ground.Spread) throws {
        var placer = Ground()
        (placer.spread, placer.farthest) = (spread, 6)
        let far = try feet(placer, ground: strip, count: 200).map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }
        #expect(far.allSatisfy { $0 <= 6.0001 } && far.contains { $0 > 5.5 })
        placer.farthest = 2
        let error = #expect(throws: PlacingError.self) {
            try placer.propose(post, on: stage(ground: strip), from: streams(0))
        }
        guard case .missing(.offGround, "it shows ground from 3 m to 21.2 m away")? = error else {
            Issue.record("expected that the ground is too far away, found \(String(describing: error))")
            return
        }
    }

    /// 4 m to the right of the camera, the picture, 45° to each side, shows the strip from 4 m to 15 m.
    @Test func lateralIsMetresToTheRight() throws {
        var placer = Ground()
        placer.lateral = 4
        let anywhere = try feet(placer, ground: strip)
        #expect(anywhere.allSatisfy { abs($0.x - 4) < 1e-6 && (3.999...15.001).contains($0.y) })
        // The line's picture runs from (900, 587.5) to (633.3, 450); its middle shows 6.3 m.
        #expect((160...240).contains(anywhere.count { $0.y < 6.316 }))
        placer.spread = .metres
        #expect((160...240).contains(try feet(placer, ground: strip).count { $0.y < 9.5 }))
        placer.spread = .picture
        (placer.lateral, placer.distance) = (-6, 10)
        let one = try feet(placer, ground: strip, count: 1)[0]
        #expect(abs(one.x + 6) < 1e-6 && abs(one.y - 8) < 1e-6)
    }

    @Test func whatThePictureDoesNotShowToTheSideIsRefused() throws {
        var placer = Ground()
        placer.lateral = 16
        let here = stage(ground: strip)
        #expect(throws: PlacingError.self) { try placer.propose(post, on: here, from: streams(0)) }
        let range = try #require(try placer.ranges(on: here)["lateral"])
        #expect(abs(range.values.lowerBound + 15) < 1e-6 && abs(range.values.upperBound - 15) < 1e-6)
        #expect(range.detail == "it shows ground from 15 m to the left to 15 m to the right")
    }

    @Test func withoutAHorizonThereIsNoGround() {
        let error = #expect(throws: PlacingError.self) {
            try Ground().propose(post, on: stage(horizon: nil), from: streams(0))
        }
        guard case .missing(.noGround, _)? = error else {
            Issue.record("expected that the ground is missing")
            return
        }
    }

    @Test func aRegionHoldsTheAnchor() throws {
        let corner = Polygon([Point(0, 0), Point(0.2, 0), Point(0, 0.5)])
        var placer = Region()
        placer.name = "corner"
        placer.anchor = .foot
        for attempt in 0..<30 {
            let placement = try placer.propose(post, on: stage(regions: ["corner": corner]), from: streams(attempt))
            let foot = try #require(placement.imageFromObject(Point(0.25, 1)))
            #expect(foot.x >= 0 && foot.y >= 0 && foot.x / 200 + foot.y / 400 <= 1.000001)
            let head = try #require(placement.imageFromObject(Point(0.25, 0)))
            // A quarter of the shorter side, 800.
            #expect(abs(foot.y - head.y - 200) < 1e-9)
        }
    }

    @Test func aRegionThatThePhotoLacksIsNamed() {
        var placer = Region()
        placer.name = "roof"
        let error = #expect(throws: PlacingError.self) { try placer.propose(post, on: stage(), from: streams(0)) }
        guard case .missing(.noRegion, "roof")? = error else {
            Issue.record("expected that the region is missing")
            return
        }
    }

    @Test func atPutsTheCentreWhereItSays() throws {
        var placer = At()
        placer.x = 0.1
        placer.y = 0.75
        let placement = try placer.propose(post, on: stage(), from: streams(0))
        let centre = try #require(placement.imageFromObject(Point(0.25, 0.5)))
        #expect(abs(centre.x - 100) < 1e-9 && abs(centre.y - 600) < 1e-9)
    }

    @Test func apparentSizeGivesTheDistance() throws {
        let placement = try At().propose(post, on: stage(), from: streams(0))
        #expect(abs((placement.distanceMetres ?? 0) - 2.0 * 500 / 200) < 1e-9)
    }

    /// A thing stands in the middle of this photo, and its right half is called a corner.
    @Test(arguments: Placers.catalogue.names) func theSameStreamsGiveTheSamePlace(name: String) throws {
        let thing = Rect(x: 400, y: 420, width: 200, height: 100)
        let real = RealInstance(id: 1, category: "thing", shape: .polygons([Polygon(thing)]), box: thing)
        let corner = Polygon([Point(0.5, 0), Point(1, 0), Point(1, 1), Point(0.5, 1)])
        var here = stage(regions: ["corner": corner], real: [real])
        here.setting.planes["corner"] = SeenRectangle(
            [Point(500, 0), Point(990, 100), Point(990, 700), Point(500, 790)], widthMetres: 6, seenBy: here.camera)
        here.replacing = here.real.first
        var likeness = Likeness()
        likeness.dataset = .path("labels.json")
        here.likenesses.boxes[likeness.of(post.category)] = BoxDistribution([.init(size: 0.2, row: 0.9)])
        let keys = try #require(Placers.catalogue.entries.first { $0.name == name }).description.keys.map(\.path)
        let values = [
            Value.Entry(key: "labels", value: ["thing"]), Value.Entry(key: "name", value: "corner"),
            Value.Entry(key: "dataset", value: "labels.json"),
        ].filter { keys.contains($0.key) }
        let placer = try Placers.catalogue.make(
            DrawnPart(name: name, values: .map(values)), as: (any Placer).self)
        func propose(_ attempt: Int) -> Placement? {
            try? placer.propose(post, on: here, from: streams(attempt))
        }
        // Some proposals lead nowhere.
        let lucky = (0..<30).compactMap { attempt in propose(attempt).map { (attempt, $0) } }
        #expect(lucky.count > 3)
        for (attempt, placement) in lucky {
            let again = try #require(propose(attempt))
            #expect(again.imageFromObject == placement.imageFromObject)
            #expect(again.distanceMetres == placement.distanceMetres)
        }
    }
}
