package import Findings
import JSON
package import Pictures

/// Photos without labels, as a dataset of no category, so that they can be looked through like one.
package struct LoosePhotos: LabelledDataset {
    package let name: String
    package let photos: [DatasetPhoto]
    package var info: COCO.Info? { nil }
    package var licenses: [COCO.License] { [] }
    package var categories: [COCO.Category] { [] }
    package var oddities: [Finding] { [] }
    package var numbersLabelsByPhoto: Bool { false }

    /// - Parameter paths: as the process opens them.
    package init(_ paths: [String], named name: String) {
        self.name = name
        photos = paths.enumerated().map { DatasetPhoto(id: $0.offset, path: $0.element) }
    }

    package func labels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels {
        let photo = photos[index]
        return DatasetLabels(
            image: COCO.Image(id: photo.id, fileName: photo.path, width: frame.width, height: frame.height),
            annotations: [], oddities: [])
    }

    package func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String) { (name, "label \(id)") }
}
