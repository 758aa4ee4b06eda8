import Cards
import Foundation
import Geometry
import Scenes

/// Drops or flakes that fall between the camera and what it shows.
///
/// Their sizes are spread exponentially, N(D) = N₀ exp(−ΛD): so many in a cubic metre of air for each metre of diameter.
struct Precipitation {
    /// N₀, in m⁻⁴.
    var intercept: Double
    /// Λ, per metre.
    var slope: Double
    /// How many times wider a thing looks than D: a flake than the drop that it melts to.
    var swelling = 1.0
    /// The widest D that there is, in metres.
    var widest: Double
    /// The width in pixels down to which things are drawn one by one.
    var leastPixels: Double
    /// The speed of a fall, in metres a second, for a D in metres.
    var speed: (_ diameter: Double) -> Double
    /// How much things drift each their own way, in metres a second.
    var drift = 0.0

    /// The share of light that a metre of air with it takes away. Large drops scatter twice the light that meets them
    /// (van de Hulst, "Light Scattering by Small Particles", 1957): σ = ∫ 2 · π/4 · (swelling · D)² N(D) dD.
    var extinction: Double { Double.pi * intercept * swelling * swelling / pow(slope, 3) }

    /// Draws all that the camera sees one by one: as many as there are on average where they look wide enough, nearer
    /// for small ones and farther for large ones. At most one for each eight pixels.
    ///
    /// - Parameters:
    ///   - exposure: in seconds.
    ///   - wind: to the right, in metres a second.
    func fall(
        before distances: SeenDistances, _ camera: Camera, exposure: Double, wind: Double,
        from stream: inout RandomStream
    ) -> Streaks {
        var streaks = Streaks(width: camera.width, height: camera.height)
        // D is seen up to the depth k D. The pyramid up to there holds (W / f)(H / f)(kD)³ / 3 cubic metres, so the number
        // of things is that times N(D) over all D, and their sizes are spread as D³ exp(−ΛD): a sum of four exponentials.
        let focal = camera.focalPixels
        let k = focal * swelling / leastPixels
        let angle = Double(camera.width) / focal * (Double(camera.height) / focal)
        let count = angle * pow(k, 3) / 3 * intercept * 6 / pow(slope, 4)
        let turn = camera.worldFromCamera
        let (cameraFromWorld, speeds) = (turn.transposed, Speeds(speed, upTo: widest))
        var numbers = Numbers(each: drift > 0 ? 9 : 7)
        for _ in 0..<Int(min(count, Double(camera.width * camera.height) / 8).rounded()) {
            numbers.advance(from: &stream)
            let product = numbers[0] * numbers[1] * numbers[2] * numbers[3]
            let diameter = min(widest, Double(-log(Float(product))) / slope)
            let depth = k * diameter * Double(cbrt(Float(numbers[4])))
            guard depth > Precipitation.nearestMetres else { continue }
            let across = (numbers[5], numbers[6])
            let wander = drift > 0 ? (numbers[7], numbers[8]) : (0.5, 0.5)
            let velocity: Vector3 = [
                wind + (wander.0 - 0.5) * 2 * drift, -speeds(diameter), (wander.1 - 0.5) * 2 * drift,
            ]
            let moved = cameraFromWorld * velocity * (exposure / 2)
            // As much room above and below the image as the way is long.
            let way = abs(moved.y) * 2 * focal / depth
            let place = Point(
                across.0 * Double(camera.width), across.1 * (Double(camera.height) + way) - way / 2)
            let ray: Vector3 = [(place.x - camera.principal.x) / focal, (camera.principal.y - place.y) / focal, -1]
            let middle = ray * depth
            // Below the ground, or behind an object.
            guard (turn * middle).y + camera.heightMetres > 0,
                distances.standing(x: Int(place.x), y: Int(place.y.rounded(.down))) > Float(depth)
            else { continue }
            func image(_ point: Vector3) -> SIMD2<Float> {
                let scale = focal / max(-point.z, Precipitation.nearestMetres / 2)
                return SIMD2(
                    Float(camera.principal.x + scale * point.x), Float(camera.principal.y - scale * point.y))
            }
            streaks.add(
                from: image(middle - moved), to: image(middle + moved),
                diameter: Float(diameter * swelling * focal / depth),
                blur: Float(Precipitation.apertureMetres * focal / depth))
        }
        return streaks
    }

    /// What is nearer would fill the image by chance.
    private static let nearestMetres = 0.25
    /// The lens's opening: a camera that is set to far away spreads a near point over as much.
    static let apertureMetres = 0.002
}

extension Precipitation {
    /// The speeds of falls by diameter, from a table.
    private struct Speeds {
        private let table: [Double]
        private let perMetre: Double

        init(_ speed: (Double) -> Double, upTo widest: Double) {
            let steps = 2048
            perMetre = Double(steps) / widest
            table = (0...steps + 1).map { speed(Double($0) / Double(steps) * widest) }
        }

        /// In metres a second, for a diameter in metres up to the widest.
        func callAsFunction(_ diameter: Double) -> Double {
            let place = diameter * perMetre
            let entry = Int(place)
            return table[entry] + (table[entry + 1] - table[entry]) * (place - Double(entry))
        }
    }

    /// Random numbers of many things, a few for each, which come from their stream in lots.
    private struct Numbers {
        private let each: Int
        private var words: [UInt32]
        /// The place of the thing's first number.
        private var first: Int

        /// - Parameter each: how many numbers a thing takes.
        init(each: Int) {
            self.each = each
            words = [UInt32](repeating: 0, count: each * 1024)
            first = words.count
        }

        /// Goes on to the next thing.
        mutating func advance(from stream: inout RandomStream) {
            first += each
            guard first >= words.count else { return }
            words.withUnsafeMutableBufferPointer { stream.fill($0) }
            first = 0
        }

        /// The numbers of the thing: each uniform in 0…1, without 0.
        subscript(number: Int) -> Double { (Double(words[first + number]) + 0.5) * 0x1p-32 }
    }
}
