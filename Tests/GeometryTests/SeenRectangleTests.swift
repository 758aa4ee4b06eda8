import Geometry
import Testing

@Suite struct SeenRectangleTests {
    private let camera = Camera(width: 800, height: 600, horizontalFieldOfView: .degrees(55), heightMetres: 1.6)

    /// A poster of 3 × 2 m, turned about the vertical and tipped.
    private func poster(yaw: Double, pitch: Double) throws -> [Point] {
        let turn = Matrix3.rotation(yaw: .degrees(yaw), pitch: .degrees(pitch), roll: .zero)
        return try [(0.0, 0.0), (3, 0), (3, -2), (0, -2)].map { x, y in
            try #require(camera.image(of: [-1, 3, -7] + turn * [x, y, 0]))
        }
    }

    @Test func aPointOfThePlaneIsSeenWhereTheCameraSeesIt() throws {
        let turn = Matrix3.rotation(yaw: .degrees(40), pitch: .degrees(10), roll: .zero)
        let seen = try #require(SeenRectangle(try poster(yaw: 40, pitch: 10), widthMetres: 3, seenBy: camera))
        #expect(abs(seen.heightMetres - 2) < 1e-9 && seen.skew.degrees < 1e-4)
        let world = Vector3(-1, 3, -7) + turn * [0.7, -1.3, 0]
        let (image, expected) = (
            try #require(seen.imageFromPlane(Point(0.7, 1.3))), try #require(camera.image(of: world))
        )
        #expect(image.distance(to: expected) < 1e-8)
        // Its w is the depth in metres.
        #expect(abs(seen.imageFromPlane.w(at: Point(0.7, 1.3)) - camera.depth(of: world)) < 1e-9)
    }

    @Test func perspectiveInBothDirectionsGivesTheFocalLength() throws {
        var other = camera
        other.focalPixels *= 1.6
        let corners = try poster(yaw: 40, pitch: 25)
        let assumed = try #require(SeenRectangle(corners, widthMetres: 3, seenBy: other))
        #expect(abs(assumed.heightMetres - 2) > 0.1 && assumed.skew.degrees > 1)
        let solved = try #require(SeenRectangle(corners, widthMetres: 3, seenBy: other, knowsFocal: false))
        #expect(abs(solved.heightMetres - 2) < 1e-6 && solved.skew.degrees < 1e-3)
    }

    @Test func aViewWithoutPerspectiveTakesTheCamera() throws {
        let corners = [Point(100, 100), Point(400, 100), Point(400, 300), Point(100, 300)]
        for knowsFocal in [true, false] {
            let seen = try #require(
                SeenRectangle(corners, widthMetres: 3, seenBy: camera, knowsFocal: knowsFocal))
            #expect(abs(seen.heightMetres - 2) < 1e-9)
        }
    }

    @Test func aSwappedImageCountsTheCornersFromItsOwnUpperLeft() throws {
        let corners = try poster(yaw: 40, pitch: 10)
        let swapped = SeenRectangle.mirrored(corners.map { Point(800 - $0.x, $0.y) })
        let seen = try #require(SeenRectangle(swapped, widthMetres: 3, seenBy: camera.mirrored))
        #expect(abs(seen.heightMetres - 2) < 1e-9)
        let upperRight = try #require(seen.imageFromPlane(Point(3, 0)))
        #expect(upperRight.distance(to: Point(800 - corners[0].x, corners[0].y)) < 1e-9)
    }
}
