import Cards
import Geometry
import Masks
package import Objects
package import Pipelines

/// Draws scenes from a pipeline. It reads sizes, outlines and facts, but never a photo's pixels. From a panorama's
/// pixels it reads only where the sun is, for objects with `views`.
package struct SceneDrawer: Sendable {
    package let pipeline: Pipeline
    package let objects: ObjectLibrary
    /// The things that no image may show, and the objects that take their places.
    package let replacements: Replacements

    /// The objects that replace nothing: as many as `count` says.
    private let others: [Named<Pipeline.Object>]
    private let decoys: Decoys
    private let stages: StageDrawer
    /// The views of the objects that are set in as pictures.
    private let pools: [String: ViewPool]
    private let suns: PanoramaSuns?
    /// The sides of a split by object.
    private let sides: SplitSides?
    private let likenesses: Likenesses
    private let maps: PictureMaps
    /// The effects of each picture of a scene; none where none of them can move things.
    private let movingEffects: [[PartDraft]]
    /// The labels that the objects are to add, where the pipeline balances them.
    package var balance: BalancePlan?

    /// - Parameters:
    ///   - photos: the run's photos, in which objects with `views` are seen.
    ///   - suns: the suns of panoramas, by which objects with `views` are lit.
    ///   - sides: the parts of a split by object, each of which has objects of its own.
    ///   - likenesses: what was learnt from the datasets that the pipeline names.
    ///   - maps: what effects do to the places of things.
    package init(
        pipeline: Pipeline, objects: ObjectLibrary, photos: PhotoLibrary? = nil, suns: PanoramaSuns? = nil,
        sides: SplitSides? = nil, likenesses: Likenesses = Likenesses(), maps: PictureMaps
    ) {
        self.pipeline = pipeline
        self.objects = objects
        self.likenesses = likenesses
        self.maps = maps
        let effects = pipeline.effectsOfScene
        movingEffects = effects.joined().flatMap(\.names).contains(where: maps.movers.contains) ? effects : []
        let needs = pipeline.needs
        replacements = Replacements(needs)
        others = needs.objects.filter { $0.replacing == nil }.map(\.object)
        stages = StageDrawer(pipeline, needs, likenesses)
        decoys = Decoys(needs)
        var pools: [String: ViewPool] = [:]
        let asksForDecoys = pipeline.scene.decoys.constants != [0]
        for object in pipeline.objects + (asksForDecoys ? decoys.rules : []) {
            guard let count = object.value.views else { continue }
            guard let photos, let suns else { preconditionFailure("views are seen in photos, under their suns") }
            pools[object.name] = ViewPool(of: object, count: count, in: pipeline, photos, suns, on: stages)
        }
        self.pools = pools
        self.suns = suns
        self.sides = sides
    }

    /// A drawer of the same scenes in another look: see `Pipeline.versions`.
    package init(_ other: SceneDrawer, for version: Pipeline) {
        pipeline = version
        objects = other.objects
        let needs = version.needs
        replacements = Replacements(needs)
        others = needs.objects.filter { $0.replacing == nil }.map(\.object)
        decoys = Decoys(needs)
        stages = StageDrawer(version, needs, other.likenesses)
        (pools, suns, sides) = (other.pools, other.suns, other.sides)
        (likenesses, balance) = (other.likenesses, other.balance)
        (maps, movingEffects) = (other.maps, other.movingEffects)
    }

    /// The scene of one image: a function of (pipeline, seed, `index`, `photo`) alone.
    ///
    /// - Parameters:
    ///   - attempt: how many photos were passed over for this image; recorded in the scene.
    /// - Throws: what the parts throw when a drawn value is not one that they take.
    package func draw(_ index: Int, on photo: LabelledPhoto<Photo>, attempt: Int = 0) throws -> Scene {
        guard case .scene(let scene) = try draw(index, on: photo, attempt: attempt, unfitBelow: .max) else {
            preconditionFailure("a scene is given up for another alone")
        }
        return scene
    }

    /// The result of drawing a scene that must beat another.
    package enum Trial {
        case scene(Scene)
        /// The photo has no room for these objects, and they are too many.
        case noRoom([MissingObject])
    }

    /// Draws the scene of one image; gives up once the photo has no room for `unfitBelow` objects.
    package func draw(
        _ index: Int, on labelled: LabelledPhoto<Photo>, attempt: Int, unfitBelow: Int
    ) throws -> Trial {
        let streams = RandomStreams(seed: pipeline.seed, image: index)
        let drawn = self.drawn(labelled, from: streams)
        let photo = labelled.photo
        let isNegative = isNegative(index)
        let population = try populate(
            drawn, in: photo, on: sides?.side(of: photo, image: index), adding: !isNegative, unfitBelow: unfitBelow,
            from: streams)
        guard population.tries.unfit.count < unfitBelow else { return .noRoom(population.tries.unfit) }
        var tries = population.tries
        tries.cutsThing = drawn.cutsThing
        let effects = pipeline.effects.drawEffects(from: streams.scope("effects"))
        let setting = drawn.stage.setting
        let scene = Scene(
            index: index, seed: pipeline.seed, negative: isNegative ? true : nil,
            photo: ScenePhoto(
                file: photo.path, source: pipeline.sourceName(photo.source), attempt: attempt, view: drawn.stage.view,
                panorama: drawn.panorama,
                labels: photo.labels, wiped: replacements.wiped(of: labelled)),
            camera: drawn.stage.camera, light: drawn.light, render: SceneRendering(pipeline.render),
            grassMetres: drawn.grassMetres, ground: effects.isEmpty ? nil : setting.ground,
            slopes: effects.isEmpty || setting.slopes.isEmpty ? nil : setting.slopes,
            windows: effects.isEmpty || setting.windows.isEmpty ? nil : setting.windows,
            standing: drawn.stage.standing, objects: population.objects, effects: effects,
            limits: limits, asked: population.asked, missing: population.missing, tries: tries,
            drawn: drawn.numbers)
        return .scene(scene)
    }

    /// The stage of an image, with what the effects of the scene's pictures do to the places of things.
    private func drawn(_ photo: LabelledPhoto<Photo>, from streams: RandomStreams) -> StageDrawer.Drawn {
        var drawn = stages.draw(photo, from: streams)
        let camera = drawn.stage.camera
        let pictures = movingEffects.map { maps.map($0.drawEffects(from: streams.scope("effects")), camera) }
        // Where no picture is moved, nothing has to be asked.
        guard pictures.contains(where: { $0 != nil }) else { return drawn }
        drawn.stage.pictureMaps = pictures.map { $0 ?? UnmovedPicture() }
        return drawn
    }

    /// The distances between which a photo shows ground in some of the views that images may have of it.
    ///
    /// - Parameters:
    ///   - region: the region that is stood on, where the photo names it.
    ///   - views: how many views are drawn: windows, cameras and directions may vary.
    /// - Returns: nil where none of them shows any.
    package func shownGround(of photo: Photo, within region: String, views: Int) -> ClosedRange<Double>? {
        (0..<views).reduce(nil) { known, view in
            let stage = stages.draw(LabelledPhoto(photo), from: RandomStreams(seed: pipeline.seed, image: view)).stage
            guard let metres = try? ShownGround(on: stage, within: region).distances else { return known }
            guard let known else { return metres }
            return min(known.lowerBound, metres.lowerBound)...max(known.upperBound, metres.upperBound)
        }
    }

    /// Places the objects that are asked for.
    ///
    /// - Parameters:
    ///   - side: the part of a split by object that they are to be of.
    ///   - adds: whether objects are added to the photo's own things, or only replace some of these.
    ///   - unfitBelow: how many the photo may have no room for before the rest is not tried.
    ///   - streams: the image's streams.
    private func populate(
        _ drawn: StageDrawer.Drawn, in photo: Photo, on side: SplitSide?, adding adds: Bool, unfitBelow: Int,
        from streams: RandomStreams
    ) throws -> Population {
        let stage = drawn.stage
        var labelled = 0
        var population = emptyPopulation(drawn, in: photo, on: side)
        for (number, thing) in stage.real.enumerated() {
            let rules = replacements.objects.filter { $0.categories.contains(thing.instance.category) }.map(\.object)
            // What the image shows nothing of is wiped all the same.
            guard !rules.isEmpty, thing.shown(width: stage.camera.width, height: stage.camera.height).area > 0 else {
                continue
            }
            var own = stage
            own.replacing = thing
            try population.place(oneOf: rules, on: own, from: streams.scope("replaced").scope(String(number)))
        }
        if adds, !others.isEmpty {
            for number in 0..<count(from: streams)
            where population.tries.unfit.count < unfitBelow {
                let own = streams.scope("objects").scope(String(number))
                guard let balance, !kind(from: own).value.isDistractor else {
                    try population.place(oneOf: others, on: stage, from: own)
                    continue
                }
                defer { labelled += 1 }
                if let wish = balance.wish(image: streams.image, number: labelled) {
                    try population.place(oneOf: others, meeting: wish, on: stage, from: own)
                }
            }
        }
        // They come last, so that they take no object's place.
        if adds, !decoys.rules.isEmpty, population.tries.unfit.count < unfitBelow {
            for number in 0..<streams.draw("decoys", pipeline.scene.decoys) {
                try population.place(
                    decoyOf: decoys.rules, on: stage, from: streams.scope("decoys").scope(String(number)))
            }
        }
        return population
    }

    /// The image before any object is set into it.
    private func emptyPopulation(_ drawn: StageDrawer.Drawn, in photo: Photo, on side: SplitSide?) -> Population {
        let sun = pools.isEmpty ? nil : suns?.sun(drawn.sunSource(in: photo))
        return Population(
            pipeline, objects, pools, limits: limits, in: photo.path, on: side, under: sun, on: drawn.stage)
    }

    /// Which labels an object can add to an image as the first of its objects, tried once for each.
    ///
    /// - Parameters:
    ///   - wishes: the labels.
    ///   - index: the image, which gives the view of the photo and the camera.
    /// - Returns: for each wish, whether the trial added its label.
    /// - Throws: what the parts throw when a drawn value is not one that they take.
    package func reaches(_ wishes: [BalanceWish], inImage index: Int, on labelled: LabelledPhoto<Photo>) throws
        -> [Bool]
    {
        let streams = RandomStreams(seed: pipeline.seed, image: index)
        let drawn = self.drawn(labelled, from: streams)
        let side = sides?.side(of: labelled.photo, image: index)
        return try wishes.enumerated().map { number, wish in
            var population = emptyPopulation(drawn, in: labelled.photo, on: side)
            try population.place(
                oneOf: others, meeting: wish, on: drawn.stage,
                from: streams.scope("balance").scope(String(number)))
            return !population.objects.isEmpty
        }
    }

    /// The limits that objects keep of one another and of the picture's edges.
    private var limits: Limits {
        let rules = pipeline.scene.overlap
        return Limits(
            overlapMax: rules.max, visibleMin: rules.visible.min, truncatedMax: rules.truncated.max,
            areaMin: rules.area?.min)
    }

    /// How many labelled objects an image asks for besides those that replace something.
    package func labelledCount(ofImage index: Int) -> Int {
        let streams = RandomStreams(seed: pipeline.seed, image: index)
        let count = others.isEmpty || isNegative(index) ? 0 : count(from: streams)
        guard others.contains(where: \.value.isDistractor) else { return count }
        let objects = streams.scope("objects")
        return (0..<count).count { !kind(from: objects.scope(String($0))).value.isDistractor }
    }

    /// Whether nothing is set into an image because the pipeline asks for that.
    private func isNegative(_ index: Int) -> Bool {
        Negatives(share: pipeline.scene.negatives, seed: pipeline.seed).holds(index)
    }

    /// The kind of an object, by the weights.
    ///
    /// - Parameter streams: those of the object.
    private func kind(from streams: RandomStreams) -> Named<Pipeline.Object> {
        var stream = streams.stream("kind")
        return others[stream.index(weights: others.map(\.value.weight))]
    }

    /// How many objects the image gets besides those that replace something.
    private func count(from streams: RandomStreams) -> Int {
        switch pipeline.scene.count {
        case .drawn(let distribution): return streams.draw("count", distribution)
        case .like:
            guard let learnt = likenesses.count else { preconditionFailure("the count has been learnt") }
            var stream = streams.stream("count")
            return learnt.draw(from: &stream)
        }
    }
}

extension Stage {
    /// The real things that stand on the ground, the farthest first.
    fileprivate var standing: [StandingInstance] {
        real.compactMap { thing in
            thing.distanceMetres.map {
                StandingInstance(id: thing.instance.id, category: thing.instance.category, distanceMetres: $0)
            }
        }.sorted { ($1.distanceMetres, $0.id) < ($0.distanceMetres, $1.id) }
    }
}
