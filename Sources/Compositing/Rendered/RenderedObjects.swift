import Geometry
import Objects
import Pipelines
import Rendering
import Scenes

/// What of a scene is rendered: its solid objects, and the shadows of all that stands on its ground.
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

    private var groups: [Group] = []
    private let samples: Int
    private let seed: UInt64
    private let frame: PixelRect

    /// Why an object cannot be rendered.
    struct Failure: Error {
        var object: Int
        var error: ObjectError
    }

    /// Nil for a scene of which nothing is rendered.
    init?(_ scene: Scene, _ library: ObjectLibrary, within frame: PixelRect, seed: UInt64) throws(Failure) {
        let shadows = scene.render.shadows
        var grounded: [(Int, RenderScene.Instance)] = []
        var floating: [(Int, RenderScene.Instance)] = []
        for (index, object) in scene.objects.enumerated() {
            do throws(ObjectError) {
                switch object.place {
                case .solid(let pose, let onGround):
                    let instance = RenderScene.Instance(try library.model(of: object.from).model, pose)
                    if onGround { grounded.append((index, instance)) } else { floating.append((index, instance)) }
                case .flat(let imageFromObject, let onGround):
                    guard onGround, shadows == .all,
                        let card = Card(
                            imageFromObject, aspect: try library.outline(of: object.from).aspect, in: scene)
                    else { continue }
                    let model = try library.shadowCard(of: object.from)
                    grounded.append((index, RenderScene.Instance(model, card.pose, isSeen: false)))
                }
            } catch {
                throw Failure(object: index, error: error)
            }
        }
        guard !grounded.isEmpty || !floating.isEmpty else { return nil }
        samples = scene.render.quality.samples
        self.seed = seed
        self.frame = frame
        for (members, ground) in [
            (grounded, RenderScene.Ground(takesShadow: shadows != .none)), (floating, nil),
        ] where !members.isEmpty {
            let group = RenderScene(camera: scene.camera, instances: members.map(\.1), ground: ground)
            groups.append(Group(scene: group, objects: members.map(\.0)))
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

    private func place(_ index: Int) -> (Group, Int) {
        for group in groups {
            if let instance = group.objects.firstIndex(of: index) { return (group, instance) }
        }
        preconditionFailure("object \(index) is not rendered")
    }

    /// The pixels of every solid object, by its place in the scene's objects, and the shadows on the ground.
    func render(_ light: SceneLight, in photo: PhotoLight) throws(RenderingError) -> (
        layers: [Int: InstanceLayer], shadow: GroundShadow?
    ) {
        let (sun, sky) = try photo.light(light)
        var layers: [Int: InstanceLayer] = [:]
        var shadow: GroundShadow?
        for group in groups {
            var scene = group.scene
            scene.sun = sun
            scene.sky = sky
            scene.ground?.reflectance = photo.groundReflectance
            let rendered = try scene.render(scene.extent(within: frame), samples: samples, seed: seed)
            for (index, layer) in zip(group.objects, rendered.instances) { layers[index] = layer }
            if !rendered.shadow.isEmpty { shadow = GroundShadow(rect: rendered.rect, factors: rendered.shadow) }
        }
        return (layers, shadow)
    }
}

/// The card in the world whose shadow a flat object throws: upright objects turn to the sun as they would if they were
/// round, so that none is left without a shadow by standing edge on.
private struct Card {
    let pose: Pose

    /// Nil where the object's plane cannot be told from its homography.
    init?(_ imageFromObject: Homography, aspect: Double, in scene: Scene) {
        let camera = scene.camera
        let plane = camera.plane(of: imageFromObject)
        let up = camera.worldFromCamera * -plane.vAxis
        let height = up.length
        guard height.isFinite, height > 0 else { return nil }
        var right = (camera.worldFromCamera * plane.uAxis).normalized
        let foot =
            camera.position
            + camera.worldFromCamera * (plane.origin + plane.uAxis * (aspect / 2) + plane.vAxis)
        if let sun = scene.light.sun?.direction, sun.y > 0, up.y > 0.9 * height {
            let across = Vector3(0, 1, 0).cross([sun.x, 0, sun.z])
            if across.length > 1e-6 { right = across.normalized }
        }
        pose = Pose(Matrix3(x: right * height, y: up, z: right.cross(up)), at: foot)
    }
}
