import Foundation
import Geometry
import Testing

@Suite struct CameraTests {
    /// 640 × 480 with a field of view of 90°: the focal length is half the width, 320 pixels.
    static func camera(pitch: Double = 0, roll: Double = 0) -> Camera {
        Camera(
            width: 640, height: 480, horizontalFieldOfView: .degrees(90),
            pitch: .degrees(pitch), roll: .degrees(roll), heightMetres: 1.5)
    }

    @Test func aFieldOfViewGivesTheFocalLength() {
        #expect(close(Self.camera().focalPixels, 320))
        #expect(close(Self.camera().horizontalFieldOfView.degrees, 90))
        // A frame of 3:2 has the proportions of the film, so 36 mm of focal length is as long as the frame is wide.
        #expect(close(Camera.focalPixels(equivalent35Millimetres: 36, width: 1500, height: 1000), 1500))
    }

    @Test func aLevelCameraSeesAlongMinusZ() {
        let camera = Self.camera()
        #expect(camera.image(of: [0, 1.5, -10]) == Point(320, 240))
        // Two metres to the right and 1.5 below, four metres away: 160 and 120 pixels.
        #expect(close(camera.image(of: [2, 0, -4]), Point(480, 360)))
        #expect(camera.image(of: [0, 1.5, 1]) == nil)
        #expect(camera.depth(of: [7, 3, -4]) == 4)
        #expect(close(camera.pixelsPerMetre(atDepth: 4), 80))
    }

    @Test func aCameraPitchedDownMeetsTheGround() {
        let camera = Self.camera(pitch: -45)
        #expect(close(camera.groundPoint(at: Point(320, 240)), [0, 0, -1.5]))
        #expect(close(camera.horizonY(atX: 320), 240 - 320))
    }

    @Test func aPixelMayMeetGroundWhereACornerOfItDoes() {
        for (pitch, roll, height) in [
            (0.0, 0.0, 1.5), (-20, 0, 1.5), (7, 31, 0.2), (0, 90, 3), (12, -4, 0), (0, 0, -1),
        ] {
            var camera = Self.camera(pitch: pitch, roll: roll)
            camera.heightMetres = height
            let rays = camera.groundRays
            for y in stride(from: -300, to: 800, by: 7) {
                for x in stride(from: -100, to: 740, by: 31) {
                    let corners = [(0, 0), (1, 0), (0, 1), (1, 1)].map { Point(Double(x + $0.0), Double(y + $0.1)) }
                    let meets = corners.contains { camera.groundPoint(at: $0) != nil }
                    #expect(rays.mayMeetGround(inPixel: x, y) == meets)
                }
            }
        }
    }

    @Test func aRolledCameraTurnsTheImageTheOtherWay() {
        // Rolled counter-clockwise by a quarter turn, what is above the axis appears on its right.
        #expect(close(Self.camera(roll: 90).image(of: [0, 2.5, -2]), Point(480, 240)))
        // The horizon falls to the right: 100 columns on, tan 10° · 100 rows lower.
        let rolled = Self.camera(roll: 10)
        #expect(close(rolled.horizonY(atX: 420), 240 + 17.632698070846498))
    }

    @Test func aHorizonGivesThePitch() {
        let camera = Camera(width: 640, height: 480, focalPixels: 320, horizonY: 80, heightMetres: 1.5)
        #expect(close(camera.pitch.degrees, -26.56505117707799))
        #expect(close(camera.horizonY(atX: 320), 80))
        let shared = Camera(width: 640, height: 480, focalPixels: 320, horizonShare: 1.0 / 6, heightMetres: 1.5)
        #expect(close(shared.pitch.degrees, camera.pitch.degrees))
    }

    @Test(arguments: [-25.0, 0, 8])
    func theHorizonStaysWhereItWasPutUnderRoll(roll: Double) {
        let camera = Camera(
            width: 640, height: 480, focalPixels: 500, horizonY: 150, roll: .degrees(roll), heightMetres: 1.5)
        #expect(close(camera.horizonY(atX: 320), 150))
        let cropped = Camera(
            width: 640, height: 480, focalPixels: 500, principal: Point(700, 20), horizonY: 150, roll: .degrees(roll),
            heightMetres: 1.5)
        #expect(close(cropped.horizonY(atX: 320), 150))
        // Rays through the horizon have no height, left, middle and right.
        for x in [0.0, 320, 640] {
            #expect(close(camera.ray(through: Point(x, camera.horizonY(atX: x))).y, 0))
        }
    }

