import Cards
package import Datasets
import Findings
import Pipelines

/// What a run has done, for the person who started it.
public struct RunSummary: CommandReport {
    /// Images that are finished, those of an earlier run included.
    public let made: Int
    /// Images made by this run.
    public let newImages: Int
    /// The dataset's folder, as it was named.
    public let output: String
    /// False when the run was stopped before its last image.
    public let isComplete: Bool
    /// What `stats.json` says; nil for a run that was stopped before its last image, or that had ended before.
    package var statistics: DatasetStatistics?
    /// Those of the pipeline.
    var objects: [Named<Pipeline.Object>] = []
    /// What the formats besides COCO hold and do not say, in lines.
    var converted = WrittenFormats()
    /// What lay in the folder and is not of the dataset that was replaced there; it stays.
    var kept: [String] = []
    /// What is odd about the pictures that objects were made of.
    var notes: [String] = []
    /// By the clock.
    public let elapsed: Duration

    /// Whether the dataset is far from what the pipeline asked for: images are empty, or objects missing.
    public let fallsShort: Bool
    /// Whether that was to be expected.
    public let allowsEmpty: Bool
}

extension RunSummary {
    /// How many things that are wrong with one file are told.
    private static let toldPerFile = 20
    private static let shortfall = "The dataset is written, but it is not what the pipeline asks for"

    /// What `diorama run` prints: counts, what was left out and why, and whether the dataset falls short.
    public var description: String {
        guard let statistics else {
            if isComplete {
                let images = "\(made.counting("image")) in \(output)"
                let lines =
                    converted.lines.isEmpty
                    ? ["Nothing was left to do: \(images)."]
                    : ["\(images): only other formats were left to write"] + converted.lines.map { "  " + $0 }
                return (lines + (fallsShort ? ["\(Self.shortfall); stats.json has the reasons"] : []))
                    .joined(separator: "\n")
            }
            return "Stopped with \(made.counting("image")) finished in \(output). "
                + "To go on, give the same command with --resume."
        }
        let rate = Double(newImages) / Swift.max(elapsed / .seconds(1), 1e-9)
        let instances = statistics.total.instances.counting("instance")
        var lines = [
            "\(statistics.total.images.counting("image")) with \(instances) in \(output) "
                + "(\(elapsed.text), \(rate.rateText) images/s)"
        ]
        let width = statistics.categories.map(\.category.name.count).max() ?? 0
        for count in statistics.categories {
            let name = count.category.name + String(repeating: " ", count: width - count.category.name.count)
            lines.append("  \(name)  \(count.instances.grouped) in \(count.images.counting("image"))")
        }
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
                    + "\(statistics.imagesBeyondDepth.counting("image")) are farther away than a PNG of millimetres can "
                    + "say, 65.535 m: their depth is 0 there, not known; “output.layers: {depth: tiff}” has it")
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
            lines += placement.shortfallLines.map { "  " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// A line for each thing that is wrong with a file, the first of each file; a large dataset can have thousands of odd
    /// labels.
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
