import Cards
import Drawings
import Geometry
import Objects
import Pipelines
import Rendering
import Scenes

/// The rendered part of a scene with solid objects: these objects, and the shadows of all that stands on its ground.
///
/// Objects on the ground share one world, with light and shadow between them. The place in the world of an object that
/// floats before the photo is not known, so it is rendered by itself, without a ground.
struct RenderedObjects {

    /// A flat object that shadows may fall on, in a world in which its plane is the ground.
    private struct Receiver {
        /// The object's index in the scene's objects.
        var object: Int
        var scene: RenderScene
        /// From the world that all share to this one.
        var rotation: Matrix3
        /// The pixels that the object may touch.
        var rect: PixelRect
    }

    /// The solid objects, by their indices in the scene's objects; nil for flat ones.
    private(set) var solids: [RenderedObject?]
    /// Objects that are rendered together.
    private var groups: [RenderScene] = []
    private var receivers: [Receiver] = []
    private let samples: Int
    private let seed: UInt64
    private let frame: PixelRect

    /// The reason why an object cannot be rendered.
    struct Failure: Error {
        var object: Int
        var error: ObjectError
    }

    /// Nil for a scene without solid objects.
    ///
    /// - Parameter cards: the flat objects that stand on its ground.
    init?(
        _ scene: Scene, _ library: ObjectLibrary, beside cards: [StandingCard], within frame: PixelRect, seed: UInt64
    ) throws(Failure) {
        let shadows = scene.render.shadows
        var grounded: [(Int, RenderScene.Instance)] = []
        var floating: [(Int, RenderScene.Instance)] = []
        var cardsLeft = cards[...]
        for (index, object) in scene.objects.enumerated() {
            do throws(ObjectError) {
                if case .solid(let pose, let onGround) = object.place {
                    let instance = RenderScene.Instance(try library.model(of: object.from).model, pose)
                    if onGround { grounded.append((index, instance)) } else { floating.append((index, instance)) }
                } else if let card = cardsLeft.first, card.index == index {
                    cardsLeft.removeFirst()
                    guard let pose = card.standIn else { continue }
                    let model = try library.shadowCard(of: object.from, seen: object.view)
                    grounded.append((index, RenderScene.Instance(model, pose, isSeen: false)))
                }
            } catch {
                throw Failure(object: index, error: error)
            }
        }
        guard scene.objects.contains(where: { $0.place.isSolid }) else { return nil }
        samples = scene.render.quality.samples
        self.seed = seed
        self.frame = frame
        solids = Array(repeating: nil, count: scene.objects.count)
        for (members, ground) in [
            (grounded, RenderScene.Ground(takesShadow: shadows != .none)), (floating, nil),
        ] where !members.isEmpty {
            let group = RenderScene(camera: scene.camera, instances: members.map(\.1), ground: ground)
            for (member, (index, _)) in members.enumerated() where scene.objects[index].place.isSolid {
                solids[index] = RenderedObject(
                    group: groups.count, instance: member, scene: group, samples: samples, seed: seed)
            }
            groups.append(group)
        }
        for card in cards {
            let others = grounded.filter { $0.0 != card.index }.map(\.1)
            guard !others.isEmpty, let world = card.card.world(with: others) else { continue }
            receivers.append(
                Receiver(
                    object: card.index, scene: world.scene, rotation: world.rotation, rect: card.card.rect))
        }
    }

    /// The visible part of each object that is rendered, by groups.
    func coverages() throws(RenderingError) -> [[Coverage]] {
        var all: [[Coverage]] = []
        for group in groups { all.append(try group.coverages(frame, samples: samples, seed: seed)) }
        return all
    }

    /// The lit scene.
    struct Lit {
        /// The pixels of every object that is rendered, by groups.
        fileprivate var layers: [[InstanceLayer]] = []
        /// The shadows on the ground, in rectangles that do not overlap.
        var groundShades: [Shade] = []
        /// The shadows on flat objects, by the places of the scene's objects.
        var flatShades: [Shade?]

        /// An empty result, for a scene of so many objects.
        init(objects count: Int) { flatShades = Array(repeating: nil, count: count) }

        func layer(of object: RenderedObject) -> InstanceLayer { layers[object.group][object.instance] }
    }

    /// - Parameters:
    ///   - most: the most samples of a pixel in which its light is found.
    ///   - coverages: what `coverages` found.
    func render(
        _ light: Illumination, samples most: Int, coverages: [[Coverage]]
    ) throws(RenderingError) -> Lit {
        let samples = min(samples, most)
        var lit = Lit(objects: solids.count)
        for (index, group) in groups.enumerated() {
            var scene = group
            scene.sun = light.sun
            scene.sky = scene.ground == nil ? light.sky : light.skyOverGround
            scene.ground?.reflectance = light.groundReflectance
            scene.tone = light.tone
            let rendered = try scene.render(
                scene.extent(within: frame), samples: samples, seed: seed,
                coverages: samples == self.samples ? coverages[index] : nil)
            lit.layers.append(rendered.instances)
            if !rendered.shadow.isEmpty {
                lit.groundShades.append(Shade(rect: rendered.rect, factors: rendered.shadow))
            }
        }
        for receiver in receivers {
            var scene = receiver.scene
            // What the sun does not shine on takes no shadow of it.
            if var sun = light.sun, (receiver.rotation * sun.direction).y > 0 {
                sun.direction = receiver.rotation * sun.direction
                scene.sun = sun
            }
            scene.sky = .constant(light.sky.meanRadiance)
            let rect = scene.extent(within: receiver.rect)
            guard !rect.isEmpty else { continue }
            let rendered = try scene.render(rect, samples: samples, seed: seed)
            lit.flatShades[receiver.object] = Shade(rect: rect, factors: rendered.shadow)
        }
        return lit
    }
}
