import Cards
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// What every effect keeps.
@Suite struct EffectTests {
    private let stage: BoxStage

    init() throws { stage = try BoxStage(photo(64, 48), mapsSurfaces: true) }

    /// Values of each effect that can be seen in a picture.
    static let seen: [DrawnPart] = [
        part("chromatic_aberration", ["red": 4, "blue": -4]), part("cloud_shadow", ["size": 4]),
        part("contrast", ["factor": 1.5]), part("defocus", ["radius": 2.5]), part("dust", ["visibility": 20]),
        part("exposure", ["stops": -1]), part("fog", ["visibility": 20]), part("glow", ["strength": 5, "from": 0]),
        part("low_sun", ["x": 0.7, "y": 0.2]),
        part("motion_blur", ["length": 7, "angle": 30]), part("night", ["headlights": 0.5]),
        part("noise", ["iso": 6400]),
        part("rain", ["rate": 50, "mirror": 0.5]), part("snow", ["rate": 5, "wind": 2]),
        part("rain", ["rate": 0, "drops": 0.3]), part("snow", ["rate": 0, "cover": 0.8]),
        part("recompress", ["quality": 20]), part("recompress", ["quality": 20, "format": "webp"]),
        part("vignette", ["corner": 0.6]), part("white_balance", ["kelvin": 3000]),
    ]

    /// The same of effects that move labels too.
    static let moving: [DrawnPart] = [
        part("distortion", ["k1": -0.3]), part("rolling_shutter", ["yaw": 60, "roll": 40]),
    ]

    /// Values with which an effect changes nothing. Noise, fog, dust and files with losses have none.
    static let neutral: [DrawnPart] = [
        part("chromatic_aberration", ["red": 0, "blue": 0]), part("cloud_shadow", ["darkness": 0]),
        part("contrast", ["factor": 1]), part("defocus", ["radius": 0.5]), part("distortion", ["k1": 0]),
        part("exposure", ["stops": 0]),
        part("glow", ["strength": 0]),
        part("low_sun", ["strength": 0, "x": 0.5, "y": 0.5]), part("motion_blur", ["length": 0]),
        part("night", ["stops": 0]), part("rain", ["rate": 0]), part("snow", ["rate": 0]),
        part("rolling_shutter", ["yaw": 0]), part("rolling_shutter", ["yaw": 90, "readout": 0]),
        part("vignette", ["corner": 0]),
        part("white_balance", ["kelvin": 6504]),
    ]

    private static func part(_ name: String, _ values: KeyValuePairs<String, Value>) -> DrawnPart {
        DrawnPart(name: name, values: .map(values.map { Value.Entry(key: $0.key, value: $0.value) }))
    }

    /// Two boxes, one partly behind the other, under effects.
    private func composite(_ effects: [DrawnPart], seed: UInt64 = 1) throws -> Composite {
        var scene = stage.scene([
            PixelRect(minX: 10, minY: 10, maxX: 30, maxY: 30), PixelRect(minX: 20, minY: 5, maxX: 50, maxY: 40),
        ])
        (scene.effects, scene.seed) = (effects, seed)
        return try stage.compositor.composite(scene)
    }

    @Test func everyEffectIsTested() {
        #expect(Set((Self.seen + Self.moving).map(\.name)) == Set(Effects.catalogue.names))
    }

    @Test(arguments: seen) func anEffectChangesThePictureAndNoLabel(effect: DrawnPart) throws {
        let (plain, changed) = (try composite([]), try composite([effect]))
        #expect(plain.image != changed.image)
        #expect(plain.map.ids == changed.map.ids)
        #expect(plain.instances.map(\.visible) == changed.instances.map(\.visible))
        #expect(plain.instances.map(\.box) == changed.instances.map(\.box))
        #expect(plain.instances.map(\.amodal) == changed.instances.map(\.amodal))
        #expect(plain.surfaces?.depthMetres == changed.surfaces?.depthMetres)
        #expect(changed.image.width == 64 && changed.image.height == 48)
        #expect(changed.image.bytes.enumerated().allSatisfy { $0.offset % 4 != 3 || $0.element == 255 })
    }

    @Test(arguments: seen + moving) func anEffectMakesTheSameBytesEachTime(effect: DrawnPart) throws {
        let first = try composite([effect]).image
        _ = try composite([], seed: 9)
        #expect(try composite([effect]).image == first)
    }

    @Test(arguments: neutral) func aNeutralEffectChangesNoByte(effect: DrawnPart) throws {
        #expect(try composite([effect]).image == composite([]).image)
    }

    @Test(arguments: neutral) func anotherEffectBeforeItChangesNoRandomNumber(other: DrawnPart) throws {
        let noise = Self.part("noise", ["iso": 6400])
        #expect(try composite([other, noise]).image == composite([noise]).image)
        #expect(try composite([noise, noise]).image != composite([noise]).image)
    }

    /// Of every level, from black to white.
    @Test func lightBecomesTheByteThatItCameFrom() {
        for byte in 0...255 { #expect(Int(LinearLight.byte[Int(LinearLight.ofByte[byte])]) == byte) }
    }

    /// The order is the file's: what is darkened after it was cut off stays below white.
    @Test func effectsAreAppliedInTheirOrder() throws {
        let (up, down) = (Self.part("exposure", ["stops": 4]), Self.part("exposure", ["stops": -4]))
        let (cut, lost) = (try composite([up, down]).image, try composite([down, up]).image)
        #expect(cut != lost)
        #expect(cut.bytes.enumerated().allSatisfy { $0.offset % 4 == 3 || $0.element < 80 })
    }
}

extension Raster {
    /// The picture after an effect, as the photo of a scene without objects.
    func after(_ effect: some Effect, camera: Camera? = nil) throws -> Raster {
        var scene = try BoxStage().scene([])
        scene.camera = camera ?? Camera(width: width, height: height, focalPixels: 50, heightMetres: 1.5)
        var composite = Composite(
            scene: scene, image: self, map: InstanceMap(width: width, height: height), instances: [], surfaces: nil,
            real: [])
        try effect.apply(to: &composite, streams: RandomStreams(seed: 1, image: 0))
        return composite.image
    }

    /// Red, green and blue.
    func rgb(_ x: Int, _ y: Int) -> [UInt8] { Array(bytes[(y * width + x) * 4..<(y * width + x) * 4 + 3]) }
}

/// One colour all over.
func plain(_ width: Int, _ height: Int, _ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Raster {
    raster(width, height) { _, _ in (red, green, blue, 255) }
}
