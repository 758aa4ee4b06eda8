import Drawings
import Geometry
import Objects
import Rendering
import Scenes

/// The shadows of flat objects on the ground and on each other, in a scene of nothing else. They are worked out without
/// rays, because rays would have to be many for shadows as smooth.
struct CardShadows {
    private struct Thrower {
        /// The object's index in the scene's objects.
        var object: Int
        var occluder: CardOccluder
    }

    private struct Receiver {
        var object: Int
        var plane: SeenPlane
        /// The pixels that the object may touch.
        var rect: PixelRect
    }

    private var throwers: [Thrower] = []
    private var receivers: [Receiver] = []
    private let ground: SeenPlane
    private let camera: Camera
    private let objectCount: Int
    private let frame: PixelRect

    /// Nil for a scene without a card that throws a shadow.
    init?(
        _ scene: Scene, _ library: ObjectLibrary, of cards: [StandingCard], within frame: PixelRect
    ) throws(RenderedObjects.Failure) {
        guard let ground = SeenPlane(through: .zero, normal: [0, 1, 0], seenBy: scene.camera) else { return nil }
        self.ground = ground
        self.frame = frame
        camera = scene.camera
        objectCount = scene.objects.count
        for card in cards {
            let object = scene.objects[card.index]
            do throws(ObjectError) {
                if let pose = card.standIn {
                    let silhouette = try library.silhouette(of: object.from, seen: object.view)
                    throwers.append(Thrower(object: card.index, occluder: CardOccluder(silhouette, pose)))
                }
            } catch {
                throw RenderedObjects.Failure(object: card.index, error: error)
            }
            if let plane = card.card.seenPlane {
                receivers.append(Receiver(object: card.index, plane: plane, rect: card.card.rect))
            }
        }
        guard !throwers.isEmpty else { return nil }
    }

    /// The lit scene, which is no more than its shadows.
    func cast(_ light: LevelLight) -> RenderedObjects.Lit {
        var lit = RenderedObjects.Lit(objects: objectCount)
        let all = throwers.map(\.occluder)
        var reach = PixelRect(width: 0, height: 0)
        for occluder in all {
            reach = reach.union(skyRect(occluder)).union(sunRect(occluder, light.sun))
        }
        lit.groundShade = shade(
            ground, by: all, light.sun, sky: light.skyIrradiance, within: reach.intersection(frame)
        ) { (skyRect($0), sunRect($0, light.sun)) }
        for receiver in receivers {
            let others = throwers.filter { $0.object != receiver.object }.map(\.occluder)
            lit.flatShades[receiver.object] = shade(
                receiver.plane, by: others, light.sun, sky: light.skyIrradiance, within: receiver.rect
            ) { _ in (receiver.rect, receiver.rect) }
        }
        return lit
    }

    /// The factor of the light on a plane; nil where nothing keeps any light from it.
    ///
    /// - Parameters:
    ///   - sky: the irradiance of the plane by all but the sun.
    ///   - rects: the pixels in which an occluder may keep off the sky, and those in which it may keep off the sun.
    private func shade(
        _ plane: SeenPlane, by occluders: [CardOccluder], _ sun: RenderScene.Sun?, sky: Vector3, within rect: PixelRect,
        _ rects: (CardOccluder) -> (sky: PixelRect, sun: PixelRect)
    ) -> Shade? {
        guard !rect.isEmpty, !occluders.isEmpty else { return nil }
        var hiddenSky = [Float](repeating: 0, count: rect.area)
        var seenSun = [Float](repeating: 1, count: rect.area)
        let facing = sun.map { max(0, plane.normal.dot($0.direction.normalized)) } ?? 0
        for occluder in occluders {
            let (skyRect, sunRect) = rects(occluder)
            addHiddenSky(of: occluder, on: plane, within: skyRect.intersection(rect), to: &hiddenSky, rect)
            guard facing > 0, let sun, let beam = occluder.beam(sun) else { continue }
            let part = sunRect.intersection(rect)
            for y in part.minY..<max(part.minY, part.maxY) {
                for x in part.minX..<max(part.minX, part.maxX) {
                    guard let (point, right, below) = plane.seen(x: Double(x) + 0.5, y: Double(y) + 0.5) else {
                        continue
                    }
                    let hidden = occluder.hiddenSun(beam, from: point, right: right, below: below)
                    seenSun[(y - rect.minY) * rect.width + x - rect.minX] *= Float(1 - hidden)
                }
            }
        }
        let direct = SIMD3<Float>((sun?.irradiance ?? .zero) * facing)
        let rest = SIMD3<Float>(sky)
        let whole = direct + rest
        guard whole.min() > 0 else { return nil }
        let factors = hiddenSky.indices.map { index in
            (direct * seenSun[index] + rest * (1 - min(1, hiddenSky[index]))) / whole
        }
        return Shade(rect: rect, factors: factors)
    }

