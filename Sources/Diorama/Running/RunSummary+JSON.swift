import Datasets
public import Findings
import JSON

extension RunSummary {
    /// Whether the run was completed, and the dataset is what the pipeline asks for.
    public var isSound: Bool { isComplete && (!fallsShort || allowsEmpty) }

    /// The counts and all findings as a document.
    public var json: String {
        ReportDocument(command: command, isSound: isSound, findings: findings) { writer in
            writer.member("dataset", output)
            writer.member("complete", isComplete)
            writer.member("falls_short", fallsShort)
            writer.member("images", made)
            writer.member("images_made_now", newImages)
            if let statistics { Self.encodeMembers(statistics, to: &writer) }
            converted.encodeMember(to: &writer)
        }.text
    }

    private static func encodeMembers(_ statistics: DatasetStatistics, to writer: inout JSONWriter) {
        writer.member("images_empty", statistics.placement.empty)
        writer.member("images_without_instances", statistics.total.empty)
        writer.member("instances", statistics.total.instances)
        writer.member("categories", statistics.labels.categories)
        writer.key("objects")
        writer.object(statistics.objects.encodeCounts)
        if statistics.real.total > 0 { writer.member("real_labels", statistics.real) }
    }

    /// First the findings that ended the run or make the dataset fall short; then missing objects and files with their
    /// reasons; then notes.
    public var findings: [Finding] {
        var findings: [Finding] = []
        if !isComplete {
            findings.append(
                Finding(
                    .error, .interrupted, "the run was stopped with \(made.counting("image")) finished",
                    remedy: "to go on, give the same command with --resume"))
        }
        let severity: Finding.Severity = allowsEmpty ? .warning : .error
        if let statistics {
            let placement = PlacementReport(tally: statistics.placement, objects: objects)
            findings += placement.findings(shortfalls: severity) + converted.empty.map { $0.finding(severity) }
            findings += AskedReport(statistics).findings
            findings += (statistics.skipped + statistics.odd).map(\.counted)
            if statistics.pixelsBeyondDepth > 0 {
                findings.append(
                    Finding(
                        .warning, .beyondDepth,
                        "\(statistics.pixelsBeyondDepth.counting("pixel")) in "
                            + "\(statistics.imagesBeyondDepth.counting("image")) are farther away than 65.535 m, "
                            + "the most that a PNG of millimetres can hold: their depth there is 0, unknown",
                        remedy: "“output.layers: {depth: tiff}” has it", count: statistics.imagesBeyondDepth))
            }
        } else if fallsShort {
            findings.append(
                Finding(
                    severity, .shortBefore, file: "stats.json", "the dataset is not what its pipeline asks for",
                    remedy: "the file has the reasons, or formats.json where a format holds no label"))
        }
        findings += notes.map { Finding(.note, .note, $0) } + converted.findings
        return findings + kept.map { Finding(.note, .keptFile, file: $0, "it is not of the dataset that was replaced") }
    }
}

extension DatasetStatistics.Skip {
    /// The finding with the number of times that it occurred.
    fileprivate var counted: Finding {
        var counted = finding
        counted.count = times
        return counted
    }
}
