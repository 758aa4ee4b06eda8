import Cards
import Compositing
import Datasets
import Findings
import Foundation
import Geometry
import JSON
import Labelling
import Masks
import Objects
import Pictures
import Pipelines
import Rendering
import Scenes

/// Makes dataset records from labels: COCO's fields, licences, splits.
struct ImageRecorder: Sendable {
    let header: DatasetHeader
    /// A line about photos that the split keeps together.
    var notes: [String] { sides?.notes ?? [] }
    /// The splits' names; empty without a split.
    let splits: [String]
    private let categories: CategoryTable
    private let licences: LicenceTable
    private let objects: ObjectLibrary
    private let pipelineObjects: [Named<Pipeline.Object>]
    /// The numbers that the pipeline asks to vary.
    let asked: [AskedNumber]
    /// The sides of the split that the pipeline asks for.
    private let sides: SplitSides?
    /// The splits of the photos' datasets, where the pipeline has none.
    private let ownSplits: OwnSplits
    private let maskStyle: COCO.MaskStyle
    private let names: FileNames
    /// The files that the run reads.
    private let inputs: Set<String>

    /// - Throws: `InvalidFile` for a value that a format does not take.
    init(_ plan: Plan) throws {
        names = plan.names
        inputs = plan.inputPaths
        let photos = plan.maker.photos.all
        ownSplits = plan.maker.photos.splits
        let categories = plan.categories
        self.categories = categories
        let objects = plan.maker.objects
        self.objects = objects
        pipelineObjects = plan.pipeline.objects
        asked = plan.pipeline.askedNumbers
        licences = LicenceTable(
            datasets: plan.maker.datasets.entries.flatMap(\.dataset.licenses),
            works: photos.map(\.credits.licence) + plan.pipeline.objects.flatMap { objects.licences(in: $0.value.from) }
        )
        var info = COCO.Info(description: "Made by diorama", version: Version.current)
        let sources = plan.maker.datasets.entries.map(\.dataset)
        info.extra = CarriedMembers.info(of: sources)
        header = DatasetHeader(
            info: info, licenses: licences.licenses, categories: categories.categories,
            extra: try CarriedMembers.top(of: sources))

        sides = try plan.sides()
        splits = sides?.names ?? ownSplits.names
        maskStyle = try AnnotationFormats.coco(plan.pipeline.output.annotations).segmentation
    }

    func record(_ made: ImageMaker.Made, fileName: String) throws -> ImageRecord {
        let (scene, picture) = (made.composite.scene, made.composite.image)
        let photo = made.photo
        var image = COCO.Image(id: scene.index, fileName: fileName, width: picture.width, height: picture.height)
        image.license = photo.credits.licence.flatMap { licences.id(of: $0) }
        image.author = photo.credits.author
        image.title = photo.credits.title
        image.source = photo.credits.source ?? names.name(of: photo.path)
        let attributions = try attributions(of: made)
        if !attributions.isEmpty { image.attributions = attributions }
        if made.composite.warp != nil || made.composite.instances.contains(where: { $0.solid != nil }) {
            image.camera = COCO.Camera(scene.camera, made.composite.warp)
        }

        var annotations = try made.composite.instances.enumerated().map { number, instance in
            try annotation(instance, number: number + 1, in: scene)
        }
        let counts =
            made.real?.add(
                to: &image, &annotations, leftOf: made.composite, categories: categories, style: maskStyle)
            ?? ImageRecord.RealLabels()
        var stored = scene.stored(names)
        for (index, object) in scene.objects.enumerated() {
            stored.objects[index].text = try objects.writing(on: object.from)?.text
        }
        var record = ImageRecord(
            index: scene.index, split: split(of: photo, image: scene.number),
            image: image, annotations: annotations,
            objects: ImageRecord.Objects(stored), scene: try stored.jsonLine())
        // For photos that are copied unchanged no objects were asked for.
        if !photo.isCarried {
            record.placement = PlacementRecord(
                stored, objects: pipelineObjects, passed: made.passed, asked: asked)
            // Soft outlines may leave a few pixels.
            record.placement?.veiled = made.composite.instances.count { $0.veiledShare > 0.99 }
        }
        record.real = counts
        record.skipped = made.skipped.map(named)
        for missing in scene.missing where missing.reason == .unreadable {
            record.skipped.append(named(missing.finding))
        }
        return record
    }

    private func split(of photo: Photo, image index: Int) -> String? {
        sides?.part(of: photo, image: index) ?? ownSplits.side(of: photo.split)
    }

    /// A finding with the names of files in a dataset.
    func named(_ finding: Finding) -> Finding {
        var named = finding
        named.file = finding.file.map(names.name(of:))
        named.problem = names.naming(finding.problem, finding.file)
        named.remedy = finding.remedy.map { names.naming($0, finding.file) }
        return named
    }

