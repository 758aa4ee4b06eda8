import Datasets
import Pipelines
import Scenes

/// What `diorama check` says of a pipeline that could be read.
public struct PipelineReport: Sendable, CustomStringConvertible {
    /// What a run would use, and what it would leave out, a line each.
    public let description: String

    /// Reads a pipeline and finds its photos and objects, as a run would. Makes one scene, so that every drawn value has
    /// been read once.
    ///
    /// - Throws: as `Job.init`.
    public init(path: String, changes: [String] = []) throws {
        let plan = try Plan(path: path, changes: changes)
        let photos = plan.maker.photos
        guard let photo = photos.photo(forImage: 0) else { preconditionFailure("a library holds at least one photo") }
        let scene = try plan.maker.drawer.draw(
            0, on: photo, real: plan.maker.datasets.labels(of: photo)?.instances ?? [])
        var lines = [
            "\(path): \(plan.pipeline.images.counting("image")) from \(photos.photos.count.counting("photo")) and "
                + plan.pipeline.objects.count.counting("kind") + " of objects"
        ]
        lines += photos.skipped.map { "  skipped \($0)" }
        lines += plan.maker.datasets.problems.map { "  \($0.file): \($0.reason)" }
        lines += scene.missing.filter { $0.reason != .noRoom && $0.reason != .limits }.map {
            "  image 0: \($0.name) was left out: \($0.reason.rawValue)\($0.detail == nil ? "" : " (\($0.words))")"
        }
        description = lines.joined(separator: "\n")
    }
}
