import Cards
import Drawings
import Findings
import Geometry
import Objects
import Pipelines
import Rendering

/// The objects of one image, placed one after the other.
struct Population {
    private let pipeline: Pipeline
    private let library: ObjectLibrary
    private let pools: [String: ViewPool]
    private let photo: String
    private let side: SplitSide?
    private let sun: SceneLight.Sun?
    private var crowd: Crowd
    private var placed: [(object: PlacedObject, depth: Double)] = []

    /// How many objects were asked for.
    private(set) var asked = 0
    /// The objects that found no place.
    private(set) var missing: [MissingObject] = []
    /// The tries that it took to place the others.
    private(set) var tries = PlacingTries()

    /// How many places are tried for an object as its rule draws them, and then again among those that the image has.
    static let attemptsPerObject = 50
    /// How often an object is placed again to come nearer to the box that it is asked to have.
    private static let fittings = 5

    /// - Parameters:
    ///   - pools: the views of the objects that are set in as pictures.
    ///   - photo: the file that the objects are set into.
    ///   - side: the part of a split by object that all objects are to be of.
    ///   - sun: the scene's sun, where there are pools.
    ///   - stage: the stage, where the photo's own things already stand.
    init(
        _ pipeline: Pipeline, _ library: ObjectLibrary, _ pools: [String: ViewPool], limits: Limits, in photo: String,
        on side: SplitSide?, under sun: SceneLight.Sun?, on stage: Stage
    ) {
        self.pipeline = pipeline
        self.library = library
        self.pools = pools
        self.photo = photo
        self.side = side
        self.sun = sun
        crowd = Crowd(width: stage.camera.width, height: stage.camera.height, limits: limits)
        for thing in stage.real {
            guard let distance = thing.distanceMetres, let silhouette = thing.silhouette(in: stage.view) else {
                continue
            }
            _ = crowd.admit(silhouette, depth: distance, isLabelled: false)
        }
    }

    /// The objects in painting order: far first. Of two at the same depth the later one is in front, as in the crowd.
    var objects: [PlacedObject] {
        placed.enumerated().sorted {
            ($1.element.depth, $0.offset) < ($0.element.depth, $1.offset)
        }.map(\.element.object)
    }

    /// Places an object by one of the rules, chosen by their weights. If there is no place for it, it is missing.
    ///
    /// - Throws: `InvalidFile` for a value that a placer does not take.
    mutating func place(oneOf rules: [Named<Pipeline.Object>], on stage: Stage, from streams: RandomStreams) throws {
        let rule = choose(oneOf: rules, from: streams)
        asked += 1
        do {
            placed.append(try place(rule, on: stage, from: streams))
        } catch let absent as MissingObject {
            missing.append(absent)
            // Told before any place was tried.
            if absent.reason == .samePhoto { tries.unfit.append(absent) }
        }
    }

    /// Places a decoy by one of the rules, chosen by their weights. None is worth another photo.
    mutating func place(
        decoyOf rules: [Named<Pipeline.Object>], on stage: Stage, from streams: RandomStreams
    ) throws {
        let rule = choose(oneOf: rules, from: streams)
        asked += 1
        let before = (crowd, tries)
        do {
            var (object, depth) = try place(rule, on: stage, from: streams)
            guard let texture = try texture(of: object, on: stage, from: streams) else {
                throw MissingObject(name: rule.name, reason: .noTexture)
            }
            object.texture = texture
            placed.append((object, depth))
        } catch let absent as MissingObject {
            missing.append(absent)
            (crowd, tries) = before
        }
    }

    private func choose(
        oneOf rules: [Named<Pipeline.Object>], from streams: RandomStreams
    ) -> Named<Pipeline.Object> {
        var kind = streams.stream("kind")
        return rules[kind.index(weights: rules.map(\.value.weight))]
    }

    /// The part of the image that a decoy is filled with.
    private func texture(of object: PlacedObject, on stage: Stage, from streams: RandomStreams) throws -> PixelRect? {
        guard case .flat(let imageFromObject, _) = object.place else {
            preconditionFailure("a decoy is a flat object, or a view of a solid one")
        }
        let outline: ObjectOutline
        do throws(ObjectError) {
            outline = try library.outline(of: object.from, seen: object.view)
        } catch {
            throw MissingObject(name: object.name, reason: .unreadable, detail: error.words, file: error.file)
        }
        let reach = outline.reach
        guard let scale = imageFromObject.jacobian(at: reach.center)?.scale,
            let own = Silhouette(outlines: outline.polygons, imageFromObject: imageFromObject)?.bounds
        else { return nil }
        return Decoys.texture(
            width: reach.width * scale, height: reach.height * scale, beside: own, on: stage, from: streams)
    }