    /// The credits of an image's objects, distractors included, each model once; the photo's own credits come first.
    private func attributions(of made: ImageMaker.Made) throws -> [COCO.Attribution] {
        var known: Set<Credits> = []
        let credits =
            (made.real?.attributions ?? [])
            + (try made.composite.scene.objects.flatMap { object in
                try objects.credits(of: object.from).map { credits in
                    // A model without another origin is credited by its file.
                    guard let source = credits.source, inputs.contains(source) || source.hasPrefix("/") else {
                        return credits
                    }
                    var credits = credits
                    credits.source = names.name(of: source)
                    return credits
                }
            })
        return credits.filter { known.insert($0).inserted }.map { licences.attribution($0) }
    }

    private func annotation(_ instance: Instance, number: Int, in scene: Scene) throws -> COCO.Annotation {
        let category = category(instance.object.category)
        var annotation = COCO.Annotation(
            imageID: scene.index, categoryID: category.id, instance: number, mask: instance.visible,
            amodal: instance.amodal, amodalBox: Rect(instance.amodalBox), truncation: instance.truncation,
            style: maskStyle)
        if try objects.isCutOff(instance.object.from) {
            // Nobody knows how large the whole thing is.
            (annotation.truncation, annotation.amodalBox) = (nil, nil)
            annotation.extra.set("truncated", to: 1)
        }
        if let writing = try objects.writing(on: instance.object.from) { annotation.transcribe(writing) }
        annotation.textLines = instance.texts?.map(COCO.TextPart.init)
        if let replaced = instance.object.replaces { annotation.extra.set("replaces", to: replaced) }
        if instance.veiledShare > 0 {
            annotation.visibility = instance.visibility
            annotation.extra.set("veiled_share", to: instance.veiledShare)
        }
        guard let solid = instance.solid else { return annotation }
        annotation.pose = COCO.Pose(rotation: solid.rotation, translation: solid.translation)
        annotation.box3D = COCO.Box3D(lower: solid.box.lower, upper: solid.box.upper)
        annotation.corners2D = solid.corners
        if let names = category.keypoints {
            // In a mirror, a left hand is a right one.
            let sides = instance.object.pose.flipped ? category.mirrored(count: names.count) : Array(names.indices)
            let keypoints = sides.map { side in
                solid.keypoints.first { $0.name == names[side] }.map {
                    COCO.Keypoint($0.position, $0.isVisible ? .visible : .hidden)
                } ?? COCO.Keypoint(Point(0, 0), .unlabelled)
            }
            annotation.keypoints = keypoints
            annotation.keypointCount = keypoints.count { $0.visibility != .unlabelled }
        }
        return annotation
    }

    private func category(_ name: String) -> COCO.Category {
        guard let category = categories.category(named: name) else {
            preconditionFailure("every label's category is in the header")
        }
        return category
    }
}

extension COCO.Camera {
    /// - Parameter warp: what moved the picture since the scene's camera took it.
    init(_ own: Camera, _ warp: PictureWarp?) {
        let camera = warp?.camera ?? own
        self.init(
            fx: camera.focalPixels, fy: camera.focalPixels, cx: camera.principal.x, cy: camera.principal.y,
            heightMetres: camera.heightMetres, pitchDegrees: camera.pitch.degrees, rollDegrees: camera.roll.degrees)
        distortion = warp?.lens?.coefficients
        rollingShutter = warp?.shutter.map {
            RollingShutter(
                readoutSeconds: $0.readoutSeconds, yawDegreesPerSecond: $0.yaw, pitchDegreesPerSecond: $0.pitch,
                rollDegreesPerSecond: $0.roll)
        }
    }
}

extension COCO.Annotation {
    /// Adds what is written on the object.
    fileprivate mutating func transcribe(_ writing: Writing) {
        extra.set(COCO.Transcription.text, to: writing.text)
        if let language = writing.language { extra.set(COCO.Transcription.language, to: language) }
        if let script = writing.script { extra.set(COCO.Transcription.script, to: script) }
        extra.set(COCO.Transcription.direction, to: writing.direction.rawValue)
        if let contrast = writing.contrast {
            extra.set(
                COCO.Transcription.legibility,
                to: contrast >= Writing.leastLegibleContrast ? "legible" : "illegible")
            extra.set(COCO.Transcription.contrast, to: (contrast * 100).rounded() / 100)
        }
    }
}

extension COCO.TextPart {
    /// With its corners to the thousandth of a pixel.
    init(_ seen: SeenText) {
        func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
        func rounded(_ points: [Point]) -> [Point] { points.map { Point(rounded($0.x), rounded($0.y)) } }
        self.init(
            seen.text, rounded(seen.corners), polygon: rounded(seen.outline), visibility: seen.visibility,
            parts: seen.parts.map(COCO.TextPart.init))
    }
}

extension Scene {
    /// The scene as one line of JSON, keys in alphabetical order.
    package func jsonLine() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
