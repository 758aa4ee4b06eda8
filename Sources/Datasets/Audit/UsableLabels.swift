import Findings
import Pictures

/// Whether a run or a conversion can use any label of a dataset.
enum UsableLabels {
    /// Whether any label of a photo can be used.
    static func has(
        _ image: COCO.Image, _ annotations: [COCO.Annotation], categories: Set<Int>, in frame: PhotoFrame
    ) -> Bool {
        guard !annotations.isEmpty, frame.fit(width: image.width, height: image.height) != .none else { return false }
        let labels = DatasetLabels(image: image, annotations: annotations, oddities: [])
        return !labels.checked(categories: categories, width: image.width, height: image.height) { _ in ("", "") }
            .annotations.isEmpty
    }

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
