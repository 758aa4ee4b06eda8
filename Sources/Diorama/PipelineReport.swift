import Cards
import Datasets
import Geometry
import Objects
import Pipelines
import Rendering
import Scenes

/// What `diorama check` says of a pipeline that could be read.
public struct PipelineReport: Sendable, CustomStringConvertible {
    /// What a run would use, and what it would leave out, a line each.
    public let description: String
    /// Whether all models, pictures and drawings can be read that objects may be, and any object can be placed.
    public let isSound: Bool

    /// Of models; the others are counted.
    private static let mostWarnings = 40

    /// Reads a pipeline and finds its photos and objects, as a run would. Draws a sample of its scenes, and opens every
    /// model, cut-out, drawing and text.
    ///
    /// - Throws: as `Job.init`.
    public init(path: String, changes: [String] = []) throws {
        let plan = try Plan(path: path, changes: changes)
        let photos = plan.maker.photos
        let sample = try SceneSample(of: plan.maker)
        var lines = [
            "\(path): \(plan.pipeline.images.counting("image")) from \(photos.photos.count.counting("photo")) and "
                + plan.pipeline.objects.count.counting("kind") + " of objects"
                + (photos.carried.isEmpty ? "" : ", and \(photos.carried.count.counting("photo")) as they are")
        ]
        lines += Plan.sizeWarnings(plan.pipeline.needs).map { "  warning: \($0)" }
        lines += (photos.notes + plan.maker.datasets.notes).map { "  warning: \($0)" }
        lines += photos.skipped.map { "  skipped \($0)" }
        lines += plan.maker.datasets.problems.map { "  \($0.file): \($0.reason)" }
        let objects = plan.maker.objects
        let named = plan.pipeline.objects.map { ($0, objects.models(in: $0.value.from)) }
        var known: Set<String> = []
        let models = named.flatMap { $0.1.map(\.reference) }.filter { known.insert($0).inserted }
        let openedModels = Dictionary(
            uniqueKeysWithValues: zip(models, models.concurrentMap { objects.open($0) }))
        let broken = models.compactMap { openedModels[$0]?.problem }
        if !models.isEmpty {
            lines.append(
                "  \(models.count.counting("model")) opened: "
                    + (broken.isEmpty ? "all can be read" : "\(broken.count.grouped) cannot be read"))
        }
        lines += broken.map { "  \($0)" }
        var warnings = models.flatMap { model in (openedModels[model]?.notices ?? []).map { "\(model): \($0)" } }
        for (object, models) in named where object.value.height == nil {
            warnings += models.compactMap { model in
                guard let size = openedModels[model.reference]?.size else { return nil }
                return model.sizeWarning(size).map { "\(model.reference), of “\(object.name)”: \($0)" }
            }
        }
        lines += warnings.prefix(Self.mostWarnings).map { "  warning: \($0)" }
        if warnings.count > Self.mostWarnings {
            lines.append("  and \((warnings.count - Self.mostWarnings).counting("warning")) more")
        }
        let opened = plan.pipeline.objects.flatMap { objects.samples(of: $0.value.from) }.concurrentMap {
            objects.open($0)
        }
        var told: Set<String> = []
        let unreadable = opened.compactMap(\.problem).map(\.description).filter { told.insert($0).inserted }
        if !opened.isEmpty {
            lines.append(
                "  \(opened.count.counting("flat object")) opened: "
                    + (unreadable.isEmpty ? "all can be read" : "\(unreadable.count.grouped) cannot be read"))
        }
        lines += unreadable.map { "  \($0)" }
        lines += opened.compactMap(\.note).filter { told.insert($0).inserted }.map { "  note: \($0)" }
        let placement = PlacementReport(tally: sample.tally, objects: plan.pipeline.objects)
        lines.append("  \(sample.count.counting("scene")) drawn as a sample")
        lines += (PlacementReport.leftOut(sample.objects) + placement.notes).map { "    " + $0 }
        lines += placement.shortfalls.map { $0.hasPrefix(" ") ? "    " + $0 : "  warning: " + $0 }
        let placesNone = sample.objects.asked > 0 && sample.objects.placed == 0
        if placesNone { lines.append("  no object can be placed: a run would make empty images") }
        isSound = broken.isEmpty && unreadable.isEmpty && !placesNone
        description = lines.joined(separator: "\n")
    }
}

extension NamedModel {
    /// The first warning that one of its possible units and axes gives.
    fileprivate func sizeWarning(_ size: Vector3) -> String? {
        let warnings = units.flatMap { unit in
            upright.map { ModelSize.warning(size, unit: unit, isUprightZ: $0 == .z) }
        }
        return warnings.allSatisfy { $0 != nil } ? warnings.first ?? nil : nil
    }
}
