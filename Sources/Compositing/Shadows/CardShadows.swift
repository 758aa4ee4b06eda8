import Drawings
import Foundation
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
        /// A ball that holds the object, in the world.
        var ball: (centre: Vector3, radius: Double)
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
                receivers.append(
                    Receiver(object: card.index, plane: plane, ball: card.card.ball, rect: card.card.rect))
            }
        }
        guard !throwers.isEmpty else { return nil }
    }

    /// The lit scene, which is no more than its shadows.
    ///
    /// - Parameter blur: that of the photo around a rectangle, for the shadow of an object with this index.
    func cast(_ light: SurfaceLight, blur: (Int, PixelRect) -> Blur) -> RenderedObjects.Lit {
        var lit = RenderedObjects.Lit(objects: objectCount)
        let sky = light.skyIrradiance
        if let sunlit = PlaneLight(light.sun, sky, on: ground) {
            let onGround = throwers.map { thrower in
                let whole = sunSpans(thrower.occluder, sunlit.sun, on: ground, within: frame)
                let blur = whole.rect.isEmpty ? .none : blur(thrower.object, whole.rect)
                let spans =
                    whole.rect.isEmpty
                    ? whole
                    : sunSpans(
                        thrower.occluder, sunlit.sun, on: ground, within: frame, byParts: true,
                        margin: 2 + Int((3 * max(blur.x, blur.y)).rounded(.up)))
                let cover = SkyCover(thrower.occluder, on: ground)
                return CardShade.Shadow(
                    occluder: thrower.occluder, step: gridStep(thrower.occluder), cover: cover,
                    sky: skyRect(thrower.occluder, cover, least: sunlit.leastShare).intersection(frame), sun: spans,
                    blur: blur)
            }
            let rects = PixelRect.apart(onGround.flatMap { [$0.sky, $0.sun.rect] })
            let shadedGround = CardShade(plane: ground, light: sunlit, shadows: onGround)
            lit.groundShades = rects.compactMap(shadedGround.shade(within:))
        }
        for receiver in receivers {
            guard let sunlit = PlaneLight(light.sun, sky, on: receiver.plane) else { continue }
            // The light on it changes slowly, since no other object touches it.
            let step = min(16, max(1, receiver.rect.height / 8))
            let shadows = throwers.filter { $0.object != receiver.object }.map { thrower in
                let hidesSky = hidesSky(thrower.occluder, from: receiver, least: sunlit.leastShare)
                return CardShade.Shadow(
                    occluder: thrower.occluder, step: step,
                    cover: hidesSky ? SkyCover(thrower.occluder, on: receiver.plane) : nil,
                    sky: hidesSky ? receiver.rect : .none,
                    sun: sunSpans(thrower.occluder, sunlit.sun, on: receiver.plane, within: receiver.rect))
            }
            let rect = shadows.reduce(PixelRect.none) { $0.union($1.sky).union($1.sun.rect) }
            lit.flatShades[receiver.object] =
                CardShade(plane: receiver.plane, light: sunlit, shadows: shadows).shade(within: rect)
        }
        return lit
    }

    /// Whether an occluder may hide so much of the sky from an object that it shows: no card hides more than one of its
    /// area that faces the place from as near as it may be.
    private func hidesSky(_ occluder: CardOccluder, from receiver: Receiver, least: Float) -> Bool {
        let corners = occluder.corners
        let centre = (corners[0] + corners[2]) / 2
        let distance = (centre - receiver.ball.centre).length - (corners[0] - centre).length - receiver.ball.radius
        let area = (corners[1] - corners[0]).length * (corners[3] - corners[0]).length
        return distance <= 0 || area > Double(least) * .pi * distance * distance
    }

    /// The size of a cell in pixels: finer for small cards, round which the sky's light changes within fewer of them.
    private func gridStep(_ occluder: CardOccluder) -> Int {
        let seen = PixelRect(covering: occluder.corners.compactMap { camera.image(of: $0) })
        return min(8, max(1, (seen?.height ?? 0) / 16))
    }

    /// The pixels of the ground from which a card hides so much of the sky that it shows.
    private func skyRect(_ occluder: CardOccluder, _ cover: SkyCover, least: Float) -> PixelRect {
        let corners = occluder.corners
        guard let top = corners.map(\.y).max(), top > 0 else { return .none }
        let middle = (corners[0] + corners[2]) / 2
        let facing = (corners[1] - corners[0]).cross([0, 1, 0])
        let away = facing.length > 1e-9 ? facing.normalized : [0, 0, 1]
        // Most of it is hidden from straight before the card.
        let most = RenderScene.skyReach * top
        var reach = 0.1 * top
        looking: while reach < most {
            let hidden = cover.hidden(
                from: [middle.x, 0, middle.z], along: away, CardShadows.reaches * Float(reach))
            for lane in 0..<8 {
                guard reach < most, hidden[lane] > least else { break looking }
                reach *= CardShadows.growth
            }
        }
        reach = min(reach, most)
        return pixels(
            of: corners.flatMap { corner in
                [(-reach, -reach), (reach, -reach), (-reach, reach), (reach, reach)].map {
                    Vector3(corner.x + $0.0, 0, corner.z + $0.1)
                }
            })
    }

    private static let growth = 1.2
    private static let reaches = SIMD8<Float>((0..<8).map { Float(pow(growth, Double($0))) })

    /// The pixels of a plane from which a card hides some of the sun.
    ///
    /// - Parameter isByParts: whether its silhouette counts, by its parts; else all of the card.
    private func sunSpans(
        _ occluder: CardOccluder, _ sun: RenderScene.Sun?, on plane: SeenPlane, within rect: PixelRect,
        byParts isByParts: Bool = false, margin: Int = 2
    ) -> RowSpans {
        let none = RowSpans(of: [], within: .none)
        guard let sun, let height = occluder.corners.map(plane.height(of:)).max(), height > 0 else { return none }
        let direction = sun.direction.normalized
        let facing = plane.normal.dot(direction)
        guard facing > 0 else { return none }
        let most = RenderScene.sunReach * height
        let (u, v) = plane.axes
        func spans(_ corners: [Vector3]) -> RowSpans {
            let points = corners.flatMap { corner -> [Vector3] in
                let distance = min(max(0, plane.height(of: corner)) / facing, most)
                let foot = corner - direction * distance
                let rim = distance * sun.angularRadius.sine / facing
                return [(-rim, -rim), (rim, -rim), (-rim, rim), (rim, rim)].map { foot + u * $0.0 + v * $0.1 }
            }
            return RowSpans(of: beforeCamera(points).compactMap(camera.image(of:)), within: rect, margin: margin)
        }
        return isByParts ? RowSpans(uniting: occluder.parts.map(spans)) : spans(occluder.corners)
    }

    /// The corners of the part of a convex body that is before the camera, by corners of all of it.
    private func beforeCamera(_ points: [Vector3]) -> [Vector3] {
        let forward = -camera.worldFromCamera.z
        let depths = points.map { forward.dot($0 - camera.position) - 0.05 }
        guard let nearest = depths.min(), nearest < 0 else { return points }
        var seen: [Vector3] = []
        for (one, depth) in zip(points, depths) where depth >= 0 {
            seen.append(one)
            for (other, behind) in zip(points, depths) where behind < 0 {
                seen.append(one + (other - one) * (depth / (depth - behind)))
            }
        }
        return seen
    }

    /// The pixels about some points; all where some of these are not before the camera.
    private func pixels(of points: [Vector3]) -> PixelRect {
        let seen = points.compactMap { camera.image(of: $0) }
        guard seen.count == points.count, let rect = PixelRect(covering: seen) else { return frame }
        return rect.inset(by: -2)
    }
}

extension PixelRect {
    fileprivate static let none = PixelRect(width: 0, height: 0)

    /// Rectangles that do not overlap and together hold all of these.
    fileprivate static func apart(_ rects: [PixelRect]) -> [PixelRect] {
        var apart: [PixelRect] = []
        for rect in rects where !rect.isEmpty {
            var whole = rect
            while let index = apart.firstIndex(where: { !$0.intersection(whole).isEmpty }) {
                whole = whole.union(apart.remove(at: index))
            }
            apart.append(whole)
        }
        return apart
    }
}
