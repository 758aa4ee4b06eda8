import Geometry
import Testing

@testable import Facts

/// A camera 1.6 m above the ground: 1200 × 800 pixels.
private func camera(
    fieldOfView: Double = 60, pitch: Double = -8, roll: Double = 0, principal: Point? = nil
) -> Camera {
    Camera(
        width: 1200, height: 800, focalPixels: 600 / Angle.degrees(fieldOfView / 2).tangent, principal: principal,
        pitch: .degrees(pitch), roll: .degrees(roll), heightMetres: 1.6)
}

/// Lines in a direction of the world, as the camera sees them.
private func lines(_ direction: Vector3, through points: [Vector3], seenBy camera: Camera) throws -> [LineSegment] {
    try points.map { point in
        LineSegment(try #require(camera.image(of: point)), try #require(camera.image(of: point + direction)))
    }
}

private let (ahead, across) = (Vector3(-1, 0, -3), Vector3(3, 0, -1))

private func groups(_ camera: Camera) throws -> [ViewFromLines.Group] {
    [
        .init(.level, try lines(ahead, through: [[-1, 0, -4], [1, 0, -5], [0.5, 2, -6]], seenBy: camera)),
        .init(.level, try lines(across, through: [[-2, 0, -5], [-2, 1, -8], [-1, 2, -12]], seenBy: camera)),
    ]
}

@Suite struct ViewFromLinesTests {
    @Test(arguments: [(60.0, -8.0, 0.0), (35, 5, 4), (90, -20, -7)])
    func twoLevelDirectionsGiveTheViewThatTheyWereSeenIn(fov: Double, pitch: Double, roll: Double) throws {
        let camera = camera(fieldOfView: fov, pitch: pitch, roll: roll)
        let view = try ViewFromLines(try groups(camera), width: 1200, height: 800)
        #expect(abs(try #require(view.fieldOfView).degrees - fov) < 0.01)
        #expect(abs(try #require(view.horizon) - camera.horizonY(atX: 600) / 800) < 1e-4)
        #expect(abs(try #require(view.roll).degrees - roll) < 0.01)
        #expect(view.warnings.isEmpty)
    }

    @Test func aLevelAndAnUprightDirectionDoAsWell() throws {
        let camera = camera(pitch: -15, roll: 3)
        let upright = try lines([0, 2, 0], through: [[-2, 0, -6], [2, 0, -7]], seenBy: camera)
        let view = try ViewFromLines(
            [try groups(camera)[0], .init(.upright, upright)], width: 1200, height: 800)
        #expect(abs(try #require(view.fieldOfView).degrees - 60) < 0.01)
        #expect(abs(try #require(view.horizon) - camera.horizonY(atX: 600) / 800) < 1e-4)
        #expect(abs(try #require(view.roll).degrees - 3) < 0.01)
    }

    @Test func uprightLinesAloneGiveTheHorizonWhereTheFieldOfViewIsKnown() throws {
        let camera = camera(pitch: -25, roll: -2)
        let upright = try lines([0, 2, 0], through: [[-2, 0, -6], [2, 0, -7], [0.5, 0, -5]], seenBy: camera)
        let view = try ViewFromLines(
            [.init(.upright, upright)], width: 1200, height: 800, fieldOfView: .degrees(60))
        #expect(abs(try #require(view.horizon) - camera.horizonY(atX: 600) / 800) < 1e-4)
        #expect(abs(try #require(view.roll).degrees + 2) < 0.01)
    }

    /// The right half of a photo was cut off: its optical axis lies at the right edge of what is left.
    @Test func aCroppedPhotoKeepsItsPrincipalPoint() throws {
        let camera = camera(principal: Point(1150, 420))
        let own = try groups(camera)
        let view = try ViewFromLines(own, width: 1200, height: 800, principal: Point(1150, 420))
        #expect(abs(try #require(view.fieldOfView).degrees - 60) < 0.01)
        #expect(abs(try #require(view.horizon) - camera.horizonY(atX: 600) / 800) < 1e-4)
        // Taken for a whole photo, it has no such directions.
        #expect(throws: Undetermined.self) { try ViewFromLines(own, width: 1200, height: 800) }
    }

    @Test(arguments: [Point(600, 400), Point(1150, 420), Point(300, -500)])
    func threeDirectionsTellHowAPhotoWasCropped(principal: Point) throws {
        let camera = camera(pitch: -14, roll: 3, principal: principal)
        let upright = try lines([0, 2, 0], through: [[-2, 0, -6], [2, 0, -7]], seenBy: camera)
        let found = try ViewFromLines.principal(
            of: try groups(camera) + [.init(.upright, upright)], width: 1200, height: 800)
        #expect(found.distance(to: principal) < 0.01)
    }

    @Test func whatDoesNotTellHowAPhotoWasCroppedIsNamed() throws {
        func message(_ groups: [ViewFromLines.Group]) -> String? {
            do throws(Undetermined) {
                _ = try ViewFromLines.principal(of: groups, width: 1200, height: 800)
                return nil
            } catch { return error.words }
        }
        let own = try groups(camera())
        #expect(message(own)?.contains("A, B and uprights") == true)
        // A camera that looks straight ahead sees uprights as parallel.
        let level = try lines([0, 2, 0], through: [[-2, 0, -6], [2, 0, -7]], seenBy: camera(pitch: 0))
        #expect(message(own + [.init(.upright, level)])?.contains("nearly parallel") == true)
    }

    @Test func oneGroupGivesAHorizonStraightAcross() throws {
        let camera = camera()
        let view = try ViewFromLines([try groups(camera)[0]], width: 1200, height: 800)
        #expect(view.fieldOfView == nil)
        #expect(abs(try #require(view.horizon) - camera.horizonY(atX: 600) / 800) < 1e-4)
        #expect(view.warnings.count == 1)
    }

    /// Of three lines one is drawn a pixel wrong at an end: the others keep the point where it was.
    @Test func moreThanTwoLinesShareTheirErrors() throws {
        let camera = camera()
        var own = try groups(camera)
        own[0].lines[2].to.y += 1
        let view = try ViewFromLines(own, width: 1200, height: 800)
        #expect(abs(try #require(view.horizon) - camera.horizonY(atX: 600) / 800) < 0.01)
    }

    @Test func linesThatAreNearlyParallelAreWarnedOf() throws {
        let camera = camera()
        var own = try groups(camera)
        own[0].lines = try lines(ahead, through: [[-1, 0, -4], [-0.98, 0, -4]], seenBy: camera)
        let view = try ViewFromLines(own, width: 1200, height: 800)
        #expect(view.warnings.contains { $0.contains("group 1 are nearly parallel") })
    }

    @Test func linesThatTellTheViewBadlyAreWarnedOf() throws {
        let camera = camera()
        #expect(ViewFromLines.doubt(try groups(camera), width: 1200, height: 800) == nil)
        // The edges of a small table far away, whose lines are only a few degrees apart.
        let table: [Vector3] = [[0, 0.5, -9], [0.9, 0.5, -8.6]]
        let small: [ViewFromLines.Group] = [
            .init(.level, try lines(ahead * 0.3, through: table, seenBy: camera)),
            .init(.level, try lines(across * 0.3, through: table, seenBy: camera)),
        ]
        let doubt = try #require(ViewFromLines.doubt(small, width: 1200, height: 800))
        #expect(doubt.hasPrefix("these lines tell the "))
    }

    @Test func whatCannotBeIsNamed() throws {
        func message(_ groups: [ViewFromLines.Group]) throws -> String? {
            do throws(Undetermined) {
                _ = try ViewFromLines(groups, width: 1200, height: 800)
                return nil
            } catch { return error.words }
        }
        let own = try groups(camera())
        #expect(try message([.init(.level, [own[0].lines[0]])]) == "group 1 has one line: draw two or more")
        // Two points on one side of the middle are never at right angles.
        let slanted = try groups(camera(principal: Point(-3000, 400)))
        #expect(try message(slanted)?.contains("cannot be at right angles") == true)
        let parallel = [0.0, 100].map { LineSegment(Point(100, 100 + $0), Point(900, 100 + $0)) }
        #expect(try message([.init(.level, parallel)])?.contains("parallel in the picture too") == true)
    }
}

@Suite struct HorizonLineTests {
    @Test func twoPointsGiveRowAndRoll() throws {
        let camera = camera(pitch: 6, roll: -5)
        let line = try HorizonLine(
            through: Point(100, camera.horizonY(atX: 100)), Point(1100, camera.horizonY(atX: 1100)), width: 1200,
            height: 800)
        #expect(abs(line.horizon - camera.horizonY(atX: 600) / 800) < 1e-9 && abs(line.roll.degrees + 5) < 1e-9)
        let ends = line.ends(width: 1200, height: 800)
        #expect(
            abs(ends.left.y - camera.horizonY(atX: 0)) < 1e-6 && abs(ends.right.y - camera.horizonY(atX: 1200)) < 1e-6)
        // In any order.
        let back = try HorizonLine(
            through: Point(1100, camera.horizonY(atX: 1100)), Point(100, camera.horizonY(atX: 100)), width: 1200,
            height: 800)
        #expect(abs(back.roll.degrees + 5) < 1e-9)
    }

    @Test func aHorizonThatNoUprightCameraSeesIsRefused() {
        for (a, b) in [(Point(5, 5), Point(5, 5)), (Point(5, 5), Point(6, 90)), (Point(0, 9e5), Point(100, 9e5))] {
            #expect(throws: Undetermined.self) { try HorizonLine(through: a, b, width: 1200, height: 800) }
        }
    }
}
