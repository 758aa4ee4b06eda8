import Cards
import Compositing
import Datasets
import Facts
import Findings
import Foundation
import Geometry
import Pictures
import Pipelines
package import Scenes
import Synchronization

/// Sets a pipeline's objects into one photo by facts that are saved nowhere, so that a person who draws these facts sees
/// what comes of them.
///
/// It is a small picture as a run makes it, with the pipeline's own rules for places, light and shadows, at draft quality
/// and without effects. The same number gives the same draws: objects stay where they are while the facts are moved, as far
/// as the facts let them. May be used from several threads at once.
package final class PhotoTrial: Sendable {
    /// The pipeline file, as the process opens it.
    package let pipeline: String
    /// Plans for the photos that were tried last, by the photo and the names of what is known of it.
    private let plans = Mutex<[(key: [String], plan: Plan)]>([])

    private static let mostPlans = 4
    /// The longer side of the picture, in pixels.
    private static let longestSide = 960
    private static let quality = 85

    /// - Parameter pipeline: the pipeline file.
    package init(pipeline: String) { self.pipeline = pipeline }

    /// Draws the objects on a photo.
    ///
    /// - Parameters:
    ///   - photo: the photo's path.
    ///   - facts: all that is known of it. Those of its file and EXIF are not read.
    ///   - number: another number, other draws.
    /// - Returns: a JPEG of the whole photo, and why objects are not in it.
    /// - Throws: an error in words for a pipeline or a photo that cannot be used.
    package func picture(of photo: String, knowing facts: PhotoFacts, number: Int) throws -> (
        jpeg: [UInt8], words: [String]
    ) {
        let plan = try plan(photo, facts)
        guard let listed = plan.maker.photos.photos.first else {
            throw JobError.usage("\(photo): it cannot be used as a background")
        }
        let number = number % max(1, plan.pipeline.images)
        let scene = try plan.maker.drawer.draw(number, on: LabelledPhoto(listed.stating(facts), showing: []))
        let composite = try plan.maker.makeCompositor().composite(scene, real: [])
        var told: Set<String> = []
        let missing = composite.scene.missing.map(\.finding.words).filter { told.insert($0).inserted }
        return (
            try PhotoFile.encode(composite.image, as: .jpeg(quality: Self.quality, subsampling: .quarter)),
            missing
        )
    }

    /// The pipeline with this photo alone as its background. Its checks see the facts as they are first drawn.
    private func plan(_ photo: String, _ facts: PhotoFacts) throws -> Plan {
        let known = FactKey.allCases.filter { $0.value(in: facts) != nil }.map(\.rawValue) + facts.regions.keys.sorted()
        let key = [photo] + known
        if let made = plans.withLock({ plans in plans.first { $0.key == key } }) { return made.plan }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("diorama-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let catalogue = folder + "/photo.yaml"
        let whole = URL(fileURLWithPath: photo).path
        let text = try FactsText.catalogue(
            "photos:\n  - file: \(whole.jsonQuoted)\n", named: catalogue, photo: 0, stating: facts)
        try AtomicFile.write(Array(text.utf8), to: catalogue)
        let plan = try Plan(
            path: pipeline,
            changes: [
                "backgrounds={photos: [\(catalogue.jsonQuoted)], resize: {longest: \(Self.longestSide)}}",
                "render.quality=draft", "effects=[]",
                // Nothing is written, and one photo cannot be split.
                "output={}",
            ])
        plans.withLock { plans in
            plans.append((key, plan))
            if plans.count > Self.mostPlans { plans.removeFirst() }
        }
        return plan
    }
}
