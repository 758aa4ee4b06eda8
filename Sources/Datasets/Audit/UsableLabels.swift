import Findings
import Pictures

/// Whether a run or a conversion can use any label of a dataset.
enum UsableLabels {
    /// Why none of the labels can be used, judged by the first of them; nil where at least one can.
    ///
    /// - Parameter sources: the sources that read the dataset, part by part.
    static func problem(in sources: [any DatasetSource], outside: Bool) throws -> String? {
        var first: String?
        func note(_ file: String, _ problem: String) { first = first ?? "\(file): \(problem)" }
        for var source in sources {
            source.outside = outside
            let dataset: any LabelledDataset
            do { dataset = try source.open() } catch let error as DatasetError {
                note(error.path, error.reason)
                continue
            }
            for (index, photo) in dataset.photos.enumerated() {
                do {
                    let labels = try dataset.checkedLabels(ofPhoto: index, in: PhotoFile.probe(photo.path).frame)
                    if !labels.annotations.isEmpty { return nil }
                    first = first ?? labels.oddities.first?.words
                } catch let error as DatasetError {
                    note(error.path, error.reason)
                } catch let error as PictureError {
                    note(photo.path, error.words)
                } catch let misfit as Finding {
                    first = first ?? misfit.words
                }
            }
            first = first ?? dataset.oddities.first?.words
        }
        return "none of its labels can be used" + (first.map { ": \($0)" } ?? "")
    }
}