    /// How often another object is drawn where one does not add the label that its slot is to have.
    static let redraws = 60
    /// How many places of one object are tried for that: at each it may have another size.
    private static let placesForSize = 3

    /// Places an object that adds a label of some kind: it is drawn again until it does, by one of the rules that may.
    ///
    /// - Throws: `InvalidFile` for a value that a placer does not take.
    mutating func place(
        oneOf rules: [Named<Pipeline.Object>], meeting wish: BalanceWish, on stage: Stage, from streams: RandomStreams
    ) throws {
        let fitting = rules.filter { rule in
            !rule.value.isDistractor && rule.value.weight > 0
                && library.labels(of: rule).contains(where: wish.allows)
        }
        guard !fitting.isEmpty else { return }
        asked += 1
        var (unplaced, unroomy): (MissingObject?, Int) = (nil, 0)
        let before = tries
        for number in 0..<Population.redraws {
            let own = number == 0 ? streams : streams.scope("again").scope(String(number))
            let rule = choose(oneOf: fitting, from: own)
            tries = before
            do {
                placed.append(try place(rule, meeting: wish, on: stage, from: own))
                return
            } catch let absent as MissingObject {
                unplaced = unplaced ?? absent
                // Where there is no room for a few, there is none for the next.
                if absent.reason != .unbalanced { unroomy += 1 }
                if unroomy > 2 {
                    unplaced = absent
                    break
                }
            }
        }
        if let unplaced { missing.append(unplaced) }
    }

    private mutating func place(
        _ rule: Named<Pipeline.Object>, meeting wish: BalanceWish? = nil, on stage: Stage, from streams: RandomStreams
    ) throws -> (PlacedObject, depth: Double) {
        let object = rule.value
        guard let blend = (object.blend ?? pipeline.blend).draw(from: streams.scope("blend")) else {
            preconditionFailure("only effects have a chance of their own")
        }
        let match = SceneMatch(pipeline.match(of: object), from: streams.scope("match"))
        let wear = SceneWear(object.wear, from: streams.scope("wear"))
        let chosen = pools[rule.name] == nil ? try choose(rule, from: streams) : nil
        let category = object.category ?? chosen?.category ?? rule.name
        if let wish, !wish.allows(category) { throw MissingObject(name: rule.name, reason: .unbalanced) }
        let candidate = Candidate(
            rule, height: object.height.map { streams.draw("height", $0) },
            size: stage.size(
                of: object, category: category, inPhoto: try sizeInPhoto(chosen, rule), from: streams),
            category: category, chosen: chosen)
        var trouble: MissingObject?
        var refusals = Refusals()
        // The first place that only just keeps the limits, as far as cells can show.
        var close: (proposal: Proposal, least: Int?, attempt: Int)?
        let usual = Population.attemptsPerObject
        for attempt in 0..<2 * usual {
            var own = stage
            own.isSearched = attempt >= usual
            let places = own.isSearched ? streams.scope("search") : streams.scope("place")
            var proposal: Proposal
            do {
                proposal = try propose(candidate, on: own, from: places.scope(String(attempt % usual)))
            } catch let error as PlacingError {
                switch error {
                case .unlucky(let reason): refusals.add(reason, heightMetres: candidate.heightMetres)
                case .missing(let reason, let detail):
                    // A choice of placers may propose another; but one that cannot work is not asked fifty times.
                    trouble = MissingObject(name: rule.name, reason: reason, detail: detail)
                }
                if trouble != nil, pipeline.place(of: object).alternatives.count == 1 { break }
                continue
            }
            var least: Int?
            if let wish {
                guard let areas = proposal.areas(meeting: wish, as: category, on: stage) else {
                    refusals.add(.unbalanced, heightMetres: nil)
                    if refusals.count(of: .unbalanced) >= Population.placesForSize {
                        throw MissingObject(name: rule.name, reason: .unbalanced)
                    }
                    continue
                }
                least = areas.lowerBound > 0 ? Int(areas.lowerBound.rounded(.up)) : nil
            }
            guard var reason = admit(proposal, of: object, atLeast: least, isSure: true, on: stage) else {
                tries.count(attempt, ofUsual: usual)
                proposal.drawn.refused = refusals.counts
                return placed(proposal, by: rule, blend, match, wear, on: stage)
            }
            if close == nil {
                let before = crowd
                guard let certain = admit(proposal, of: object, atLeast: least, isSure: false, on: stage) else {
                    close = (proposal, least, attempt)
                    crowd = before
                    continue
                }
                reason = certain
            }
            refusals.add(
                reason, heightMetres: proposal.heightMetres, distanceMetres: proposal.placement.distanceMetres)
        }
        if var close, admit(close.proposal, of: object, atLeast: close.least, isSure: false, on: stage) == nil {
            tries.count(close.attempt, ofUsual: usual)
            close.proposal.drawn.refused = refusals.counts
            return placed(close.proposal, by: rule, blend, match, wear, on: stage)
        }
        let absent = trouble ?? refusals.summary(of: rule.name)
        if !refusals.areOfCrowd, absent.reason.isOfPhoto { tries.unfit.append(absent) }
        throw absent
    }

