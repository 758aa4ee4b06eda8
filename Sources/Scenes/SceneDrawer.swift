import Foundation
package import Geometry
import Masks
package import Objects
package import Pipelines
import Rendering

/// Draws scenes from a pipeline. Reads sizes, outlines and facts, never a photo's pixels.
package struct SceneDrawer: Sendable {
    package let pipeline: Pipeline
    package let objects: ObjectLibrary
    /// What no image may show of its photo, and what takes its place.
    package let replacements: Replacements

    /// Of the objects that are set in as pictures.
    private let pools: [String: ViewPool]

    /// How many places are tried for an object before it is left out.
    static let attemptsPerObject = 50

    /// - Parameter photos: those of the run, which objects with `views` are seen in.
    /// - Throws: `InvalidFile` for a value that a placer does not take.
    package init(pipeline: Pipeline, objects: ObjectLibrary, photos: PhotoLibrary? = nil) throws {
        self.pipeline = pipeline
        self.objects = objects
        replacements = try Replacements(pipeline)
        var pools: [String: ViewPool] = [:]
        for object in pipeline.objects {
            guard let count = object.value.views else { continue }
            guard let photos else { preconditionFailure("views are seen in photos") }
            pools[object.name] = ViewPool(of: object.name, count: count, seed: pipeline.seed) { number, streams in
                SceneDrawer.stance(number, of: object.value, in: pipeline, photos, from: streams)
            }
        }
        self.pools = pools
    }

    /// The scene of one image: a function of (pipeline, seed, `index`, `photo`) alone.
    ///
    /// - Parameters:
    ///   - attempt: how many photos have turned out to be unreadable for this image; recorded in the scene.
    ///   - real: the labelled things that the photo shows.
    /// - Throws: what the parts throw when a drawn value is not one that they take.
    package func draw(_ index: Int, on photo: Photo, attempt: Int = 0, real: [RealInstance] = []) throws -> Scene {
        let streams = RandomStreams(seed: pipeline.seed, image: index)
        let surfaces = surfaces
        let (stage, panorama) = SceneDrawer.stage(
            photo, real.map { surfaces.contains($0.category) ? $0.lying : $0 }, in: pipeline, from: streams)
        let view = stage.view
        let light = SceneDrawer.light(
            on: stage, hasOwn: panorama != nil, in: pipeline, from: streams.scope("light"))
        let rules = pipeline.scene.overlap
        var scene = Scene(
            index: index, seed: pipeline.seed,
            photo: ScenePhoto(
                file: photo.path, attempt: attempt, view: view, panorama: panorama, labels: photo.labels,
                wiped: replacements.wiped(real)),
            camera: stage.camera, light: light,
            render: SceneRendering(
                quality: RenderQuality(pipeline.render.quality),
                shadows: pipeline.render.shadows),
            objects: [],
            effects: pipeline.effects.enumerated().compactMap { number, effect in
                effect.draw(from: streams.scope("effects").scope(String(number)))
            },
            limits: Limits(
                overlapMax: rules.max, visibleMin: rules.visible.min, truncatedMax: rules.truncated.max),
            asked: 0, missing: [])
        try populate(&scene, on: stage, from: streams)
        return scene
    }

    /// What a photo shows, without its pixels, and where it is looked into where it is a panorama.
    private static func stage(
        _ photo: Photo, _ real: [RealInstance], in pipeline: Pipeline, from streams: RandomStreams
    ) -> (Stage, PanoramaView?) {
        let view = PhotoView(
            photoWidth: photo.width, photoHeight: photo.height, drawnBy: pipeline.backgrounds,
            from: streams.scope("background"))
        let (panorama, facts) = look(
            into: photo, in: pipeline, from: streams.scope("background").scope("panorama"))
        let defaults = PhotoCameraDefaults(drawnBy: pipeline.scene.camera, from: streams.scope("camera"))
        return (Stage(setting: view.setting(facts, defaults: defaults), view: view, real: real), panorama)
    }

    /// What things stand on or in by the pipeline's placers: it hides none of them.
    private var surfaces: Set<String> {
        let places = ([pipeline.scene.place] + pipeline.objects.compactMap(\.value.place)).flatMap(\.alternatives)
        return Set(
            places.flatMap { place -> [String] in
                guard case .one(let name, let values, _, _) = place, ["on", "inside"].contains(name) else { return [] }
                return DraftValues(values).texts("labels")
            })
    }

    /// Where an image looks into a panorama, and what is known of that view; of a photo its own facts.
    private static func look(
        into photo: Photo, in pipeline: Pipeline, from streams: RandomStreams
    ) -> (PanoramaView?, PhotoFacts) {
        guard let panorama = photo.panorama else { return (nil, photo.facts) }
        let rules = pipeline.backgrounds.panoramas ?? Pipeline.Panoramas()
        return (
            PanoramaView(of: panorama, drawnBy: rules, from: streams),
            panorama.viewFacts(drawnBy: rules, from: streams)
        )
    }

    /// - Parameter hasOwn: whether the background brings its own sun and sky.
    private static func light(
        on stage: Stage, hasOwn: Bool, in pipeline: Pipeline, from streams: RandomStreams
    ) -> SceneLight {
        let rules = pipeline.scene.light
        let known = stage.setting.sun
        var sun: SceneLight.Sun?
        if !hasOwn, known != nil || rules.sun != nil {
            let rule = rules.sun ?? Pipeline.Sun()
            let elevation = known?.elevation.degrees ?? streams.draw("elevation", rule.elevation)
            sun = SceneLight.Sun(
                azimuthDegrees: known?.azimuth.degrees ?? streams.draw("azimuth", rule.azimuth),
                elevationDegrees: elevation, share: streams.draw("share", rule.share),
                kelvin: rule.kelvin.map { streams.draw("sun_kelvin", $0) } ?? SceneLight.Sun.kelvin(at: elevation),
                diameterDegrees: streams.draw("diameter", rule.diameter))
        }
        return SceneLight(
            gain: streams.draw("gain", rules.gain), kelvin: streams.draw("kelvin", rules.kelvin),
            relief: rules.relief, sun: sun,
            sky: hasOwn ? .photo : SceneSky(rules.sky, from: streams.scope("sky")))
    }

    /// Places the objects that are asked for, one after the other, then sorts them for painting.
    ///
    /// - Parameter streams: the image's.
    private func populate(_ scene: inout Scene, on stage: Stage, from streams: RandomStreams) throws {
        var crowd = Crowd(width: stage.camera.width, height: stage.camera.height, limits: scene.limits)
        let standing = stage.real.filter { $0.distanceMetres != nil }
        for thing in standing {
            guard let silhouette = thing.silhouette(in: stage.view), let distance = thing.distanceMetres else {
                continue
            }
            _ = crowd.admit(silhouette, depth: distance, isLabelled: false)
        }
        scene.standing = standing.compactMap { thing in
            thing.distanceMetres.map {
                StandingInstance(id: thing.instance.id, category: thing.instance.category, distanceMetres: $0)
            }
        }.sorted { ($1.distanceMetres, $0.id) < ($0.distanceMetres, $1.id) }
        var placed: [(object: PlacedObject, depth: Double)] = []
        func place(_ rules: [Named<Pipeline.Object>], on stage: Stage, from own: RandomStreams) throws {
            var kind = own.stream("kind")
            let rule = rules[kind.index(weights: rules.map(\.value.weight))]
            scene.asked += 1
            do {
                placed.append(try self.place(rule, in: &crowd, on: stage, of: scene.photo.file, from: own))
            } catch let missing as MissingObject {
                scene.missing.append(missing)
            }
        }
        for (number, thing) in stage.real.enumerated() {
            let rules = replacements.objects.filter { $0.categories.contains(thing.instance.category) }.map(\.object)
            // What the image shows nothing of is wiped all the same.
            guard !rules.isEmpty, thing.shown(width: stage.camera.width, height: stage.camera.height).area > 0 else {
                continue
            }
            var own = stage
            own.replacing = thing
            try place(rules, on: own, from: streams.scope("replaced").scope(String(number)))
        }
        let others = pipeline.objects.filter { !($0.value.place ?? pipeline.scene.place).isReplacing }
        if !others.isEmpty {
            for number in 0..<streams.draw("count", pipeline.scene.count) {
                try place(others, on: stage, from: streams.scope("objects").scope(String(number)))
            }
        }
        // Far first; of two at the same depth the later one is in front, as the crowd has it.
        scene.objects = placed.enumerated().sorted {
            ($1.element.depth, $0.offset) < ($0.element.depth, $1.offset)
        }.map(\.element.object)
    }

    private func place(
        _ rule: Named<Pipeline.Object>, in crowd: inout Crowd, on stage: Stage, of photo: String,
        from streams: RandomStreams
    ) throws -> (PlacedObject, depth: Double) {
        let object = rule.value
        guard let blend = (object.blend ?? pipeline.blend).draw(from: streams.scope("blend")) else {
            preconditionFailure("only effects have a chance of their own")
        }
        let (height, size) = (
            object.height.map { streams.draw("height", $0) }, streams.draw("size", object.size ?? 0.2)
        )
        let pool = pools[rule.name]
        let chosen = try pool == nil ? choose(rule, for: photo, from: streams) : nil
        var trouble = MissingObject(name: rule.name, reason: .noRoom)
        for attempt in 0..<SceneDrawer.attemptsPerObject {
            let proposal = streams.scope("place").scope(String(attempt))
            guard let part = (object.place ?? pipeline.scene.place).draw(from: proposal)
            else { preconditionFailure("only effects have a chance of their own") }
            let placer = try Placers.catalogue.make(part, as: (any Placer).self)
            let one: Chosen
            let subject: Subject
            var placement: Placement
            do {
                if let pool {
                    // Which view it is depends on where it is; where it is then depends on how large the view's model is.
                    let bare = try placer.propose(.standIn(size: size), on: stage, from: proposal)
                    var stream = proposal.stream("view")
                    let stance = pool.pick(for: .init(bare, seenBy: stage.camera), by: &stream)
                    one = try choose(rule, seenBy: stance, for: photo, from: pool.streams(stance.number))
                } else if let chosen {
                    one = chosen
                } else {
                    preconditionFailure("what is no view is chosen")
                }
                subject = one.shape.subject(one.pose, heightMetres: height, size: size)
                placement = try placer.propose(subject, on: stage, from: proposal)
            } catch let error as PlacingError {
                guard case .missing(let reason, let detail) = error else { continue }
                // A choice of placers may propose another; but one that cannot work is not asked fifty times.
                trouble = MissingObject(name: rule.name, reason: reason, detail: detail)
                if (object.place ?? pipeline.scene.place).alternatives.count == 1 { break }
                continue
            }
            if one.pose.flipped { placement.place = one.shape.mirrored(placement.place) }
            let room = one.shape.footprint(placement.place, seenBy: stage.camera)
            placement.place = one.shape.pictured(placement.place, seenBy: stage.camera)
            // What takes the place of a part of the photo lies as far behind as the photo does.
            let depth = stage.replacing == nil ? placement.distanceMetres ?? 0 : .infinity
            let silhouette = one.shape.silhouette(placement.place, seenBy: stage.camera)
            if stage.replacing != nil {
                // It is where it is: others give way to it, and no limit keeps it out.
                if let silhouette { crowd.add(behindAll: silhouette, isLabelled: !object.isDistractor) }
            } else {
                guard let silhouette,
                    crowd.admit(silhouette, depth: depth, footprint: room, isLabelled: !object.isDistractor)
                else { continue }
            }
            return (
                PlacedObject(
                    name: rule.name, category: object.category ?? one.category ?? rule.name,
                    supercategory: object.supercategory, distractor: object.isDistractor, from: one.from,
                    view: one.view, blend: blend, pose: one.pose, distanceMetres: placement.distanceMetres,
                    heightMetres: subject.heightMetres, place: placement.place,
                    replaces: stage.replacing?.instance.id),
                depth
            )
        }
        throw trouble
    }

    /// An object that is chosen and turned, and has no place yet.
    private struct Chosen {
        var from: DrawnPart
        var view: ModelView?
        /// Its own, where it has one.
        var category: String?
        var pose: PlacedPose
        var shape: ObjectShape
    }

    /// - Parameter stance: of an object that is set in as a picture, of which view.
    private func choose(
        _ rule: Named<Pipeline.Object>, seenBy stance: ViewPool.Stance? = nil, for photo: String,
        from streams: RandomStreams
    ) throws -> Chosen {
        guard let drawn = rule.value.from.draw(from: streams.scope("from")) else {
            preconditionFailure("only effects have a chance of their own")
        }
        let pose = pose(rule.value.pose, from: streams.scope("pose"))
        do throws(ObjectError) {
            let from = try objects.choose(drawn, from: streams.scope("from"), for: photo)
            let view = stance.map { stance in
                ModelView(
                    number: stance.number, turn: pose.turn, elevationDegrees: stance.seen.elevation.degrees,
                    onGround: stance.seen.onGround, sun: stance.sun, sky: stance.sky,
                    quality: RenderQuality(pipeline.render.quality))
            }
            let shape: ObjectShape =
                if let view {
                    .view(try objects.shape(of: from, seen: view), view)
                } else if objects.isModel(from) {
                    .model(try objects.model(of: from).model)
                } else {
                    .outline(try objects.outline(of: from))
                }
            return Chosen(from: from, view: view, category: try objects.category(of: from), pose: pose, shape: shape)
        } catch {
            throw MissingObject(
                name: rule.name, reason: error.code == .samePhoto ? .samePhoto : .unreadable, detail: error.words,
                file: error.file)
        }
    }

    /// How a view is seen and lit: as in a photo of the run, at a place that is proposed there.
    private static func stance(
        _ number: Int, of object: Pipeline.Object, in pipeline: Pipeline, _ photos: PhotoLibrary,
        from streams: RandomStreams
    ) -> ViewPool.Stance {
        let size = streams.draw("size", object.size ?? 0.2)
        for attempt in 0..<attemptsPerObject {
            // A photo that has no place for it gives way to another.
            guard let photo = photos.photo(forImage: number + attempt / 10 * (object.views ?? 1)) else { continue }
            let own = streams.scope("place").scope(String(attempt))
            let (stage, panorama) = stage(photo, [], in: pipeline, from: own)
            guard let part = (object.place ?? pipeline.scene.place).draw(from: own),
                var placer = try? Placers.catalogue.make(part, as: (any Placer).self)
            else { continue }
            if attempt >= attemptsPerObject / 2 {
                // Some places hang on what an image shows: the ground is where most of that stands.
                var ground = Ground()
                ground.distance = own.draw("distance", .number(.logUniform(3, 20), convert: { $0 }))
                placer = ground
            }
            guard let placement = try? placer.propose(.standIn(size: size), on: stage, from: own) else { continue }
            let light = light(on: stage, hasOwn: panorama != nil, in: pipeline, from: own.scope("light"))
            return ViewPool.Stance(
                number: number, seen: Standpoint(placement, seenBy: stage.camera), sun: light.sun)
        }
        // No photo has one: the object will find none there either.
        return ViewPool.Stance(number: number, seen: .nearlyLevel, sun: nil)
    }

    func pose(_ rule: Pipeline.Pose, from streams: RandomStreams) -> PlacedPose {
        let flipped = streams.happens("flip", chance: rule.flip.chance)
        guard rule.isFree else {
            return PlacedPose(
                yawDegrees: streams.draw("yaw", rule.yaw), pitchDegrees: streams.draw("pitch", rule.pitch),
                rollDegrees: streams.draw("roll", rule.roll), flipped: flipped)
        }
        // Even over all rotations: yaw and roll are, and the sine of the pitch between them.
        var stream = streams.stream("free")
        let (yaw, sine, roll) = (stream.uniform(0, 360), stream.uniform(-1, 1), stream.uniform(0, 360))
        return PlacedPose(
            yawDegrees: yaw, pitchDegrees: asin(sine) * 180 / .pi, rollDegrees: roll, flipped: flipped)
    }
}

