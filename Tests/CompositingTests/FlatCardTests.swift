import Geometry
import Objects
import Pictures
import Rendering
import Testing

@testable import Compositing

/// The cards that throw flat objects' shadows.
@Suite struct FlatCardTests {
    private let camera = Camera(width: 200, height: 100, focalPixels: 150, heightMetres: 1.5)

    /// Of an object 1 m high, 8 m in front of the camera and facing it.
    private func card(aspect: Double) throws -> FlatCard {
        let map = camera.imageFromObject(heightMetres: 1, anchor: Point(aspect / 2, 1), at: [0, 0, -8])
        return try #require(
            FlatCard(
                map,
                ObjectOutline(
                    aspect: aspect, polygons: [], frame: Rect(x: 0, y: 0, width: aspect, height: 1)), seenBy: camera,
                within: PixelRect(width: 200, height: 100)))
    }

    /// Towards a sun 40° high.
    private func sun(azimuth: Double) -> Vector3 {
        let (turn, height) = (Angle.degrees(azimuth), Angle.degrees(40))
        return [turn.sine * height.cosine, height.sine, -turn.cosine * height.cosine]
    }

    @Test(arguments: [0.0, 80, 170]) func whatIsHighTurnsToTheSun(azimuth: Double) throws {
        let pose = try card(aspect: 0.4).standIn(under: sun(azimuth: azimuth))
        #expect(abs(pose.linear.x.dot(sun(azimuth: azimuth))) < 1e-9)
        #expect((pose.position - [0, 0, -8]).length < 1e-9)
    }

    @Test(arguments: [0.0, 80, 170]) func whatIsWideStaysAsItStands(azimuth: Double) throws {
        let pose = try card(aspect: 6).standIn(under: sun(azimuth: azimuth))
        #expect((pose.linear.x - [1, 0, 0]).length < 1e-9)
        #expect((pose.linear.y - [0, 1, 0]).length < 1e-9)
        #expect((pose.position - [0, 0, -8]).length < 1e-9)
    }

    /// An opaque card 1 m high, the middle of its foot at a place.
    private func occluder(width: Int = 32, across: Vector3, at place: Vector3) throws -> CardOccluder {
        var raster = Raster(width: width, height: 32)
        for index in raster.bytes.indices { raster.bytes[index] = 255 }
        return CardOccluder(try Sprite(straight: raster), Pose(Matrix3(x: across, y: [0, 1, 0], z: .zero), at: place))
    }

    /// A square of 1 m at 1 m, seen from before its middle: (4/π) (0.5/√1.25) atan(0.5/√1.25), after Lambert.
    @Test func aCardHidesTheSkyBeforeAPlaneAndNoneBehindIt() throws {
        // Upright, 8 m away and facing the camera.
        let plane = try #require(SeenPlane(through: [0, 0, -8], normal: [0, 0, 1], seenBy: camera))
        func hidden(by card: CardOccluder) -> Float {
            SkyCover(card, on: plane).hidden(from: [0, 0.5, -8], along: [1, 0, 0], .zero)[0]
        }
        #expect(abs(hidden(by: try occluder(across: [1, 0, 0], at: [0, 0, -7])) - 0.2394) < 0.002)
        #expect(hidden(by: try occluder(across: [1, 0, 0], at: [0, 0, -9])) == 0)
        // Of one that goes through the plane, the part before it.
        let through = hidden(by: try occluder(across: [0, 0, 1], at: [0.3, 0, -8]))
        let part = hidden(by: try occluder(width: 16, across: [0, 0, 1], at: [0.3, 0, -7.75]))
        #expect(part > 0.05 && abs(through - part) < 0.002)
    }

    /// A row of the image shows places of the ground, and what is above the horizon none.
    @Test func aRowOfTheImageSeesWhatIsHiddenFromItsPlaces() throws {
        let plane = try #require(SeenPlane(through: .zero, normal: [0, 1, 0], seenBy: camera))
        let cover = SkyCover(try occluder(across: [1, 0, 0], at: [0, 0, -8]), on: plane)
        var shares = [Float](repeating: -1, count: 24)
        shares.withUnsafeMutableBufferPointer { shares in
            guard let first = shares.baseAddress else { return }
            cover.find(x: 40, step: 10, y: 85, count: 11, into: first)
        }
        for index in 0..<11 {
            let ray = (Double(40 + 10 * index) - camera.principal.x) / camera.focalPixels
            let depth = camera.heightMetres * camera.focalPixels / (85 - camera.principal.y)
            let place = Vector3(ray * depth, 0, -depth)
            let wanted = cover.hidden(from: place, along: [1, 0, 0], .zero)[0]
            #expect(abs(shares[index] - wanted) < 1e-5, "\(index)")
        }
        #expect(shares[0] > 0 && shares[6] > 2 * shares[0])
        shares.withUnsafeMutableBufferPointer { shares in
            guard let first = shares.baseAddress else { return }
            cover.find(x: 40, step: 10, y: 20, count: 8, into: first)
        }
        #expect(shares.prefix(8).allSatisfy { $0 == 0 })
    }

    /// The variance of where a shadow begins along a row of the image, in pixels squared: 2 pixels of blur add 4, of which
    /// the means over ellipses give three quarters and more.
    @Test func aShadowIsAsSoftAsThePictureOfIt() throws {
        let plane = try #require(SeenPlane(through: .zero, normal: [0, 1, 0], seenBy: camera))
        let light = RenderScene.Sun(
            direction: sun(azimuth: 0), irradiance: [1, 1, 1], angularRadius: .degrees(0.02))
        let occluder = try occluder(across: [1, 0, 0], at: [0, 0, -8])
        func variance(_ blur: Blur) throws -> Double {
            let beam = try #require(occluder.beam(light, on: plane, blur: blur))
            var shares = [Float](repeating: 0, count: 48)
            occluder.withSilhouette { silhouette in
                shares.withUnsafeMutableBufferPointer { shares in
                    guard let first = shares.baseAddress else { return }
                    for place in stride(from: 0, to: 48, by: 16) {
                        _ = silhouette.hideSun(beam, columns: 60 + place..<76 + place, row: 80, into: first + place)
                    }
                }
            }
            let line = shares.prefix(41).map(Double.init)
            #expect(line[0] == 0 && line[40] > 0.99)
            let steps = zip(line, line.dropFirst()).map { $1 - $0 }
            let mean = steps.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
            return steps.enumerated().reduce(0) {
                $0 + (Double($1.offset) - mean) * (Double($1.offset) - mean) * $1.element
            }
        }
        let (sharp, soft) = (try variance(.none), try variance(Blur(x: 2, y: 0)))
        #expect(sharp < 0.5)
        #expect(soft - sharp > 3 && soft - sharp < 4.5, "\(soft)")
    }

    /// A card 1 m high and 0.1 m wide that leans over to its right by a third of its height: its shadow begins at its foot,
    /// and its parts, which tell where to look for it, hold all of it.
    @Test func theShadowOfALeaningCardBeginsAtItsFoot() throws {
        let plane = try #require(SeenPlane(through: .zero, normal: [0, 1, 0], seenBy: camera))
        let direction = sun(azimuth: 80)
        let light = RenderScene.Sun(direction: direction, irradiance: [1, 1, 1], angularRadius: .degrees(0.02))
        var raster = Raster(width: 32, height: 320)
        for index in raster.bytes.indices { raster.bytes[index] = 255 }
        let across = Vector3(0, 1, 0).cross([direction.x, 0, direction.z]).normalized
        let occluder = CardOccluder(
            try Sprite(straight: raster),
            Pose(Matrix3(x: across, y: Vector3(0, 1, 0) + across / 3, z: .zero), at: [0, 0, -4]))
        let beam = try #require(occluder.beam(light, on: plane))
        func hidden(at height: Double, aside: Double) throws -> Float {
            let place = Vector3(0, height, -4) + across * (height / 3 + aside)
            let shadow = place - direction * (height / direction.y)
            let seen = try #require(camera.image(of: shadow))
            let (x, y) = (Int(seen.x), Int(seen.y))
            var shares = [Float](repeating: 0, count: CardOccluder.Silhouette.run)
            occluder.withSilhouette { silhouette in
                shares.withUnsafeMutableBufferPointer { shares in
                    guard let first = shares.baseAddress else { return }
                    _ = silhouette.hideSun(beam, columns: x..<x + 1, row: y, into: first)
                }
            }
            return shares[0]
        }
        for height in [0.1, 0.5, 0.9] {
            #expect(try hidden(at: height, aside: 0) > 0.7)
            #expect(try hidden(at: height, aside: 0.2) == 0)
            #expect(try hidden(at: height, aside: -0.2) == 0)
        }
        #expect(occluder.parts.count == 5)
        let feet = occluder.parts.flatMap(\.self).filter { abs($0.y) < 1e-9 }
        #expect(feet.count == 2 && feet.allSatisfy { ($0 - [0, 0, -4]).length < 0.08 })
    }
}