    /// An object at the place that it got.
    private func placed(
        _ proposal: Proposal, by rule: Named<Pipeline.Object>, _ blend: DrawnPart, _ match: SceneMatch?,
        _ wear: SceneWear?, on stage: Stage
    ) -> (PlacedObject, depth: Double) {
        let (object, chosen) = (rule.value, proposal.chosen)
        return (
            PlacedObject(
                name: rule.name, category: object.category ?? chosen.category ?? rule.name,
                supercategory: object.supercategory, distractor: object.isDistractor, from: chosen.from,
                view: chosen.view, blend: blend, match: match, wear: wear, pose: chosen.pose,
                distanceMetres: proposal.placement.distanceMetres, heightMetres: proposal.heightMetres,
                place: proposal.placement.place, replaces: stage.replacing?.instance.id, drawn: proposal.drawn,
                asked: proposal.asked(on: stage), plane: proposal.placement.plane),
            proposal.depth(on: stage)
        )
    }

    /// The reasons why places were refused that were tried for an object.
    private struct Refusals {
        /// The first refusal of each reason, with the facts then known of the object, in the order in which they came.
        private var reasons: [(reason: MissingObject.Reason, count: Int, detail: String?)] = []

        mutating func add(_ reason: MissingObject.Reason, heightMetres: Double?, distanceMetres: Double? = nil) {
            if let index = reasons.firstIndex(where: { $0.reason == reason }) {
                reasons[index].count += 1
            } else {
                let detail =
                    reason.detailIsOfPhoto
                    ? nil : MissingObject.size(heightMetres: heightMetres, distanceMetres: distanceMetres)
                reasons.append((reason, 1, detail))
            }
        }

        func count(of reason: MissingObject.Reason) -> Int { reasons.first { $0.reason == reason }?.count ?? 0 }

        /// Whether the photo had room at one of the places, but other objects had taken it.
        var areOfCrowd: Bool { reasons.contains { $0.reason.isOfCrowd } }

        /// The number of refused places for each reason.
        var counts: [MissingObject.Reason: Int] {
            Dictionary(reasons.map { ($0.reason, $0.count) }, uniquingKeysWith: +)
        }

        /// The reason that was met most often; the first of several.
        func summary(of name: String) -> MissingObject {
            let most = reasons.map(\.count).max()
            guard let main = reasons.first(where: { $0.count == most }) else {
                preconditionFailure("what has no place was refused one")
            }
            return MissingObject(name: name, reason: main.reason, detail: main.detail)
        }
    }

    /// The facts about an object before it has a place.
    private struct Candidate {
        var rule: Named<Pipeline.Object>
        var height: Double?
        var size: DrawnSize
        var category: String
        /// The object, turned and sized, which is the same at every place: finding it takes all vertices of a model. Nil
        /// for a view: the place decides which one is used.
        var known: (chosen: ChosenObject, subject: Subject)?

        init(
            _ rule: Named<Pipeline.Object>, height: Double?, size: DrawnSize, category: String, chosen: ChosenObject?
        ) {
            (self.rule, self.height, self.size, self.category) = (rule, height, size, category)
            known = chosen.map { ($0, subject(of: $0)) }
        }

