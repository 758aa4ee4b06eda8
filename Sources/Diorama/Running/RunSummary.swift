import Cards
package import Datasets
import Findings
import Pipelines

/// The result of a run, for the person who started it.
public struct RunSummary: CommandReport {
    /// The name of the command.
    var command = "run"
    /// The number of finished images, those of an earlier run included.
    public let made: Int
    /// The number of images made by this run.
    public let newImages: Int
    /// The dataset's folder, by the name that was given.
    public let output: String
    /// False when the run was stopped before its last image.
    public let isComplete: Bool
    /// The content of `stats.json`; nil for a run that was stopped before its last image, or that had ended before.
    package var statistics: DatasetStatistics?
    /// The objects of the pipeline.
    var objects: [Named<Pipeline.Object>] = []
    /// The counts of the formats besides COCO, and the facts that they leave out.
    var converted = WrittenFormats()
    /// The files in the folder that were not part of the replaced dataset; they stay.
    var kept: [String] = []
    /// The oddities of the pictures that objects were made of.
    var notes: [String] = []
    /// The time by the clock.
    public let elapsed: Duration

    /// Whether the dataset is far from what the pipeline asked for: images are empty, or objects missing.
    public let fallsShort: Bool
    /// Whether the caller expects that.
    public let allowsEmpty: Bool
}

extension RunSummary {
    /// The most faults of one file that are reported.
    private static let toldPerFile = 20
    private static let shortfall = "The dataset is written, but it is not what the pipeline asks for"

    /// The text that `diorama run` prints: counts, left-out files and objects with reasons, and whether the dataset
    /// falls short.
    public var description: String {
        guard let statistics else {
            if isComplete {
                let images = "\(made.counting("image")) in \(output)"
                let lines =
                    converted.lines.isEmpty
                    ? ["Nothing was left to do: \(images)."]
                    : ["\(images): only other formats were left to write"] + converted.lines.map { "  " + $0 }
                return (lines + (fallsShort ? ["\(Self.shortfall); stats.json and formats.json have the reasons"] : []))
                    .joined(separator: "\n")
            }
            return "Stopped with \(made.counting("image")) finished in \(output). "
                + "To go on, give the same command with --resume."
        }
        let rate = Double(newImages) / Swift.max(elapsed / .seconds(1), 1e-9)
        let instances = statistics.total.instances.counting("instance")
        let speed = newImages > 0 ? ", \(rate.rateText) images/s" : ""
        var lines = [
            "\(statistics.total.images.counting("image")) with \(instances) in \(output) (\(elapsed.text)\(speed))"
        ]
        let variants = statistics.numbering.variants
        if !variants.isEmpty {
            lines.append("  each scene in \(variants.count.counting("variant")): \(variants.joined(separator: ", "))")
        }
        let width = statistics.labels.categories.map(\.category.name.count).max() ?? 0
        for count in statistics.labels.categories {
            let name = count.category.name + String(repeating: " ", count: width - count.category.name.count)
            lines.append("  \(name)  \(count.labels.instances.grouped) in \(count.labels.images.counting("image"))")
        }
        lines += AskedReport(statistics).lines.map { "  " + $0 }
        let placement = PlacementReport(tally: statistics.placement, objects: objects)
        lines += (PlacementReport.leftOut(statistics.objects) + placement.notes).map { "  " + $0 }
        let real = statistics.real
        if real.total > 0 {
            lines.append(
                "  \(real.total.counting("real label")): \(real.asTheyWere.grouped) as they were, "
                    + "\(real.changed.grouped) changed, \(real.marked.grouped) marked, \(real.dropped.grouped) dropped"
                    + (real.replaced > 0 ? ", \(real.replaced.grouped) replaced" : ""))
        }
        if statistics.pixelsBeyondDepth > 0 {
            lines.append(
                "  \(statistics.pixelsBeyondDepth.counting("pixel")) in "
                    + "\(statistics.imagesBeyondDepth.counting("image")) are farther away than 65.535 m, the most that a "
                    + "PNG of millimetres can hold: their depth there is 0, unknown; “output.layers: {depth: tiff}” has it"
            )
        }
        lines += Self.lines(of: statistics.skipped, "skipped") + Self.lines(of: statistics.odd, "odd:")
        lines += notes.map { "  note: \($0)" }
        lines += converted.lines.map { "  " + $0 }
        lines += kept.prefix(RunSummary.toldPerFile).map { "  kept \($0): it is not of the dataset that was replaced" }
        if kept.count > RunSummary.toldPerFile {
            lines.append("  kept \((kept.count - RunSummary.toldPerFile).grouped) more such files")
        }
        if fallsShort {
            lines.append(Self.shortfall + ":")
            lines += (placement.shortfallLines + converted.empty.flatMap(\.lines)).map { "  " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// A line for each of the first faults of a file; a large dataset can have thousands of odd labels.
    private static func lines(of skips: [DatasetStatistics.Skip], _ word: String) -> [String] {
        var lines: [String] = []
        var told: [String: Int] = [:]
        for skip in skips {
            told[skip.name, default: 0] += 1
            guard told[skip.name, default: 0] <= toldPerFile else { continue }
            let times = skip.times > 1 ? " (\(skip.times.grouped) times)" : ""
            lines.append("  \(word) \(skip.name)\(times): \(skip.reason)")
        }
        for (file, count) in told.sorted(by: { $0.key < $1.key }) where count > toldPerFile {
            lines.append("  \(word) \(file): \((count - toldPerFile).grouped) more; stats.json has them all")
        }
        return lines
    }
}
