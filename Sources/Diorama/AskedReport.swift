import Cards
import Datasets
import Findings
import Foundation
import Pipelines

/// The report of a run about its labels' sizes, and about numbers that vary in another way than the pipeline asks.
struct AskedReport {
    private let statistics: DatasetStatistics

    init(_ statistics: DatasetStatistics) { self.statistics = statistics }

    /// The most numbers that are reported on a terminal.
    private static let told = 8

    private var differing: [AskedTally] {
        statistics.asked.filter(\.differs).enumerated()
            .sorted { ($1.element.distance, $0.offset) < ($0.element.distance, $1.offset) }.map(\.element)
    }

    /// A line about the labels' sizes, and a short table of the numbers that differ most from what was asked.
    var lines: [String] {
        guard statistics.total.instances > 0 else { return [] }
        return [labels] + table
    }

    private var labels: String {
        let (sizes, visible) = (statistics.labels.all.sizes, statistics.labels.all.visibilities)
        var line =
            "labels by size: \(sizes.small.grouped) small, \(sizes.medium.grouped) medium, \(sizes.large.grouped) large"
        if visible.total > 0 {
            let half = visible.counts[..<2].reduce(0, +)
            line += "; \(visible.counts[4].grouped) wholly visible, \(half.grouped) less than half"
        }
        return line
    }

    private var table: [String] {
        let asked = statistics.asked.filter { $0.count > 0 }
        guard !asked.isEmpty else { return [] }
        let differing = differing
        guard !differing.isEmpty else {
            return ["asked and got: \(asked.count.counting("number")) that vary came out as asked"]
        }
        let shown = differing.prefix(AskedReport.told)
        let width = shown.map(\.asked.key.count).max() ?? 0
        var lines = [
            "asked and got: \(differing.count) of \(asked.count.counting("number")) that vary "
                + "\(differing.count == 1 ? "differs" : "differ") from what was asked"
        ]
        for tally in shown {
            let key = tally.asked.key + String(repeating: " ", count: width - tally.asked.key.count)
            lines.append("  \(key)  \(words(tally))\(why(tally).map { ": \($0)" } ?? "")")
        }
        let more = differing.count - shown.count
        if more > 0 { lines.append("  and \(more) more; stats.json has them all") }
        return lines
    }

    /// The numbers that differ, for a program.
    var findings: [Finding] {
        differing.map { tally in
            Finding(
                .note, .differs, subject: tally.asked.key,
                words(tally) + (why(tally).map { "; \($0)" } ?? ""), count: tally.count)
        }
    }

    private func words(_ tally: AskedTally) -> String {
        let unit = tally.asked.unit.isEmpty ? "" : tally.asked.unit == "°" ? "°" : " \(tally.asked.unit)"
        let (asked, got) =
            tally.asked.isEvent
            ? (tally.asked.distribution.mean.percent, tally.mean.percent)
            : ("median \(tally.askedQuantile(0.5).brief)\(unit)", "\(tally.quantile(0.5).brief)\(unit)")
        return "asked \(asked), got \(got) (distance \(tally.distance.brief))"
    }

    /// The reason for which most places were refused.
    private func why(_ tally: AskedTally) -> String? {
        let causes = statistics.causes(of: tally)
        let (left, refused) = (causes.leftOut.values.reduce(0, +), causes.refused.values.reduce(0, +))
        guard let main = PlacementReport.main(causes.leftOut.merging(causes.refused, uniquingKeysWith: +)) else {
            return nil
        }
        let counts = [
            left > 0 ? "\(left.counting("object")) left out" : nil,
            refused > 0 ? "\(refused.counting("place")) refused" : nil,
        ].compactMap { $0 }
        return "\(counts.joined(separator: " and ")), most often since \(main)"
    }
}

extension Double {
    /// The number in three digits, or as a whole number where it has more.
    var brief: String {
        abs(self) >= 100 ? (self.rounded() + 0).plainText : String(format: "%.3g", self == 0 ? 0 : self)
    }

    /// The share in per cent.
    var percent: String { "\((self * 100).brief) %" }
}