        func subject(of chosen: ChosenObject) -> Subject {
            var subject = chosen.shape.subject(chosen.pose, heightMetres: height, size: size.share)
            (subject.category, subject.asked) = (category, size.asked)
            return subject
        }

        /// Nil for a solid object that is not known yet.
        var heightMetres: Double? {
            guard let known, case .model = known.chosen.shape else { return height }
            return known.subject.heightMetres
        }
    }

    /// An object with a place that it may not get.
    private struct Proposal {
        var chosen: ChosenObject
        var placement: Placement
        var drawn: ObjectDraw
        var size: DrawnSize
        var heightMetres: Double?
        /// The room that it takes in the world; nil for an object that floats.
        var room: Footprint?
        /// Nil where nothing of it is in front of the camera, or it is too small to hold a cell.
        var silhouette: Silhouette?

        /// What takes the place of a part of the photo lies as far behind as the photo does.
        func depth(on stage: Stage) -> Double { stage.replacing == nil ? placement.distanceMetres ?? 0 : .infinity }

        /// The areas in which its label must stay to meet a wish; nil where it does not meet it.
        func areas(meeting wish: BalanceWish, as category: String, on stage: Stage) -> Range<Double>? {
            guard let silhouette else { return nil }
            let seen = silhouette.seenArea(width: stage.camera.width, height: stage.camera.height)
            return wish.areas(about: seen.lowerBound, of: category).flatMap {
                // In all pictures of the scene.
                seen.lowerBound == seen.upperBound || $0.contains(seen.upperBound) ? $0 : nil
            }
        }

        /// The box that it was to have by the labels of a dataset.
        func asked(on stage: Stage) -> AskedBox? {
            guard let boxes = size.boxes ?? placement.like?.boxes else { return nil }
            return AskedBox(size: size.asked?.size, row: placement.like?.row, boxes: boxes)
        }
    }

    private func propose(_ candidate: Candidate, on stage: Stage, from streams: RandomStreams) throws -> Proposal {
        let rule = candidate.rule
        let (placer, place) = try placer(of: rule.value, on: stage, from: streams)
        let chosen: ChosenObject
        var subject: Subject
        if let known = candidate.known {
            (chosen, subject) = known
        } else {
            guard let pool = pools[rule.name] else { preconditionFailure("what is no view is chosen") }
            // Which view it is depends on where it is; where it is then depends on how large the view's model is.
            let bare = try placer.propose(
                .standIn(candidate.size, category: candidate.category), on: stage, from: streams)
            var stream = streams.stream("view")
            let pick = pool.pick(for: .init(bare, seenBy: stage.camera), under: sun, by: &stream)
            chosen = try choose(rule, seenAs: pick, from: pool.streams(pick.number))
            subject = candidate.subject(of: chosen)
        }
        func proposal() throws -> Proposal {
            var proposal = Proposal(
                chosen: chosen, placement: try placer.propose(subject, on: stage, from: streams),
                drawn: ObjectDraw(
                    heightMetres: candidate.height, size: candidate.size.share, place: place, refused: [:]),
                size: candidate.size, heightMetres: subject.heightMetres)
            settle(&proposal, on: stage)
            return proposal
        }
        var made = try proposal()
        for _ in 0..<Population.fittings {
            guard let box = made.silhouette?.bounds, subject.fit(box, at: made.placement, on: stage) else { break }
            made = try proposal()
        }
        return made
    }

    /// The size that an object had where it was cut out, where its rule asks for that.
    private func sizeInPhoto(
        _ chosen: ChosenObject?, _ rule: Named<Pipeline.Object>
    ) throws(MissingObject) -> Double? {
        guard case .own? = rule.value.size, let chosen else { return nil }
        do throws(ObjectError) { return try library.sizeInPhoto(of: chosen.from) } catch {
            throw MissingObject(name: rule.name, reason: .unreadable, detail: error.words, file: error.file)
        }
    }

