import Datasets
import Findings
import Pictures

/// Compares the labels of two datasets, of ours or of other tools.
public struct CompareJob: Sendable {
    private let names: (real: String, synthetic: String)
    private let each: Int

    /// - Parameters:
    ///   - real: the dataset to be like: a folder, a file of labels, or `kind: path` as in a pipeline.
    ///   - synthetic: the dataset that is compared with it.
    ///   - each: the number of findings of each kind that are reported; the others are counted.
    public init(real: String, synthetic: String, each: Int? = nil) {
        names = (real, synthetic)
        self.each = each ?? FindingList.defaultEach
    }

    /// - Throws: `DatasetError` where a dataset cannot be read at all, or holds no photo that can be used.
    public func run() throws -> ComparisonReport {
        var problems = FindingList(each: each)
        let real = try statistics(names.real, "REAL", &problems)
        let synthetic = try statistics(names.synthetic, "SYNTHETIC", &problems)
        return ComparisonReport(
            names: names, comparison: LabelComparison(real: real, synthetic: synthetic), problems: problems)
    }

    private func statistics(
        _ name: String, _ option: String, _ problems: inout FindingList
    ) throws -> LabelStatistics {
        let dataset = try NamedDataset.open(name, from: option)
        var statistics = LabelStatistics(dataset.categories)
        DatasetReading(survey: DatasetSurvey(dataset)).forEach {
            problems.add($0)
        } _: { photo in
            statistics.add(
                photo.labels.annotations.map { MeasuredLabel($0) }, width: photo.frame.width, height: photo.frame.height
            )
        }
        guard statistics.images > 0 else {
            throw DatasetError(
                code: .malformed, action: "cannot compare", path: name,
                reason: (["none of its \(dataset.photos.count.counting("photo")) can be used"]
                    + problems.findings.prefix(3).map(\.description)).joined(separator: "\n  "))
        }
        return statistics
    }
}
