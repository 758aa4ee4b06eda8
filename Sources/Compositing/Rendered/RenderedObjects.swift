import Cards
import Drawings
import Geometry
import Objects
import Pipelines
import Rendering
import Scenes

/// What of a scene with solid objects is rendered: these, and the shadows of all that stands on its ground.
///
/// Objects on the ground share one world, with light and shadow between them. Those that float before the photo, of
/// whose place in the world nothing is known, are rendered by themselves, without a ground.
struct RenderedObjects {
    /// Objects rendered together.
    private struct Group {
        var scene: RenderScene
        /// The place in the scene's objects of each instance.
        var objects: [Int]
    }

    /// A flat object that shadows may fall on, in a world in which its plane is the ground.
    private struct Receiver {
        /// Its place in the scene's objects.
        var object: Int
        var scene: RenderScene
        /// From the world that all share to this one.
        var rotation: Matrix3
        /// The pixels that the object may touch.
        var rect: PixelRect
    }

    private var groups: [Group] = []
    private var receivers: [Receiver] = []
    private let samples: Int
    private let seed: UInt64
    private let frame: PixelRect

    /// Why an object cannot be rendered.
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
        for (members, ground) in [
            (grounded, RenderScene.Ground(takesShadow: shadows != .none)), (floating, nil),
        ] where !members.isEmpty {
            let group = RenderScene(camera: scene.camera, instances: members.map(\.1), ground: ground)
            groups.append(Group(scene: group, objects: members.map(\.0)))
        }
        for card in cards {
            let others = grounded.filter { $0.0 != card.index }.map(\.1)
            guard !others.isEmpty, let world = card.card.world(with: others) else { continue }
            receivers.append(
                Receiver(
                    object: card.index, scene: world.scene, rotation: world.rotation, rect: card.card.rect))
        }
    }

    /// What is seen of each solid object, by its place in the scene's objects.
    func coverages() throws(RenderingError) -> [Int: Coverage] {
        var all: [Int: Coverage] = [:]
        for group in groups {
            let coverages = try group.scene.coverages(frame, samples: samples, seed: seed)
            for (index, coverage) in zip(group.objects, coverages) { all[index] = coverage }
        }
        return all
    }

    /// The whole of one object inside a rectangle, whatever stands before it.
    ///
    /// - Parameter isCoarse: with few samples: for what lies outside the image, of which only the extent counts.
    func coverage(
        ofObject index: Int, within rect: PixelRect, isCoarse: Bool = false
    ) throws(RenderingError) -> Coverage {
        let (group, instance) = place(index)
        return try group.scene.coverage(
            ofInstance: instance, rect, samples: isCoarse ? min(samples, 8) : samples, seed: seed)
    }

    /// The pixels, inside the image or not, that an object's box touches.
    func extent(ofObject index: Int) -> PixelRect {
        let (group, instance) = place(index)
        return group.scene.extent(ofInstance: instance)
    }

    /// Which points of an object, in its own frame, the camera sees past all that is rendered together with it.
    func sees(_ points: [Vector3], ofObject index: Int) throws(RenderingError) -> [Bool] {
        let (group, instance) = place(index)
        return try group.scene.sees(points, ofInstance: instance)
    }

    /// Whether two objects are rendered together, each in front of the other where it is nearer.
    func areTogether(_ index: Int, _ other: Int) -> Bool {
        groups.contains { $0.objects.contains(index) && $0.objects.contains(other) }
    }

    private func place(_ index: Int) -> (Group, Int) {
        for group in groups {
            if let instance = group.objects.firstIndex(of: index) { return (group, instance) }
        }
        preconditionFailure("object \(index) is not rendered")
    }

    /// What light makes of the scene.
    struct Lit {
        /// The pixels of every solid object, by its place in the scene's objects.
        var layers: [Int: InstanceLayer] = [:]
        var groundShade: Shade?
        /// The shadows on flat objects, by their place in the scene's objects.
        var flatShades: [Int: Shade] = [:]
    }

    func render(_ light: Illumination) throws(RenderingError) -> Lit {
        var lit = Lit()
        for group in groups {
            var scene = group.scene
            scene.sun = light.sun
            scene.sky = scene.ground == nil ? light.sky : light.skyOverGround
            scene.ground?.reflectance = light.groundReflectance
            scene.tone = light.tone
            let rendered = try scene.render(scene.extent(within: frame), samples: samples, seed: seed)
            for (index, layer) in zip(group.objects, rendered.instances) { lit.layers[index] = layer }
            if !rendered.shadow.isEmpty { lit.groundShade = Shade(rect: rendered.rect, factors: rendered.shadow) }
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