    @Test func groundPointsAreSeenWhereTheyWereFound() throws {
        let camera = Self.camera(pitch: -12, roll: 7)
        for pixel in [Point(10, 400), Point(320, 300), Point(630, 470)] {
            let ground = try #require(camera.groundPoint(at: pixel))
            #expect(close(ground.y, 0))
            #expect(close(camera.image(of: ground), pixel))
        }
    }

    @Test func thereIsNoGroundAtTheHorizonAboveItOrBelowTheCamerasFeet() {
        #expect(Self.camera().groundPoint(at: Point(320, 240)) == nil)
        #expect(Self.camera().groundPoint(at: Point(320, 100)) == nil)
        var onTheFloor = Self.camera()
        onTheFloor.heightMetres = 0
        #expect(onTheFloor.groundPoint(at: Point(320, 400)) == nil)
    }

    @Test func distanceRunsAlongTheGround() {
        let camera = Self.camera()
        let point = camera.groundPoint(distanceMetres: 5, bearing: .arcTangent(3, 4))
        #expect(close(point, [3, 0, -4]))
        #expect(close(camera.groundDistance(to: point), 5))
        #expect(close(camera.groundDistance(to: [3, 2, -4]), 5))
    }

    @Test func aRayLeadsThroughItsPixel() {
        let camera = Self.camera(pitch: 20, roll: -33)
        for pixel in [Point(0, 0), Point(320, 240), Point(613.5, 77.25)] {
            let ray = camera.ray(through: pixel)
            #expect(close(ray.length, 1))
            #expect(close(camera.image(of: camera.position + ray * 6), pixel))
        }
    }

    @Test func aStandingCardIsAsTallAsItsDistanceSays() {
        // 1.8 m tall and half as wide, six metres away: 96 pixels tall, 48 wide, its foot 80 below the horizon.
        let map = Self.camera().imageFromObject(heightMetres: 1.8, anchor: Point(0.25, 1), at: [0, 0, -6])
        #expect(close(map(Point(0.25, 1)), Point(320, 320)))
        #expect(close(map(Point(0, 0)), Point(296, 224)))
        #expect(close(map(Point(0.5, 0)), Point(344, 224)))
        #expect(close(map.w(at: Point(0.1, 0.1)), 6))
    }

    @Test(
        arguments: [(0.0, 0.0), (-35, 20), (90, 0), (12, -8)],
        [Vector3(0, 0, 1), Vector3(0.3, 0.2, 0.9), Vector3(0, 2, 0), Vector3(-1, 0, 0.001)])
    func seenFromAnotherPlaneAllPointsKeepTheirPlaces(turn: (pitch: Double, roll: Double), normal: Vector3) {
        let camera = Self.camera(pitch: turn.pitch, roll: turn.roll)
        let foot: Vector3 = [0.4, -0.2, -5]
        let above = camera.above(planeThrough: foot, normal: normal)
        #expect(close(above.camera.heightMetres, normal.normalized.dot(camera.position - foot)))
        #expect(close((above.rotation * foot + above.shift).y, 0))
        #expect(close(above.rotation * normal.normalized, [0, 1, 0]))
        #expect(close(above.rotation.determinant, 1))
        let points: [Vector3] = [[0, 0, -4], [1, 2, -7], [-3, 5, -2], [0.2, 9, -0.5], [0, -6, -1]]
        for point in points {
            let there = above.rotation * point + above.shift
            #expect(close(above.camera.depth(of: there), camera.depth(of: point)))
            if camera.depth(of: point) > 0.1 {
                #expect(close(above.camera.image(of: there), camera.image(of: point), within: 1e-6))
            }
        }
    }

    @Test func aCardsPlaneIsFoundInTheWorld() {
        let camera = Self.camera(pitch: -9, roll: 4)
        let rotation = Matrix3.rotation(yaw: .degrees(35), pitch: .degrees(-10), roll: .degrees(20))
        let map = camera.imageFromObject(
            heightMetres: 1.7, anchor: Point(0.4, 1), at: [1.2, 0, -7], rotation: rotation)
        let plane = camera.worldPlane(of: map)
        #expect(close(plane.origin + plane.uAxis * 0.4 + plane.vAxis, [1.2, 0, -7]))
        #expect(close(plane.uAxis, rotation * [1.7, 0, 0]))
        #expect(close(plane.vAxis, rotation * [0, -1.7, 0]))
    }

