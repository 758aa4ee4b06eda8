import Cards
import Geometry
import Masks
import Scenes
import Testing

@testable import Facts

@Suite struct LineFinderTests {
    /// A bright rectangle, turned by 20°, each pixel as bright as the part of it that the rectangle covers.
    @Test func theSidesOfARectangleAreFoundWhereTheyAre() throws {
        let (width, height) = (160, 120)
        let (middle, turn) = (Point(80, 60), Angle.degrees(20))
        let (halfWidth, halfHeight) = (50.0, 25.0)
        var values = [Float](repeating: 40, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                var covered = 0
                for part in 0..<16 {
                    let dx = Double(x) + (Double(part % 4) + 0.5) / 4 - middle.x
                    let dy = Double(y) + (Double(part / 4) + 0.5) / 4 - middle.y
                    let (u, v) = (dx * turn.cosine + dy * turn.sine, dy * turn.cosine - dx * turn.sine)
                    if abs(u) < halfWidth, abs(v) < halfHeight { covered += 1 }
                }
                values[y * width + x] += Float(covered) / 16 * 160
            }
        }
        let lines = LineFinder.lines(in: GreyPicture(width: width, height: height, values: values))
        #expect(lines.count == 4)
        for (line, long) in zip(lines, [true, true, false, false]) {
            #expect(abs(line.length - (long ? 100 : 50)) < 4)
            #expect(abs((line.slope.degrees - (long ? 20 : -70)).remainder(dividingBy: 180)) < 0.5)
            for end in [line.from, line.to] {
                let (dx, dy) = (end.x - middle.x, end.y - middle.y)
                let across = long ? dy * turn.cosine - dx * turn.sine : dx * turn.cosine + dy * turn.sine
                #expect(abs(abs(across) - (long ? halfHeight : halfWidth)) < 0.3)
            }
        }
    }

    /// The detector's promise: in noise, it finds about one line in a picture.
    @Test func noiseHasNoLines() {
        var stream = RandomStream(seed: 3, image: 0, name: "noise")
        let values = (0..<160 * 120).map { _ in Float(stream.uniform(0, 255)) }
        #expect(LineFinder.lines(in: GreyPicture(width: 160, height: 120, values: values)).count <= 2)
        #expect(LineFinder.lines(in: GreyPicture(width: 2, height: 1, values: [0, 255])).isEmpty)
    }
}

@Suite struct ViewGuessTests {
    /// The edges of a few boxes on the ground, as a camera sees them, with half a pixel of error at each end.
    private func lines(_ camera: Camera) -> [LineSegment] {
        var stream = RandomStream(seed: 8, image: 0, name: "errors")
        var lines: [LineSegment] = []
        for (place, turn) in [(Vector3(-3, 0, -9), 15.0), (Vector3(2, 0, -7), 15), (Vector3(1, 0, -16), 50)] {
            let (u, v): (Vector3, Vector3) = (
                [Angle.degrees(turn).cosine * 2, 0, Angle.degrees(turn).sine * 2],
                [-Angle.degrees(turn).sine * 3, 0, Angle.degrees(turn).cosine * 3]
            )
            let up: Vector3 = [0, 2.5, 0]
            for (a, b, c) in [(u, v, up), (v, u, up), (up, u, v)] {
                for (s, t) in [(0.0, 0.0), (0, 1), (1, 0), (1, 1)] {
                    let corner = place + b * s + c * t
                    guard let from = camera.image(of: corner), let to = camera.image(of: corner + a) else { continue }
                    func shaken(_ point: Point) -> Point {
                        Point(point.x + stream.uniform(-0.5, 0.5), point.y + stream.uniform(-0.5, 0.5))
                    }
                    lines.append(LineSegment(shaken(from), shaken(to)))
                }
            }
        }
        return lines.sorted { $0.length > $1.length }
    }

    @Test(arguments: [(-6.0, 2.0), (4, -3)])
    func boxesOnTheGroundTellTheHorizon(pitch: Double, roll: Double) throws {
        let camera = Camera(
            width: 640, height: 480, horizontalFieldOfView: .degrees(65), pitch: .degrees(pitch), roll: .degrees(roll),
            heightMetres: 1.6)
        let guess = try #require(
            ViewGuess(lines(camera), width: 640, height: 480, fieldOfView: .degrees(65)))
        #expect(guess.isSure && guess.isFieldSure)
        #expect(abs(guess.horizon - camera.horizonY(atX: 320) / 480) < 0.01)
        #expect(abs(guess.roll.degrees - roll) < 0.5)
        #expect(guess.explained > 0.8)
    }

    @Test func aCroppedPhotoTellsItsHorizonByItsPrincipalPoint() throws {
        var camera = Camera(
            width: 640, height: 480, horizontalFieldOfView: .degrees(65), pitch: .degrees(-10), roll: .degrees(2),
            heightMetres: 1.6)
        camera.principal = Point(420, 330)
        let guess = try #require(
            ViewGuess(
                lines(camera), width: 640, height: 480, principal: camera.principal, fieldOfView: .degrees(65)))
        #expect(guess.isSure && abs(guess.horizon - camera.horizonY(atX: 320) / 480) < 0.01)
    }

    @Test func whatHasNoOrderIsNotSure() throws {
        var stream = RandomStream(seed: 5, image: 0, name: "twigs")
        let twigs = (0..<60).map { _ -> LineSegment in
            let from = Point(stream.uniform(0, 640), stream.uniform(0, 480))
            let angle = Angle.degrees(stream.uniform(0, 180))
            return LineSegment(from, Point(from.x + 50 * angle.cosine, from.y + 50 * angle.sine))
        }
        let guess = try #require(ViewGuess(twigs, width: 640, height: 480, fieldOfView: .degrees(65)))
        #expect(!guess.isSure)
        #expect(ViewGuess(Array(twigs.prefix(4)), width: 640, height: 480, fieldOfView: nil) == nil)
    }
}

@Suite struct UsualHeightsTests {
    private let camera = Camera(
        width: 1242, height: 375, focalPixels: 721, horizonY: 175, heightMetres: 1)

    private func thing(_ category: String, at z: Double, _ metres: Double) throws -> RealInstance {
        var camera = camera
        camera.heightMetres = 1.65
        let foot = try #require(camera.image(of: [1, 0, -z])), head = try #require(camera.image(of: [1, metres, -z]))
        return RealInstance(
            id: 1, category: category, shape: .box,
            box: Rect(x: foot.x - 20, y: head.y, width: 40, height: foot.y - head.y))
    }

    @Test func thingsOfUsualHeightGiveTheCamerasHeight() throws {
        let things = [
            try thing("Car", at: 12, 1.5), try thing("Car", at: 20, 1.4), try thing("Car", at: 9, 1.6),
            try thing("Pedestrian", at: 14, 1.7), try thing("kangaroo", at: 10, 1.7),
        ]
        let marks = UsualHeights().marks(of: things, seenBy: camera)
        #expect(marks.count == 4)
        let height = try CameraHeight(marks, seenBy: camera)
        #expect(abs(height.metres - 1.65) < 0.01)
        #expect(UsualHeights(own: ["Kangaroo": 1.7]).marks(of: things, seenBy: camera).count == 5)
        // Far away, a foot is next to the horizon.
        #expect(UsualHeights().marks(of: [try thing("Car", at: 300, 1.5)], seenBy: camera).isEmpty)
    }
}
