import Compositing
import Datasets
import Foundation
import Geometry
import Masks
import Pipelines
import Scenes

/// Makes dataset records from labels: COCO's fields, licences, splits.
struct ImageRecorder: Sendable {
    let header: DatasetHeader
    /// The splits' names; empty without a split.
    let splits: [String]
    private let categories: [String: Int]
    private let licences: [PhotoLicence: Int]
    private let splitPlan: SplitPlan?
    private let splitOfPhoto: [String: String]
    private let maskStyle: COCO.MaskStyle

    /// - Throws: `InvalidFile` for a format's value that is not one it takes.
    init(_ plan: Plan) throws {
        let photos = plan.maker.photos.photos
        let categories = plan.categories
        self.categories = Dictionary(uniqueKeysWithValues: categories.map { ($0.name, $0.id) })

        var licences: [PhotoLicence: Int] = [:]
        var licenses: [COCO.License] = []
        for case let licence? in photos.map(\.credits.licence) where licences[licence] == nil {
            licenses.append(COCO.License(id: licenses.count + 1, name: licence.name, url: licence.url))
            licences[licence] = licenses.count
        }
        self.licences = licences
        header = DatasetHeader(
            info: COCO.Info(description: "Made by diorama", version: Version.current), licenses: licenses,
            categories: categories)

        if let split = plan.pipeline.output.split?.value {
            let shares = SplitPlan(
                [.init("train", split.train), .init("val", split.val), .init("test", split.test)],
                seed: plan.pipeline.seed)
            splitPlan = shares
            splits = shares.names
            // The plan has seen to it that there are photos enough.
            splitOfPhoto = split.by == .image ? [:] : shares.parts(ofPhotos: photos.map(\.identity)) ?? [:]
        } else {
            splitPlan = nil
            splits = []
            splitOfPhoto = [:]
        }
        maskStyle = try AnnotationFormats.coco(plan.pipeline.output.annotations).segmentation
    }

    func record(_ made: ImageMaker.Made, width: Int, height: Int, fileName: String) throws -> ImageRecord {
        let scene = made.labels.scene
        let photo = made.photo
        var image = COCO.Image(id: scene.index, fileName: fileName, width: width, height: height)
        image.license = photo.credits.licence.flatMap { licences[$0] }
        image.author = photo.credits.author
        image.title = photo.credits.title
        image.source = photo.credits.source ?? photo.path

        let annotations = made.labels.instances.enumerated().map { number, instance in
            annotation(instance, number: number + 1, in: scene)
        }
        var leftOut: [String: Int] = [:]
        for missing in scene.missing { leftOut[missing.reason.rawValue, default: 0] += 1 }
        var record = ImageRecord(
            index: scene.index, split: splitPlan.map { splitOfPhoto[photo.identity] ?? $0.part(ofImage: scene.index) },
            image: image, annotations: annotations,
            objects: ImageRecord.Objects(asked: scene.asked, placed: scene.objects.count, leftOut: leftOut),
            scene: try scene.jsonLine())
        record.skipped = made.skipped.map { SkippedFile(file: $0.path, reason: $0.words) }
        for missing in scene.missing where missing.reason == .unreadable {
            record.skipped.append(
                SkippedFile(file: missing.file ?? missing.name, reason: missing.detail ?? missing.reason.rawValue))
        }
        return record
    }

    private func annotation(_ instance: Instance, number: Int, in scene: Scene) -> COCO.Annotation {
        guard let category = categories[scene.objects[instance.object].category] else {
            preconditionFailure("every labelled object's category is in the header")
        }
        return COCO.Annotation(
            imageID: scene.index, categoryID: category, instance: number, mask: instance.visible,
            amodal: instance.amodal, amodalBox: Rect(instance.amodalBox), truncation: instance.truncation,
            style: maskStyle)
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
