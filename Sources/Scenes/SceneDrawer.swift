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

    /// How many places are tried for an object before it is left out.
    static let attemptsPerObject = 50

    package init(pipeline: Pipeline, objects: ObjectLibrary) {
        self.pipeline = pipeline
        self.objects = objects
    }

    /// The scene of one image: a function of (pipeline, seed, `index`, `photo`) alone.
    ///
    /// - Parameters:
    ///   - attempt: how many photos have turned out to be unreadable for this image; recorded in the scene.
    ///   - real: the labelled things that the photo shows.
    /// - Throws: what the parts throw when a drawn value is not one that they take.
    package func draw(_ index: Int, on photo: Photo, attempt: Int = 0, real: [RealInstance] = []) throws -> Scene {
        let streams = RandomStreams(seed: pipeline.seed, image: index)
        let view = PhotoView(
            photoWidth: photo.width, photoHeight: photo.height, drawnBy: pipeline.backgrounds,
            from: streams.scope("background"))
        let (panorama, facts) = look(into: photo, from: streams.scope("background").scope("panorama"))
        let defaults = PhotoCameraDefaults(drawnBy: pipeline.scene.camera, from: streams.scope("camera"))
        let stage = Stage(
            setting: view.setting(facts, defaults: defaults), view: view,
            real: real.map { surfaces.contains($0.category) ? $0.lying : $0 })
        let light = light(on: stage, hasOwn: panorama != nil, from: streams.scope("light"))
        let rules = pipeline.scene.overlap
        let replacements = try Replacements(pipeline)
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
        try populate(&scene, on: stage, replacing: replacements, from: streams)
        return scene
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
    private func look(into photo: Photo, from streams: RandomStreams) -> (PanoramaView?, PhotoFacts) {
        guard let panorama = photo.panorama else { return (nil, photo.facts) }
        let rules = pipeline.backgrounds.panoramas ?? Pipeline.Panoramas()
        return (
            PanoramaView(of: panorama, drawnBy: rules, from: streams),
            panorama.viewFacts(drawnBy: rules, from: streams)
        )
    }

    /// - Parameter hasOwn: whether the background brings its own sun and sky.
    private func light(on stage: Stage, hasOwn: Bool, from streams: RandomStreams) -> SceneLight {
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
    private func populate(
        _ scene: inout Scene, on stage: Stage, replacing replacements: Replacements, from streams: RandomStreams
    ) throws {
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
        guard let drawn = object.from.draw(from: streams.scope("from")),
            let blend = (object.blend ?? pipeline.blend).draw(from: streams.scope("blend"))
        else { preconditionFailure("only effects have a chance of their own") }

        let chosen: DrawnPart
        let ownCategory: String?
        let shape: ObjectShape
        do throws(ObjectError) {
            chosen = try objects.choose(drawn, from: streams.scope("from"), for: photo)
            ownCategory = try objects.category(of: chosen)
            shape =
                objects.isModel(chosen)
                ? .model(try objects.model(of: chosen).model) : .outline(try objects.outline(of: chosen))
        } catch {
            throw MissingObject(
                name: rule.name, reason: error.code == .samePhoto ? .samePhoto : .unreadable, detail: error.words,
                file: error.file)
        }

        let pose = pose(object.pose, from: streams.scope("pose"))
        let subject = shape.subject(
            pose, heightMetres: object.height.map { streams.draw("height", $0) },
            size: streams.draw("size", object.size ?? 0.2))
        var trouble = MissingObject(name: rule.name, reason: .noRoom)
        for attempt in 0..<SceneDrawer.attemptsPerObject {
            let proposal = streams.scope("place").scope(String(attempt))
            guard let part = (object.place ?? pipeline.scene.place).draw(from: proposal)
            else { preconditionFailure("only effects have a chance of their own") }
            let placer = try Placers.catalogue.make(part, as: (any Placer).self)
            var placement: Placement
            do throws(PlacingError) {
                placement = try placer.propose(subject, on: stage, from: proposal)
            } catch {
                guard case .missing(let reason, let detail) = error else { continue }
                // A choice of placers may propose another; but one that cannot work is not asked fifty times.
                trouble = MissingObject(name: rule.name, reason: reason, detail: detail)
                if (object.place ?? pipeline.scene.place).alternatives.count == 1 { break }
                continue
            }
            if pose.flipped { placement.place = shape.mirrored(placement.place) }
            // What takes the place of a part of the photo lies as far behind as the photo does.
            let depth = stage.replacing == nil ? placement.distanceMetres ?? 0 : .infinity
            let silhouette = shape.silhouette(placement.place, seenBy: stage.camera)
            if stage.replacing != nil {
                // It is where it is: others give way to it, and no limit keeps it out.
                if let silhouette { crowd.add(behindAll: silhouette, isLabelled: !object.isDistractor) }
            } else {
                guard let silhouette,
                    crowd.admit(
                        silhouette, depth: depth, footprint: shape.footprint(placement.place, seenBy: stage.camera),
                        isLabelled: !object.isDistractor)
                else { continue }
            }
            return (
                PlacedObject(
                    name: rule.name, category: object.category ?? ownCategory ?? rule.name,
                    supercategory: object.supercategory,
                    distractor: object.isDistractor, from: chosen, blend: blend, pose: pose,
                    distanceMetres: placement.distanceMetres, heightMetres: subject.heightMetres,
                    place: placement.place, replaces: stage.replacing?.instance.id),
                depth
            )
        }
        throw trouble
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

extension PlacedPose {
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