    @Test func aTurnedCardShowsItsRightEdgeFartherAway() {
        // Yaw 60° about its middle, 4 m away: the right edge is at (0.5, 1.5, −4 − √3/2).
        let map = Self.camera().imageFromObject(
            heightMetres: 2, anchor: Point(0.5, 0.5), at: [0, 1.5, -4], rotation: .yaw(.degrees(60)))
        let depth = 4 + 0.75.squareRoot()
        #expect(close(map(Point(1, 0.5)), Point(320 + 160 / depth, 240)))
        #expect(close(map(Point(1, 0)), Point(320 + 160 / depth, 240 - 320 / depth)))
        #expect(close(map.w(at: Point(1, 0)), depth))
    }

    @Test func aTippedCardBringsItsTopNearer() {
        let map = Self.camera().imageFromObject(
            heightMetres: 1, anchor: Point(0.5, 1), at: [0, 0, -6], rotation: .pitch(.degrees(30)))
        #expect(close(map.w(at: Point(0.5, 0)), 5.5))
        #expect(close(map(Point(0.5, 0)), Point(320, 240 + 320 * (1.5 - 0.75.squareRoot()) / 5.5)))
    }

    @Test func everyPointOfACardIsWhereTheCameraSeesIt() {
        let camera = Self.camera(pitch: -9, roll: 4)
        let rotation = Matrix3.rotation(yaw: .degrees(35), pitch: .degrees(-10), roll: .degrees(20))
        let anchor = Point(0.4, 1)
        let foot: Vector3 = [1.2, 0, -7]
        let map = camera.imageFromObject(heightMetres: 1.7, anchor: anchor, at: foot, rotation: rotation)
        for point in [Point(0, 0), Point(0.8, 0), Point(0.3, 0.6), Point(0.8, 1)] {
            let world = foot + rotation * [1.7 * (point.x - anchor.x), -1.7 * (point.y - anchor.y), 0]
            #expect(close(map(point), camera.image(of: world)))
        }
    }

    @Test func aCardPlacedByPixelsIsUndistortedUntilItIsTurned() throws {
        let camera = Self.camera(pitch: -30, roll: 12)
        let flat = camera.imageFromObject(heightPixels: 100, anchor: Point(0.5, 0.5), at: Point(500, 100))
        #expect(close(flat(Point(0, 0)), Point(450, 50)))
        #expect(close(flat(Point(2, 1)), Point(650, 150)))
        // Rolled counter-clockwise by a quarter turn, its left edge is at the bottom.
        let rolled = camera.imageFromObject(
            heightPixels: 100, anchor: Point(0.5, 0.5), at: Point(500, 100), rotation: .roll(.degrees(90)))
        #expect(close(rolled(Point(0, 0.5)), Point(500, 150)))
        // Turned to the right by 30° in the middle of the image: w is 1 ± half its width in depth units · sin 30°.
        let turned = camera.imageFromObject(
            heightPixels: 160, anchor: Point(0.5, 0.5), at: Point(320, 240), rotation: .yaw(.degrees(30)))
        #expect(close(turned.w(at: Point(1, 0)), 1.125))
        #expect(close(turned(Point(1, 0)), Point(320 + 80 * 0.75.squareRoot() / 1.125, 240 - 80 / 1.125)))
        let edgeOn = camera.imageFromObject(
            heightPixels: 160, anchor: Point(0.5, 0.5), at: Point(320, 240), rotation: .yaw(.degrees(90)))
        #expect(close(edgeOn.determinant, 0))
    }

    @Test func theCameraFollowsThePhoto() throws {
        let camera = Self.camera(pitch: -8, roll: 6)
        let world: Vector3 = [1, 0.5, -5]
        let pixel = try #require(camera.image(of: world))
        let half = camera.resized(width: 320, height: 240)
        #expect(close(half.image(of: world), Point(pixel.x / 2, pixel.y / 2)))
        let crop = camera.cropped(to: PixelRect(minX: 100, minY: 50, maxX: 400, maxY: 300))
        #expect(crop.width == 300 && crop.height == 250)
        #expect(close(crop.image(of: world), Point(pixel.x - 100, pixel.y - 50)))
        let mirrored = crop.mirrored
        #expect(close(mirrored.image(of: [-1, 0.5, -5]), Point(300 - (pixel.x - 100), pixel.y - 50)))
    }

    @Test func aCameraComesBackFromJSON() throws {
        let camera = Self.camera(pitch: -8.1, roll: 0.7)
        let json = try JSONEncoder().encode(camera)
        #expect(try JSONDecoder().decode(Camera.self, from: json) == camera)
    }
}
