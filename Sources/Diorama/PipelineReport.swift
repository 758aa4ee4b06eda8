import Datasets
import Findings
import JSON
import Labelling
import Pipelines
import Scenes

/// What `diorama check` says of a pipeline that could be read.
public struct PipelineReport: CommandReport {
    /// What a run would use, and what it would leave out, a line each.
    public let description: String
    /// Whether all models, pictures and drawings can be read that objects may be, and any object can be placed.
    public let isSound: Bool
    /// All findings as a document.
    public let json: String

    /// Reads a pipeline and finds its photos and objects, as a run would. Draws a sample of its scenes, and opens every
    /// model, cut-out, drawing and text.
    ///
    /// - Throws: as `Job.init`.
    public init(path: String, changes: [String] = []) throws {
        let plan = try Plan(path: path, changes: changes)
        let photos = plan.maker.photos
        let datasets = plan.maker.datasets
        let sample = try SceneSample(of: plan.maker)
        var lines = [
            "\(path): \(plan.pipeline.images.counting("image")) from \(photos.photos.count.counting("photo")) and "
                + plan.pipeline.objects.count.counting("kind") + " of objects"
                + (photos.carried.isEmpty ? "" : ", and \(photos.carried.count.counting("photo")) as they are")
        ]
        var findings =
            Plan.sizeWarnings(plan.pipeline.needs).map { Finding(.warning, .size, $0) }
            + (photos.notes + datasets.notes).map { Finding(.warning, .note, $0) }
        lines += findings.map { "  \($0)" }
        lines += photos.skipped.map { "  skipped \($0.words)" }
        lines += (datasets.skipped + datasets.odd).map { "  \($0.words)" }
        findings += photos.skipped + datasets.skipped + datasets.odd
        let models = OpenedModels(plan)
        lines += models.lines
        findings += models.findings
        let flat = OpenedFlatObjects(plan)
        lines += flat.lines
        findings += flat.findings
        let placement = PlacementReport(tally: sample.tally, objects: plan.pipeline.objects)
        lines.append("  \(sample.count.counting("scene")) drawn as a sample")
        lines += (PlacementReport.leftOut(sample.objects) + placement.notes).map { "    " + $0 }
        lines += placement.lacks.flatMap { lack in
            ["  warning: " + lack.words] + lack.remedyLines.map { "    " + $0 }
        }
        findings += placement.findings(shortfalls: .warning)
        if sample.objects.asked > 0 && sample.objects.placed == 0 {
            let finding = Finding(.error, .nothingPlaced, "no object can be placed: a run would make empty images")
            lines.append("  \(finding.problem)")
            findings.append(finding)
        }
        isSound = !findings.contains { $0.severity == .error }
        description = lines.joined(separator: "\n")
        json =
            ReportDocument(command: "check", isSound: isSound, findings: findings) { writer in
                writer.member("pipeline", path)
                writer.member("images", plan.pipeline.images)
                writer.member("photos", photos.photos.count)
                writer.member("photos_as_they_are", photos.carried.count)
                writer.member("objects", plan.pipeline.objects.count)
                writer.member("models_opened", models.count)
                writer.member("flat_objects_opened", flat.count)
                writer.key("sample")
                writer.object { writer in
                    writer.member("scenes", sample.count)
                    writer.member("images_empty", sample.tally.empty)
                    writer.member("asked", sample.objects.asked)
                    writer.member("placed", sample.objects.placed)
                    writer.member("left_out", byName: sample.objects.leftOut)
                }
            }.text
    }
}