    /// Adds the share of the sky that an occluder hides. It changes slowly, so it is found on a grid and interpolated.
    private func addHiddenSky(
        of occluder: CardOccluder, on plane: SeenPlane, within part: PixelRect, to hidden: inout [Float],
        _ rect: PixelRect
    ) {
        guard !part.isEmpty else { return }
        let step = gridStep(occluder)
        let columns = (part.width + step - 1) / step + 1
        func line(_ y: Int) -> [Float] {
            (0..<columns).map { column in
                let x = part.minX + column * step
                guard let seen = plane.seen(x: Double(x), y: Double(y)) else { return 0 }
                return Float(occluder.hiddenSky(from: seen.point, on: plane.normal))
            }
        }
        var upper = line(part.minY)
        for top in stride(from: part.minY, to: part.maxY, by: step) {
            let lower = line(top + step)
            for y in top..<min(top + step, part.maxY) {
                let t = (Float(y - top) + 0.5) / Float(step)
                for x in part.minX..<part.maxX {
                    let (column, rest) = (x - part.minX).quotientAndRemainder(dividingBy: step)
                    let s = (Float(rest) + 0.5) / Float(step)
                    let above = upper[column] + (upper[column + 1] - upper[column]) * s
                    let below = lower[column] + (lower[column + 1] - lower[column]) * s
                    hidden[(y - rect.minY) * rect.width + x - rect.minX] += above + (below - above) * t
                }
            }
            upper = lower
        }
    }

    /// The size of a cell in pixels: finer for small cards, round which the sky's light changes within fewer of them.
    private func gridStep(_ occluder: CardOccluder) -> Int {
        let seen = PixelRect(covering: occluder.corners.compactMap { camera.image(of: $0) })
        return min(8, max(1, (seen?.height ?? 0) / 16))
    }

    /// The pixels of the ground from which a card hides some of the sky.
    private func skyRect(_ occluder: CardOccluder) -> PixelRect {
        let corners = occluder.corners
        let reach = RenderScene.skyReach * max(0, corners.map(\.y).max() ?? 0)
        return pixels(
            of: corners.flatMap { corner in
                [(-reach, -reach), (reach, -reach), (-reach, reach), (reach, reach)].map {
                    Vector3(corner.x + $0.0, 0, corner.z + $0.1)
                }
            })
    }

    /// The pixels of the ground from which a card hides some of the sun.
    private func sunRect(_ occluder: CardOccluder, _ sun: RenderScene.Sun?) -> PixelRect {
        let none = PixelRect(width: 0, height: 0)
        guard let sun, let height = occluder.corners.map(\.y).max(), height > 0 else { return none }
        let direction = sun.direction.normalized
        guard direction.y > 0 else { return none }
        let most = RenderScene.sunReach * height
        return pixels(
            of: occluder.corners.flatMap { corner -> [Vector3] in
                let distance = min(max(0, corner.y) / direction.y, most)
                let foot = corner - direction * distance
                let rim = distance * sun.angularRadius.sine / direction.y
                return [(-rim, -rim), (rim, -rim), (-rim, rim), (rim, rim)].map {
                    Vector3(foot.x + $0.0, 0, foot.z + $0.1)
                }
            })
    }

    /// The pixels about some points of the ground; all where some of these are not before the camera.
    private func pixels(of points: [Vector3]) -> PixelRect {
        let seen = points.compactMap { camera.image(of: $0) }
        guard seen.count == points.count, let rect = PixelRect(covering: seen) else { return frame }
        return rect.inset(by: -2)
    }
}
