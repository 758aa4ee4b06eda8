import Findings
import Pictures

/// A dataset whose labels stand together in one file or several, not in one file for each photo.
struct RecordsDataset: LabelledDataset {
    let name: String
    let categories: [COCO.Category]
    let photos: [DatasetPhoto]
    let oddities: [Finding]
    let info: COCO.Info?
    let licenses: [COCO.License]
    /// The noun for a label's number in its photo: `segment`, `object`.
    let unit: String
    /// The file that holds a photo's labels, and the photo's name in it.
    let place: @Sendable (_ photo: Int) -> (file: String, name: String)
    /// Reads the labels of a photo of this size. A label's id is its number in the photo.
    let read: @Sendable (_ photo: Int, _ frame: PhotoFrame) throws -> PhotoFilesDataset.Reading

    var numbersLabelsByPhoto: Bool { true }

    init(
        name: String, categories: [COCO.Category], photos: [DatasetPhoto], oddities: [Finding] = [],
        info: COCO.Info? = nil, licenses: [COCO.License] = [], unit: String,
        place: @escaping @Sendable (_ photo: Int) -> (file: String, name: String),
        read: @escaping @Sendable (_ photo: Int, _ frame: PhotoFrame) throws -> PhotoFilesDataset.Reading
    ) {
        let names = CategoryNames(categories)
        self.categories = names.categories
        self.oddities = oddities + (names.repeated + names.problems).map { $0.inFile(name) }
        (self.name, self.photos, self.info, self.licenses, self.unit) = (name, photos, info, licenses, unit)
        (self.place, self.read) = (place, read)
    }

    func labels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels {
        DatasetLabels(
            try read(index, frame), of: photos[index], width: frame.width, height: frame.height)
    }

    func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String) {
        let (file, name) = place(photo)
        return (file, "\(name), \(unit) \(id)")
    }
}

extension DatasetLabels {
    /// The labels from a reading of a photo.
    init(_ reading: PhotoFilesDataset.Reading, of photo: DatasetPhoto, width: Int, height: Int) {
        var image = COCO.Image(id: photo.id, fileName: photo.path.lastPart, width: width, height: height)
        image.camera = reading.camera
        self.init(
            image: image, annotations: reading.annotations, oddities: reading.oddities, lost: reading.oddities.count)
    }
}
