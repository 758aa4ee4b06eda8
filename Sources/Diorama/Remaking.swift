import Cards
import Compositing
import Datasets
import Findings
import Foundation
import Labelling
import Pictures
import Pipelines
import Scenes
import Synchronization

/// Makes images of a finished dataset again, whole or without something, by the pipeline that made it.
///
/// May be used from several threads at once.
package final class Remaking: Sendable {
    /// The pipeline file, as the process opens it.
    package let pipeline: String
    private let facts: RunFacts
    private let plan: Plan
    /// Plans without some keys: the last few that were asked for.
    private let others = Mutex<[(keys: [String], plan: Plan)]>([])

    private static let mostPlans = 8

    /// - Parameters:
    ///   - root: the dataset's folder.
    ///   - pipeline: the pipeline file.
    /// - Throws: an error in words where the pipeline cannot be read, or is another than the one that made the dataset.
    package init(of root: String, by pipeline: String) throws {
        guard let facts = RunFacts(of: root) else {
            throw JobError.usage("\(root): no “diorama run” has made it, so no image can be made again")
        }
        let plan = try Plan(path: pipeline, changes: facts.settings, without: facts.without)
        guard facts.isMade(by: plan.text) else {
            throw JobError.usage("\(pipeline): it is not the pipeline that made the dataset, or was changed since")
        }
        (self.pipeline, self.facts, self.plan) = (pipeline, facts, plan)
    }

    /// Looks for the pipeline that made a dataset among some files: the first that reads as it did then.
    package static func pipeline(of root: String, among files: [String]) -> String? {
        guard let facts = RunFacts(of: root) else { return nil }
        return files.first { file in
            let read = try? Pipeline.read(
                path: file, changes: facts.settings, without: facts.without, parts: .all)
            return read.map { facts.isMade(by: $0.text) } ?? false
        }
    }

    /// The keys that can be left out: they change pixels alone.
    package var omissions: [String] { plan.pipeline.omissionKeys }

    /// The objects of an image, in the order of its scene.
    package func objects(ofImage index: Int) throws -> [(name: String, category: String)] {
        try made(index, plan).0.scene.objects.map { ($0.name, $0.category) }
    }

    /// Makes an image.
    ///
    /// - Parameters:
    ///   - object: the object that is left out, by its place in the scene.
    ///   - keys: what else is left out.
    /// - Returns: the file's bytes, JPEG where the pipeline writes JPEG and else PNG; and whether it is JPEG.
    package func picture(
        ofImage index: Int, withoutObject object: Int? = nil, without keys: [String] = []
    ) throws -> (bytes: [UInt8], isJPEG: Bool) {
        let plan = try plan(without: keys)
        let images = plan.pipeline.output.images
        let (composite, photo) = try made(index, plan, withoutObject: object)
        let isJPEG = images.format == .jpeg
        // A JPEG of the dataset's own quality differs from the dataset's where the scene does.
        var bytes: [UInt8] = []
        try ViewEncoder(nil, keepsCoding: images.quality == .keep).encode(
            composite, as: isJPEG ? images.encoding(photo.subsampling) : .png(), into: &bytes)
        return (bytes, isJPEG)
    }

    private func made(_ index: Int, _ plan: Plan, withoutObject object: Int? = nil) throws -> (Composite, Photo) {
        guard (0..<plan.imageCount).contains(index) else {
            throw JobError.usage("the pipeline makes no image \(index)")
        }
        var unusable: [Int: Finding] = [:]
        guard let drawn = try plan.maker.scene(index, unusable: &unusable) else {
            throw JobError.noPhotoLeft(index, unusable.sorted { $0.key < $1.key }.map(\.value))
        }
        let (compositor, real) = (plan.maker.makeCompositor(), drawn.real?.instances ?? [])
        let composite = try compositor.composite(drawn.scene, real: real)
        guard let object else { return (composite, drawn.photo) }
        // The scene as it was made: objects that broke a limit are gone from it, as from the dataset's.
        var scene = composite.scene
        guard scene.objects.indices.contains(object) else {
            throw JobError.usage("the scene of image \(index) has no object \(object)")
        }
        scene.objects.remove(at: object)
        return (try compositor.composite(scene, real: real), drawn.photo)
    }

    private func plan(without keys: [String]) throws -> Plan {
        guard !keys.isEmpty else { return plan }
        if let known = others.withLock({ others in others.first { $0.keys == keys } }) { return known.plan }
        let made = try Plan(path: pipeline, changes: facts.settings, without: facts.without + keys)
        others.withLock { others in
            others.append((keys, made))
            if others.count > Self.mostPlans { others.removeFirst() }
        }
        return made
    }
}
