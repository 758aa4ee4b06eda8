package import Cards
package import Drawings
import Findings
package import Geometry
package import Pictures
package import Rendering
import Synchronization

/// The objects of a run: chosen, measured, and held as sprites for all workers.
///
/// There is one for each run, for use from any thread. If two workers ask for the same object at once, it is made once.
/// The memory is bounded, and the results depend only on the arguments and the files.
package final class ObjectLibrary: Sendable {
    let lists: FileLists
    let maxPixels: Int
    private let inflated: Bool
    private let outlines: BoundedCache<DrawnPart, ObjectOutline, ObjectError>
    private let notedPictures = Mutex<Set<String>>([])
    private let sprites: BoundedCache<SpriteKey, Sprite, ObjectError>
    private let models: BoundedCache<DrawnPart, ObjectModel, ObjectError>
    /// Models that are made quickly. Where their measures vary, hardly any is asked for by a second image.
    private let quickModels: BoundedCache<DrawnPart, ObjectModel, ObjectError>
    private let restingPoses: BoundedCache<DrawnPart, RestingPoses, ObjectError>
    private let viewShapes: BoundedCache<ViewKey, ViewShape, ObjectError>
    private let silhouettes: BoundedCache<ViewKey, Sprite, ObjectError>
    private let shadowCards: BoundedCache<ViewKey, Model, ObjectError>
    let limits: ModelLimits
    /// The sources that are rendered for the size that is asked for.
    private let vectorNames: Set<String>
    private let modelNames: Set<String>
    private let quickNames: Set<String>
    /// The sources whose objects are cut out of photos.
    private let pixelNames: Set<String>

    /// A flat object, or a view of one of three dimensions.
    private struct ViewKey: Hashable {
        let part: DrawnPart
        let view: ModelView?
    }

    private struct SpriteKey: Hashable {
        let part: DrawnPart
        let view: ModelView?
        /// The size; 0 for a source with pixels of its own.
        let height: Int
    }

    /// - Parameters:
    ///   - capacity: bytes that sprites may take; those in use by a worker come on top of it.
    ///     Models may take as much again, and those that are made quickly a quarter of it. An object that was dropped is
    ///     made again when it is asked for, with the same bytes.
    ///   - maxPixels: the most pixels of one file.
    ///   - maxFaces: the most triangles of a model.
    ///   - imports: the limits for reading one model file.
    ///   - inflated: whether sprites come with the relief that a light with a direction needs.
    ///   - instances: reads the labels of datasets that objects are cut out of.
    package init(
        capacity: Int = 512 << 20, maxPixels: Int = PhotoFile.defaultMaxPixels,
        maxFaces: Int = ModelLimits().maxFaces, imports: ImportLimits = ImportLimits(), inflated: Bool = false,
        instances: any InstanceReader = NoInstances()
    ) {
        lists = FileLists(reader: instances, importer: ModelImporter(limits: imports))
        self.maxPixels = maxPixels
        self.inflated = inflated
        limits = ModelLimits(maxFaces: maxFaces, maxPixels: maxPixels)
        outlines = BoundedCache(capacity: max(capacity / 16, 1 << 20))
        sprites = BoundedCache(capacity: capacity)
        models = BoundedCache(capacity: capacity)
        quickModels = BoundedCache(capacity: capacity / 4)
        restingPoses = BoundedCache(capacity: max(capacity / 64, 1 << 20))
        viewShapes = BoundedCache(capacity: max(capacity / 16, 1 << 20))
        silhouettes = BoundedCache(capacity: max(capacity / 8, 1 << 20))
        shadowCards = BoundedCache(capacity: max(capacity / 8, 1 << 20))
        vectorNames = Set(ObjectSources.all.filter { $0 is any VectorSource.Type }.map { ObjectSources.name(of: $0) })
        pixelNames = Set(ObjectSources.all.filter { $0 is any PixelSource.Type }.map { ObjectSources.name(of: $0) })
        quickNames = Set(
            ObjectSources.all.filter { ($0 as? any ModelSource.Type)?.isMadeQuickly ?? false }
                .map { ObjectSources.name(of: $0) })
        modelNames = Set(ObjectSources.all.filter { $0 is any ModelSource.Type }.map { ObjectSources.name(of: $0) })
    }

    /// Oddities of the pictures that have been read, each once, in byte order.
    package var notes: [String] {
        notedPictures.withLock { $0 }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            + [lists.boxCuts.note].compactMap { $0 }
    }

    /// The heights in pixels at which vector sources are rendered: powers of two.
    package static let renderedHeights = 16...2048

    /// Chooses one object out of those that a drawn source stands for. A source that was chosen gives itself again.
    ///
    package func choose(
        _ drawn: DrawnPart, from streams: RandomStreams, for use: ObjectUse = ObjectUse()
    ) throws(ObjectError) -> DrawnPart {
        var stream = streams.stream("object")
        return try choose(source(drawn), by: &stream, for: use)
    }

    private func choose(
        _ source: some ObjectSource, by stream: inout RandomStream, for use: ObjectUse
    ) throws(ObjectError) -> DrawnPart {
        let one = try source.choose(lists, by: &stream, for: use)
        let card = type(of: one).card
        return DrawnPart(name: card.name, values: card.encode(one))
    }

    /// The typed source. Throws `.badValue` for values that it does not take, which an edited scene may hold.
    func source(_ part: DrawnPart) throws(ObjectError) -> any ObjectSource {
        do {
            return try ObjectSources.catalogue.make(part, as: (any ObjectSource).self)
        } catch {
            let problems = (error as? InvalidFile)?.diagnostics.map(\.problem.message) ?? ["\(error)"]
            throw ObjectError(.badValue, "\(part.name): " + problems.joined(separator: "; "))
        }
    }

    /// The shape of a chosen flat object, or of a view of one of three dimensions. A source with pixels is read for it;
    /// its sprite is then there already.
    ///
    /// The caches cannot wait for each other in a circle: sources with pixels go from outline to sprite, vector sources
    /// and views from sprite to outline.
    package func outline(of part: DrawnPart, seen view: ModelView? = nil) throws(ObjectError) -> ObjectOutline {
        if let view { return try shape(of: part, seen: view).outline }
        return try outlines.value(part) { () throws(ObjectError) in
            let outline: ObjectOutline
            switch try source(part) {
            case let source as any VectorSource:
                outline = try source.outline()
            default:
                let sprite = try sprite(of: part, heightPixels: 0)
                outline = ObjectOutline(
                    aspect: sprite.aspect, polygons: sprite.outlines,
                    frame: Rect(x: 0, y: 0, width: sprite.aspect, height: 1), reach: sprite.frame)
            }
            return (outline, outline.byteCount + 512)
        }
    }

    /// The shape of a view of an object of three dimensions, of which no more than the silhouette is rendered for it.
    package func shape(of part: DrawnPart, seen view: ModelView) throws(ObjectError) -> ViewShape {
        try viewShapes.value(ViewKey(part: part, view: view)) { () throws(ObjectError) in
            let silhouette = try silhouette(of: part, seen: view)
            let model = try model(of: part)
            let shape = try ViewStage(model.model, view)
                .shape(silhouette.outlines, model.writing == nil ? nil : model.lines)
            return (shape, shape.byteCount)
        }
    }

    /// The lines that are written on a chosen flat object, or that a view of one of three dimensions shows, in the object
    /// plane; nil where nothing is written on it, and where the places are not known.
    package func lines(on part: DrawnPart, seen view: ModelView? = nil) throws(ObjectError) -> [WrittenPart]? {
        if let view { return try shape(of: part, seen: view).lines }
        let lines = try outline(of: part).lines
        return lines.isEmpty ? nil : lines
    }

    /// The texels of a flat object's frame, or of that of a view of a 3D object; only their alpha counts.
    package func silhouette(of part: DrawnPart, seen view: ModelView? = nil) throws(ObjectError) -> Sprite {
        guard let view else { return try sprite(of: part, heightPixels: 256) }
        return try silhouettes.value(ViewKey(part: part, view: view)) { () throws(ObjectError) in
            let silhouette = try ViewStage(model(of: part).model, view).silhouette()
            return (silhouette, silhouette.byteCount)
        }
    }

    /// A chosen object, or a view of one of three dimensions, with texels enough to be shown `heightPixels` high.
    ///
    /// Vector sources and views are rendered at the next power of two, within `renderedHeights`, views no larger than 512
    /// texels a side; sources with pixels of their own give one sprite for every size.
    package func sprite(
        of part: DrawnPart, seen view: ModelView? = nil, heightPixels: Int
    ) throws(ObjectError) -> Sprite {
        let height: Int
        if let view {
            height = ViewStage.height(heightPixels, aspect: try shape(of: part, seen: view).outline.aspect)
        } else {
            height = vectorNames.contains(part.name) ? ObjectLibrary.renderedHeight(heightPixels) : 0
        }
        return try sprites.value(SpriteKey(part: part, view: view, height: height)) { () throws(ObjectError) in
            if let view {
                // Its light is in it: it needs no relief.
                let sprite = try ViewStage(model(of: part).model, view)
                    .sprite(shape(of: part, seen: view).outline, heightPixels: height)
                return (sprite, sprite.byteCount)
            }
            var sprite: Sprite
            switch try source(part) {
            case let source as any PixelSource:
                sprite = try source.sprite(lists, maxPixels: maxPixels)
                if let note = source.note(on: sprite) { _ = notedPictures.withLock { $0.insert(note) } }
            case let source as any VectorSource:
                sprite = try source.sprite(outline(of: part), heightPixels: height)
            default:
                preconditionFailure("an object source has pixels or is rendered")
            }
            if inflated { sprite = sprite.inflated() }
            return (sprite, sprite.byteCount)
        }
    }

    /// The category that a chosen object has of its own, as an instance of a dataset does.
    package func category(of part: DrawnPart) throws(ObjectError) -> String? {
        try source(part).category(lists)
    }

    /// What is written on a chosen object; nil for nothing, and where it is not known, as on a cut-out.
    package func writing(on part: DrawnPart) throws(ObjectError) -> Writing? {
        if isPhotographed(part) { return nil }
        return isModel(part) ? try model(of: part).writing : try outline(of: part).writing
    }

    /// The edges of its photo that cut a chosen object off.
    package func cutEdges(of part: DrawnPart) throws(ObjectError) -> Edges {
        try source(part).cutEdges(lists)
    }

    /// Whether a part of a chosen object may be missing, as an edge of its photo has cut it off.
    package func isCutOff(_ part: DrawnPart) throws(ObjectError) -> Bool { try source(part).isCutOff(lists) }

    /// Sentences about objects of a pipeline's source that are left out because of their use.
    package func leftOut(of draft: PartDraft, for use: ObjectUse) -> [String] {
        alternatives(of: draft).compactMap { type, values in type.leftOut(of: values, lists, for: use) }
    }

    /// The longer side of a chosen object in the photo that it was cut out of, over the square root of the photo's area;
    /// nil where that is not known.
    package func sizeInPhoto(of part: DrawnPart) throws(ObjectError) -> Double? {
        try source(part).sizeInPhoto(lists)
    }

    /// The credits of a chosen object; none where none are known.
    package func credits(of part: DrawnPart) throws(ObjectError) -> [Credits] {
        try source(part).credits(lists)
    }

    /// The categories that the objects of a pipeline's source can have of their own; nil among them for those that have
    /// none.
    package func categories(in draft: PartDraft) -> [String?] {
        alternatives(of: draft).flatMap { type, values in type.categories(in: values, lists) }
    }

    /// The licences that the objects of a pipeline's source can have.
    package func licences(in draft: PartDraft) -> [Licence] {
        alternatives(of: draft).flatMap { type, values in type.licences(in: values, lists) }
    }

    /// The sources that a pipeline writes out for an object, with all that it writes for their keys.
    func alternatives(of draft: PartDraft) -> [(type: any ObjectSource.Type, values: DraftValues)] {
        draft.alternatives.compactMap { alternative in
            guard case .one(let name, let values, _, _) = alternative,
                let type = ObjectSources.all.first(where: { ObjectSources.name(of: $0) == name })
            else { return nil }
            return (type, DraftValues(values))
        }
    }

    /// Whether an object is a 3D one: it then has a model, and neither outline nor sprite.
    package func isModel(_ part: DrawnPart) -> Bool { modelNames.contains(part.name) }

    /// Whether an object's colours were photographed, so that they bring the light of another place along.
    package func isPhotographed(_ part: DrawnPart) -> Bool { pixelNames.contains(part.name) }

    /// Whether the colours of a chosen object depend on the photo at its place.
    package func suitsSurface(_ part: DrawnPart) throws(ObjectError) -> Bool {
        guard isDrawn(part), let source = try source(part) as? any VectorSource else { return false }
        return source.suitsSurface
    }

    /// A chosen object in the colours that suit the photo at its place.
    package func suited(_ part: DrawnPart, to surface: SeenSurface) throws(ObjectError) -> DrawnPart {
        guard let source = try source(part) as? any VectorSource else { return part }
        return suited(source, to: surface)
    }

    private func suited(_ source: some VectorSource, to surface: SeenSurface) -> DrawnPart {
        let card = type(of: source).card
        return DrawnPart(name: card.name, values: card.encode(source.suited(to: surface)))
    }

    /// Whether an object is drawn or lettered: its colours are then those of its surface, without any light.
    package func isDrawn(_ part: DrawnPart) -> Bool { vectorNames.contains(part.name) }

    /// The ways in which a 3D object lies still on the ground.
    package func restingPoses(of part: DrawnPart) throws(ObjectError) -> RestingPoses {
        try restingPoses.value(part) { () throws(ObjectError) in
            guard let hull = ConvexHull(of: try model(of: part).model.vertices) else {
                throw ObjectError(
                    .badValue, "lies in one plane, so it has no side to lie on; leave out “rest” in its “pose”")
            }
            let poses = RestingPoses(of: hull)
            return (poses, poses.poses.count * MemoryLayout<RestingPoses.Pose>.stride)
        }
    }

    /// A chosen object of three dimensions, loaded once for all workers.
    package func model(of part: DrawnPart) throws(ObjectError) -> ObjectModel {
        let models = quickNames.contains(part.name) ? quickModels : models
        return try models.value(part) { () throws(ObjectError) in
            guard let source = try source(part) as? any ModelSource else {
                preconditionFailure("\(part.name) has no model")
            }
            let shape: ModelShape
            do throws(ObjectError) {
                shape = try source.shape(lists, limits)
            } catch {
                throw error.namingKey
            }
            do throws(RenderingError) {
                let model = try Model(shape.mesh)
                return (
                    ObjectModel(
                        model: model, keypoints: shape.keypoints, writing: shape.writing, lines: shape.lines),
                    model.byteCount + (shape.lines ?? []).reduce(0) { $0 + $1.byteCount }
                )
            } catch {
                throw ObjectError(error)
            }
        }
    }

    /// The triangles of a chosen object of three dimensions, made anew; nil for a flat one.
    package func mesh(of part: DrawnPart) throws(ObjectError) -> Mesh? {
        guard let source = try source(part) as? any ModelSource else { return nil }
        return try source.shape(lists, limits).mesh
    }

    /// A flat object as a card that throws its silhouette's shadow: one unit high, the middle of its lower edge at the
    /// origin, facing +z.
    package func shadowCard(of part: DrawnPart, seen view: ModelView? = nil) throws(ObjectError) -> Model {
        try shadowCards.value(ViewKey(part: part, view: view)) { () throws(ObjectError) in
            let silhouette = try silhouette(of: part, seen: view)
            do throws(RenderingError) {
                let model = try Model(.card(of: silhouette))
                return (model, model.byteCount)
            } catch {
                throw ObjectError(error)
            }
        }
    }

    /// The mistakes of an object of a pipeline that show before any of it is read, each at the name of its source.
    /// Every alternative of a choice is checked.
    ///
    /// - Parameter name: the object's, which then leads each mistake.
    package func problems(in draft: PartDraft, of name: String? = nil) -> [Diagnostic] {
        let lead = name.map { "“\($0)”: " } ?? ""
        return draft.alternatives.flatMap { alternative -> [Diagnostic] in
            guard case .one(let name, let values, _, let position) = alternative,
                let type = ObjectSources.all.first(where: { ObjectSources.name(of: $0) == name })
            else { return [] }
            return type.problems(in: DraftValues(values), lists).map {
                Diagnostic(.rule(lead + $0.description), at: position)
            }
        }
    }

    /// The files of the pictures that sources read, without links and dots. `problems` has reported those that cannot
    /// be read.
    package func files(of pictures: [PicturesRead]) -> Set<String> {
        Set(
            pictures.flatMap { pictures -> [String] in
                switch pictures {
                case .files(let patterns):
                    return ((try? lists.files(patterns)) ?? []).map { FileLists.resolved($0) }
                case .labelled(let file, let images, let categories, let hasBoxes):
                    let instances = (try? lists.instances(file, images: images)) ?? []
                    return instances.filter {
                        categories.contains($0.instance.category) && (hasBoxes || $0.instance.box == nil)
                    }.map(\.path)
                }
            })
    }

    /// The names of the keypoints that an object of a pipeline may have in this category, each once, in the order of
    /// its alternatives; nil stands for objects without a category of their own.
    package func keypointNames(of draft: PartDraft, category: String?) -> [String] {
        var names: [String] = []
        for (type, values) in alternatives(of: draft) {
            guard let model = type as? any ModelSource.Type else { continue }
            for name in model.keypointNames(in: values, of: category, lists) where !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }

    private static func renderedHeight(_ heightPixels: Int) -> Int {
        var height = renderedHeights.lowerBound
        while height < heightPixels, height < renderedHeights.upperBound { height *= 2 }
        return height
    }
}
