import Geometry
import Scenes
import Testing

@testable import Facts

private func camera(height: Double = 1.73, pitch: Double = -6, roll: Double = 2) -> Camera {
    Camera(
        width: 1200, height: 800, horizontalFieldOfView: .degrees(65), pitch: .degrees(pitch), roll: .degrees(roll),
        heightMetres: height)
}

@Suite struct CameraHeightTests {
    private func figure(at foot: Vector3, _ metres: Double, as told: Double? = nil) throws -> CameraHeight.Mark {
        .figure(
            foot: try #require(camera().image(of: foot)),
            head: try #require(camera().image(of: foot + [0, metres, 0])),
            metres: told ?? metres)
    }

    private func length(_ from: Vector3, _ to: Vector3) throws -> CameraHeight.Mark {
        .length(
            from: try #require(camera().image(of: from)), to: try #require(camera().image(of: to)),
            metres: (to - from).length)
    }

    @Test func figuresAndLengthsGiveTheHeightTheyWereSeenFrom() throws {
        let marks = [
            try figure(at: [1, 0, -8], 1.7), try figure(at: [-3, 0, -12], 1.5), try figure(at: [0, 0, -30], 4),
            try length([-1, 0, -6], [2, 0, -6]), try length([1, 0, -5], [1, 0, -15]),
        ]
        let height = try CameraHeight(marks, seenBy: camera(height: 7))
        #expect(abs(height.metres - 1.73) < 1e-6)
        #expect(height.each.allSatisfy { abs($0 - 1.73) < 1e-6 })
        #expect(try #require(height.spread) < 1e-6 && height.contradictions.isEmpty)
    }

    @Test func markThatContradictsTheOthersIsNamed() throws {
        let marks = [
            try figure(at: [1, 0, -8], 1.7), try figure(at: [-3, 0, -12], 1.5),
            try figure(at: [2, 0, -9], 1.7, as: 3.4),
        ]
        let height = try CameraHeight(marks, seenBy: camera())
        #expect(abs(height.metres - 1.73) < 1e-6)
        #expect(height.contradictions == ["mark 3 says 3.46 m, and the others 1.73 m"])
    }

    @Test func aFootAboveTheHorizonIsNamed() {
        let error = #expect(throws: Undetermined.self) {
            try CameraHeight([.figure(foot: Point(600, 100), head: Point(600, 50), metres: 1.7)], seenBy: camera())
        }
        #expect(error?.words == "mark 1 begins at or above the horizon, where there is no ground")
        #expect(throws: Undetermined.self) { try CameraHeight([], seenBy: camera()) }
    }
}

@Suite struct ShadowSunTests {
    /// The shadow of a post of 2 m, worked out by hand: opposite the sun, 2 m over the tangent of its elevation long.
    @Test(arguments: [(0.0, 30.0), (-120, 55), (75, 12), (180, 45)])
    func theShadowOfAPostGivesItsSun(azimuth: Double, elevation: Double) throws {
        let foot: Vector3 = [0.5, 0, -14]
        let reach = 2 / Angle.degrees(elevation).tangent
        let tip = foot - [reach * Angle.degrees(azimuth).sine, 0, -reach * Angle.degrees(azimuth).cosine]
        let (low, end) = (try #require(camera().image(of: foot)), try #require(camera().image(of: tip)))
        let top = try #require(camera().image(of: foot + [0, 2, 0]))
        for sun in [
            try PhotoFacts.Sun(shadowFrom: low, to: end, ofHeight: 2, seenBy: camera()),
            try PhotoFacts.Sun(shadowFrom: low, to: end, head: top, seenBy: camera()),
        ] {
            #expect(abs((sun.azimuth.degrees - azimuth).remainder(dividingBy: 360)) < 1e-6)
            #expect(abs(sun.elevation.degrees - elevation) < 1e-6)
        }
    }
}

@Suite struct PlaneFromCornersTests {
    /// A poster of 3 × 2 m on a wall that is turned by 40°.
    @Test func cornersAndWidthGiveTheHeight() throws {
        let along: Vector3 = [Angle.degrees(40).cosine, 0, -Angle.degrees(40).sine]
        let corner: Vector3 = [-1, 3, -7]
        let corners = try [corner, corner + along * 3, corner + along * 3 - [0, 2, 0], corner - [0, 2, 0]].map {
            try #require(camera().image(of: $0))
        }
        let plane = try PlaneFromCorners(corners, widthMetres: 3, seenBy: camera())
        #expect(abs(plane.heightMetres - 2) < 1e-6 && plane.skew.degrees < 1e-4 && plane.contradiction == nil)
        var other = camera()
        other.focalPixels *= 2.2
        #expect(try PlaneFromCorners(corners, widthMetres: 3, seenBy: other).contradiction != nil)
        #expect(throws: Undetermined.self) {
            try PlaneFromCorners(corners.reversed(), widthMetres: 3, seenBy: camera())
        }
    }
}

@Suite struct GroundGridTests {
    @Test func linesAcrossLieAtTheirDistances() throws {
        let camera = camera()
        let grid = GroundGrid(seenBy: camera, on: nil)
        #expect(grid.labels.map(\.distanceMetres).prefix(4) == [3, 4, 5, 6])
        for label in grid.labels {
            let place = try #require(camera.groundPoint(at: label.at))
            #expect(abs(-place.z - label.distanceMetres) < 1e-6)
            // Of the nearest line, the tilted picture shows nothing straight ahead.
            if label.distanceMetres > 3 { #expect(abs(place.x) < 1e-6) }
        }
        for line in grid.lines {
            let (from, to) = (
                try #require(camera.groundPoint(at: line.from)), try #require(camera.groundPoint(at: line.to))
            )
            if let distance = line.distanceMetres {
                #expect(abs(-from.z - distance) < 1e-4 && abs(-to.z - distance) < 1e-4)
            } else {
                #expect(abs(from.x - to.x) < 1e-3 && abs(from.x - from.x.rounded()) < 1e-3)
            }
        }
    }
}

@Suite struct ContradictionTests {
    @Test func factsThatCannotBothBeTrueAreNamed() {
        var facts = PhotoFacts()
        (facts.horizon, facts.fieldOfView) = (0.5, .degrees(30))
        facts.ground = Polygon([Point(0, 0.4), Point(1, 0.6), Point(1, 1), Point(0, 1)])
        facts.sun = .init(azimuth: .zero, elevation: .degrees(-5))
        #expect(
            facts.contradictions(width: 1200, height: 800, exif: .degrees(62)) == [
                "1 of the 4 corners of “ground” lie above the horizon, where there is no ground",
                "“fov” is 30°, and the photo's EXIF says 62°",
                "the sun's elevation is below the horizon: nothing has a shadow by it",
            ])
        facts.ground = nil
        facts.sun = nil
        #expect(facts.contradictions(width: 1200, height: 800, exif: .degrees(32)).isEmpty)
    }
}
