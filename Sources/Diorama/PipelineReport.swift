import Datasets
public import Findings
import JSON
import Labelling
import Pipelines
import Scenes

/// The report of `diorama check` on a pipeline that could be read.
public struct PipelineReport: CommandReport {
    /// The files that a run would use, and those it would leave out, a line each.
    public let description: String
    /// The faults and notes.
    public let findings: [Finding]
    /// The number of images with objects that a run would make.
    public let images: Int
    /// The number of photos that they may show.
    public let photos: Int
    /// The number of photos that a run would copy unchanged, with their labels.
    public let photosAsTheyAre: Int
    /// The number of kinds of objects.
    public let objects: Int
    /// The number of model files that objects may use.
    public let models: Int
    /// The number of cut-outs, drawings and texts that objects may use.
    public let flatObjects: Int
    /// The number of scenes that were drawn as a sample.
    public let sampledScenes: Int
    /// The number of these that show no label.
    public let emptyScenes: Int
    /// The number of objects that these scenes ask for, and of those that found room.
    public var objectsPlaced: (asked: Int, placed: Int) { (sampled.asked, sampled.placed) }
    private let path: String
    private let sampled: ImageRecord.Objects
    private let survey: GroundSurvey

    /// Reads a pipeline and finds its photos and objects, as a run would. Draws a sample of its scenes, and opens every
    /// model, cut-out, drawing and text.
    ///
    /// - Throws: like `Job.init`.
    public init(path: String, changes: [String] = [], without: [String] = []) throws {
        let plan = try Plan(path: path, changes: changes, without: without)
        let library = plan.maker.photos
        let datasets = plan.maker.datasets
        let sample = try SceneSample(of: plan.maker)
        var lines = [
            "\(path): \(Self.images(plan.pipeline)) from \(library.photos.count.counting("photo")) and "
                + plan.pipeline.objects.count.counting("kind") + " of objects"
                + (library.carried.isEmpty ? "" : ", and \(library.carried.count.counting("photo")) as they are")
        ]
        var findings =
            Plan.sizeWarnings(plan.pipeline.needs).map { Finding(.warning, .size, $0) }
            + (library.notes + datasets.notes + plan.wishWarnings).map { Finding(.warning, .note, $0) }
        lines += findings.map { "  \($0)" }
        lines += plan.wishFacts.map { "  \($0)" }
        lines += library.skipped.map { "  skipped \($0.words)" }
        lines += (datasets.skipped + datasets.odd).map { "  \($0.words)" }
        lines += plan.oddities.map { "  warning: \($0.words)" }
        findings += library.skipped + datasets.skipped + datasets.odd + plan.oddities
        let models = OpenedModels(plan)
        lines += models.lines
        findings += models.findings
        let flat = OpenedFlatObjects(plan)
        lines += flat.lines
        findings += flat.findings
        let survey = GroundSurvey(of: plan.maker)
        lines += survey.lines.map { "  " + $0 }
        let placement = PlacementReport(tally: sample.tally, objects: plan.pipeline.objects)
        lines.append("  \(sample.count.counting("scene")) drawn as a sample")
        lines += (PlacementReport.leftOut(sample.objects) + placement.notes).map { "    " + $0 }
        lines += placement.lacks.flatMap { lack in
            ["  warning: " + lack.words] + lack.remedyLines.map { "    " + $0 }
        }
        findings += placement.findings(shortfalls: .warning)
        let unmet = try AnnotationFormats.derived(plan.pipeline.output.formats).map { type(of: $0) }.filter { format in
            sample.labels > 0 && format.need.map { sample.met[$0] == 0 } ?? false
        }.map { EmptyFormat(name: $0.name, labels: sample.labels) }
        lines += unmet.flatMap(\.lines).enumerated().map { ($0.offset == 0 ? "  warning: " : "    ") + $0.element }
        findings += unmet.map { $0.finding(.warning) }
        if sample.objects.asked > 0 && sample.objects.placed == 0 {
            let finding = Finding(.error, .nothingPlaced, "no object can be placed: a run would make empty images")
            lines.append("  \(finding.problem)")
            findings.append(finding)
        }
        description = lines.joined(separator: "\n")
        self.findings = findings
        self.path = path
        images = plan.pipeline.images * plan.maker.numbering.imagesPerScene
        (photos, photosAsTheyAre) = (library.photos.count, library.carried.count)
        (objects, self.models, flatObjects) = (plan.pipeline.objects.count, models.count, flat.count)
        (sampledScenes, emptyScenes) = (sample.count, sample.tally.empty)
        sampled = sample.objects
        self.survey = survey
    }

    private static func images(_ pipeline: Pipeline) -> String {
        let count = pipeline.variants.count
        guard count > 0 else { return pipeline.images.counting("image") }
        return (pipeline.images * count).counting("image")
            + " (\(pipeline.images.counting("scene")) in \(count.counting("variant")))"
    }

    /// Whether all models, pictures and drawings of the objects can be read, and any object can be placed.
    public var isSound: Bool { !findings.contains { $0.severity == .error } }

    /// All findings as a document.
    public var json: String {
        ReportDocument(command: "check", isSound: isSound, findings: findings) { writer in
            writer.member("pipeline", path)
            writer.member("images", images)
            writer.member("photos", photos)
            writer.member("photos_as_they_are", photosAsTheyAre)
            writer.member("objects", objects)
            writer.member("models_opened", models)
            writer.member("flat_objects_opened", flatObjects)
            writer.key("sample")
            writer.object { writer in
                writer.member("scenes", sampledScenes)
                writer.member("images_empty", emptyScenes)
                sampled.encodeCounts(to: &writer)
            }
            survey.encode(to: &writer)
        }.text
    }
}
