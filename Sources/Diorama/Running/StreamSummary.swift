import Cards
import Datasets
public import Findings
import JSON
import Pipelines

/// The result of a stream, for the person who started it.
public struct StreamSummary: CommandReport {
    /// The number of images that were made for it.
    public private(set) var images = 0
    /// The number of their labels.
    public private(set) var annotations = 0
    /// False when it was stopped before its last image.
    public internal(set) var isComplete = true
    /// The time by the clock.
    public internal(set) var elapsed = Duration.zero
    /// Whether the caller expects empty images and missing objects.
    public let allowsEmpty: Bool
    /// The objects of the pipeline.
    var objects: [Named<Pipeline.Object>] = []
    private var tally = PlacementTally()

    init(allowsEmpty: Bool) { self.allowsEmpty = allowsEmpty }

    mutating func add(_ record: ImageRecord) {
        images += 1
        annotations += record.annotations.count
        if let placement = record.placement { tally.add(placement, labels: record.annotations.count) }
    }

    private var placement: PlacementReport { PlacementReport(tally: tally, objects: objects) }

    private var fallsShort: Bool { !tally.shortfalls.isEmpty }

    /// Whether it was written to its end, and holds what the pipeline asks for.
    public var isSound: Bool { isComplete && (allowsEmpty || !fallsShort) }

    /// A sentence with the counts, and the ways in which the images are not what the pipeline asks for.
    public var description: String {
        let rate = Double(images) / Swift.max(elapsed / .seconds(1), 1e-9)
        let counts = "\(images.counting("image")) with \(annotations.counting("instance"))"
        guard isComplete else { return "Stopped after about \(counts); the stream has no end." }
        var lines = ["\(counts) in the stream (\(elapsed.text), \(rate.rateText) images/s)"]
        lines += placement.notes.map { "  " + $0 }
        if fallsShort {
            lines.append("The stream is written, but it is not what the pipeline asks for:")
            lines += placement.shortfallLines.map { "  " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// The shortfalls, and an error where it was stopped.
    public var findings: [Finding] {
        let stopped =
            isComplete
            ? []
            : [Finding(.error, .interrupted, "the stream was stopped after about \(images.counting("image"))")]
        return stopped + placement.findings(shortfalls: allowsEmpty ? .warning : .error)
    }

    /// The counts as a document.
    public var json: String {
        ReportDocument(command: "run", isSound: isSound, findings: findings) { writer in
            writer.member("complete", isComplete)
            writer.member("images", images)
            writer.member("annotations", annotations)
        }.text
    }
}