extension RealInstance {
    /// The same as a surface.
    fileprivate var lying: RealInstance {
        var instance = self
        instance.stands = false
        return instance
    }
}

extension MissingObject: Error {}

extension Subject {
    /// Something a metre wide, high and deep, before it is known what it is.
    static func standIn(size: Double) -> Subject {
        Subject(
            shape: .solid(Mesh.Bounds(lower: [-0.5, 0, -0.5], upper: [0.5, 1, 0.5])), heightMetres: 1, size: size,
            linear: .identity)
    }
}

extension PlacedPose {
    /// As it is applied to a model: one that is flipped is mirrored first.
    var turn: Matrix3 { rotation * Matrix3(x: [flipped ? -1 : 1, 0, 0], y: [0, 1, 0], z: [0, 0, 1]) }

    /// The pipeline's pitch leans the top to the back and its roll turns clockwise, against the axes of the world.
    var rotation: Matrix3 {
        .rotation(yaw: .degrees(yawDegrees), pitch: .degrees(-pitchDegrees), roll: .degrees(-rollDegrees))
    }
}

extension SceneLight.Sun {
    /// From the scene to the sun, in the world, of length 1.
    package var direction: Vector3 {
        let (azimuth, elevation) = (Angle.degrees(azimuthDegrees), Angle.degrees(elevationDegrees))
        return [elevation.cosine * azimuth.sine, elevation.sine, -elevation.cosine * azimuth.cosine]
    }

    /// The irradiance of what faces it, for the whole light on level ground: a low sun is brighter on that than on the
    /// ground, but not without end.
    package func facing(level whole: Double) -> Double { min(share * whole / direction.y, 2.5 * whole) }

    /// The colour temperature of sunlight through clear air: about 2,200 K on the horizon, 4,000 K at 10°, 5,500 K high
    /// up.
    static func kelvin(at elevationDegrees: Double) -> Double {
        5600 - 3400 * exp(-max(0, elevationDegrees) / 13)
    }
}

extension RenderQuality {
    fileprivate init(_ quality: Pipeline.RenderRules.Quality) {
        switch quality {
        case .draft: self = .draft
        case .good: self = .good
        case .best: self = .best
        }
    }
}
