import Datasets
public import Findings
import Foundation
import JSON

/// The report of `diorama compare`.
public struct ComparisonReport: CommandReport {
    /// One way in which the two datasets differ.
    public struct Difference: Sendable, Hashable {
        /// For a program: `size`.
        public let key: String
        /// From 0, alike, to 1; nil where a dataset does not state the fact.
        public let distance: Double?
        /// Whether the distance is more than chance.
        public let isDifferent: Bool
        /// What differs and in which direction.
        public let sentence: String
    }

    private let names: (real: String, synthetic: String)
    private let comparison: LabelComparison
    private let problems: FindingList

    init(names: (real: String, synthetic: String), comparison: LabelComparison, problems: FindingList) {
        (self.names, self.comparison, self.problems) = (names, comparison, problems)
    }

    /// True: two datasets that could be read are compared, however far apart they are.
    public var isSound: Bool { true }

    /// The faults of both datasets.
    public var findings: [Finding] { problems.counted }

    /// The ways in which the two may differ, in a fixed order.
    public var differences: [Difference] {
        comparison.differences.map {
            Difference(key: $0.key, distance: $0.distance, isDifferent: $0.isDifferent, sentence: $0.sentence)
        }
    }

    /// The most categories that are described.
    private static let told = 10

    /// The counts of both datasets, then a line for each way in which they may differ, then the categories that differ
    /// most.
    public var description: String {
        var lines = problems.lines
        lines += [
            Self.counts("real", names.real, comparison.real),
            Self.counts("synthetic", names.synthetic, comparison.synthetic), "",
        ]
        let width = comparison.differences.map(\.name.count).max() ?? 0
        for difference in comparison.differences {
            let name = difference.name + String(repeating: " ", count: width - difference.name.count)
            lines.append("\(Self.text(difference))  \(name)  \(difference.sentence)")
        }
        let named = byCategory
        if !named.isEmpty {
            lines += ["", "categories that differ most:"]
            lines += named.prefix(Self.told).map {
                "\(Self.text($0.difference))  \($0.name): \($0.difference.sentence)"
            }
            if named.count > Self.told { lines.append("      and \(named.count - Self.told) more") }
        }
        lines += Self.missing(comparison.onlyReal, "the real") + Self.missing(comparison.onlySynthetic, "the synthetic")
        lines += [
            "",
            "A distance is 0 for the same distribution and 1 at most; * marks what differs by more than chance. This is a "
                + "diagnosis and no promise: near labels alone make no good training data.",
        ]
        return lines.joined(separator: "\n")
    }

    /// What differs in single categories, the largest distance first.
    private var byCategory: [(name: String, difference: LabelComparison.Difference)] {
        comparison.categories.flatMap { category in
            [category.size, category.row, category.aspect].filter(\.isDifferent).map { (category.name, $0) }
        }.enumerated().sorted {
            ($1.element.1.distance ?? 0, $0.offset) < ($0.element.1.distance ?? 0, $1.offset)
        }.map(\.element)
    }

    private static func text(_ difference: LabelComparison.Difference) -> String {
        guard let distance = difference.distance else { return "   –  " }
        return String(format: "%.2f", distance) + (difference.isDifferent ? " *" : "  ")
    }

    private static func counts(_ word: String, _ name: String, _ statistics: LabelStatistics) -> String {
        let categories = statistics.categories.count { $0.labels.instances > 0 }
        return "\(word): \(statistics.all.instances.counting("label")) of "
            + "\(categories.grouped) \(categories == 1 ? "category" : "categories") in "
            + "\(statistics.images.counting("image")) (\(name))"
    }

    private static func missing(_ names: [String], _ whose: String) -> [String] {
        guard !names.isEmpty else { return [] }
        let more = names.count - told
        return [
            "only \(whose) dataset has: " + names.prefix(told).map { "“\($0)”" }.joined(separator: ", ")
                + (more > 0 ? " and \(more) more" : "")
        ]
    }

    /// The comparison as a document.
    public var json: String {
        ReportDocument(command: "compare", isSound: isSound, findings: findings) { writer in
            for (word, name, statistics) in [
                ("real", names.real, comparison.real), ("synthetic", names.synthetic, comparison.synthetic),
            ] {
                writer.key(word)
                writer.object { writer in
                    writer.member("dataset", name)
                    writer.member("images", statistics.images)
                    writer.member("images_without_labels", statistics.empty)
                    writer.member("labels", statistics.all.instances)
                    writer.member("sizes", statistics.all.sizes)
                }
            }
            writer.member("distance_by_chance", comparison.chance)
            writer.member("differences", comparison.differences)
            writer.key("categories")
            writer.array { writer in
                for category in comparison.categories {
                    writer.object { writer in
                        writer.member("name", category.name)
                        writer.member("differences", [category.size, category.row, category.aspect])
                    }
                }
            }
            writer.member("only_real", comparison.onlyReal)
            writer.member("only_synthetic", comparison.onlySynthetic)
        }.text
    }
}