    /// Draws the place of an object; if places are searched for, out of those that the image shows.
    private func placer(
        of object: Pipeline.Object, on stage: Stage, from streams: RandomStreams
    ) throws -> (placer: any Placer, place: DrawnPart) {
        let draft = pipeline.place(of: object)
        guard let part = draft.draw(from: streams) else {
            preconditionFailure("only effects have a chance of their own")
        }
        let placer = try Placers.catalogue.make(part, as: (any Placer).self)
        guard stage.isSearched else { return (placer, part) }
        let ranges = try placer.ranges(on: stage).sorted { $0.key < $1.key }
        guard let first = ranges.first?.value else { return (placer, part) }
        guard
            let narrowed = draft.draw(
                from: streams, within: Dictionary(uniqueKeysWithValues: ranges.map { ($0.key, $0.value.values) }))
        else {
            let none = ranges.first { draft.draw(from: streams, within: [$0.key: $0.value.values]) == nil }?.value
            throw PlacingError.missing((none ?? first).reason, detail: (none ?? first).detail)
        }
        return (try Placers.catalogue.make(narrowed, as: (any Placer).self), narrowed)
    }

    private func choose(
        _ rule: Named<Pipeline.Object>, seenAs pick: ViewPool.Pick? = nil, from streams: RandomStreams
    ) throws(MissingObject) -> ChosenObject {
        try ChosenObject(
            rule, seenAs: pick, for: pipeline.use(of: rule.value, in: photo), on: side,
            quality: SceneRendering(pipeline.render).quality, of: library,
            from: streams)
    }

    /// Puts the object at its proposed place. For an object that is set in as a picture, the place becomes that of the
    /// picture.
    private func settle(_ proposal: inout Proposal, on stage: Stage) {
        let shape = proposal.chosen.shape
        var place = proposal.placement.place
        if proposal.chosen.pose.flipped { place = shape.mirrored(place) }
        proposal.room = shape.footprint(place, seenBy: stage.camera)
        place = shape.pictured(place, seenBy: stage.camera)
        proposal.silhouette = stage.silhouette(of: shape, at: place)
        let edges = proposal.chosen.edges
        if !edges.isEmpty, let bounds = proposal.silhouette?.bounds {
            place = place.flush(
                proposal.chosen.pose.flipped ? edges.mirrored : edges, bounds,
                beyond: crowd.limits.truncatedMax > 0 ? ObjectPlace.beyond(of: bounds) : 0,
                width: stage.camera.width, height: stage.camera.height)
            proposal.room = shape.footprint(place, seenBy: stage.camera)
            proposal.silhouette = stage.silhouette(of: shape, at: place)
        }
        proposal.placement.place = place
    }

    /// Gives an object the proposed place, if it and all others then keep the limits; else returns the reason.
    ///
    /// - Parameters:
    ///   - least: the area in pixels that must always be seen of it, besides the limits.
    ///   - isSure: whether the finished masks are to keep them, too, or only the cells of their shapes.
    private mutating func admit(
        _ proposal: Proposal, of object: Pipeline.Object, atLeast least: Int?, isSure: Bool, on stage: Stage
    ) -> MissingObject.Reason? {
        let isLabelled = !object.isDistractor
        if stage.replacing != nil {
            // It is where it is: others give way to it, and no limit keeps it out.
            if let silhouette = proposal.silhouette { crowd.add(behindAll: silhouette, isLabelled: isLabelled) }
            return nil
        }
        guard let silhouette = proposal.silhouette else {
            return proposal.chosen.shape.reachesBehind(proposal.placement.place, camera: stage.camera)
                ? .behindCamera : .unseen
        }
        return crowd.admit(
            silhouette, depth: proposal.depth(on: stage), footprint: proposal.room, isLabelled: isLabelled,
            atLeast: least, isSure: isSure)
    }
}

extension Stage {
    /// The shape of an object, with what the finished pictures show of it.
    fileprivate func silhouette(of shape: ObjectShape, at place: ObjectPlace) -> Silhouette? {
        shape.silhouette(place, seenBy: camera)?
            .seen(through: pictureMaps, width: camera.width, height: camera.height)
    }
}

extension Subject {
    /// A body a metre wide, high and deep, as long as the object is not known.
    static func standIn(_ size: DrawnSize, category: String) -> Subject {
        var subject = Subject(
            shape: .solid(Mesh.Bounds(lower: [-0.5, 0, -0.5], upper: [0.5, 1, 0.5])), heightMetres: 1,
            size: size.share, linear: .identity, isStandIn: true)
        (subject.category, subject.asked) = (category, size.asked)
        return subject
    }
}
