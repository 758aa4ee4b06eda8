import Datasets
import Findings
import Scenes

/// Reads all photos of a labelled dataset in their order, on all cores. Memory holds a few hundred of them.
struct DatasetReading {
    let survey: DatasetSurvey

    private static let chunk = 512

    /// - Parameters:
    ///   - report: takes the faults of the dataset and of its photos.
    ///   - body: takes each photo that can be used.
    func forEach(report: (Finding) -> Void, _ body: (DatasetSurvey.Photo) throws -> Void) rethrows {
        for oddity in survey.dataset.oddities { report(oddity) }
        let count = survey.dataset.photos.count
        for start in stride(from: 0, to: count, by: Self.chunk) {
            let survey = survey
            let results = Array(start..<min(count, start + Self.chunk)).concurrentMap { survey.read($0) }
            for result in results {
                result.problems.forEach(report)
                if let photo = result.photo { try body(photo) }
            }
        }
    }
}
