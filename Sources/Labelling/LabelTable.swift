import Datasets
import Findings
import Geometry
import JSON
import Pictures
import Scenes

/// The sizes and places of all labels of a dataset, relative to their photos.
struct LabelTable: Sendable {
    /// The dataset, as the process opens it.
    let name: String
    let categories: [String]
    /// The labels of each image.
    private(set) var images: [[Label]] = []
    /// The number of images whose labels cannot be read.
    private(set) var unread = 0

    struct Label: Sendable {
        var category: String
        /// Nil for a label without a box.
        var box: BoxDistribution.Box?
        var standing: Standing
    }

    /// What a label says about the size of a thing.
    enum Standing: Sendable {
        case whole
        /// Its box reaches an edge of the photo, or the dataset says that it is cut: the thing may be larger.
        case truncated
        /// A crowd is many things in one box, and what is to be ignored may be anything.
        case crowd
    }

    /// Reads all labels.
    ///
    /// - Parameters:
    ///   - names: the categories' names by their ids.
    ///   - isUsed: whether a photo counts.
    init(_ dataset: any LabelledDataset, names: [Int: String], isUsed: @Sendable (DatasetPhoto) -> Bool) {
        name = dataset.name
        categories = dataset.categories.compactMap { names[$0.id] }
        let (photos, survey) = (dataset.photos, DatasetSurvey(dataset))
        let read = photos.indices.filter { isUsed(photos[$0]) }.concurrentMap { index -> [Label]? in
            guard let photo = survey.read(index).photo else { return nil }
            return photo.labels.annotations.compactMap { annotation in
                names[annotation.categoryID].map { Label(annotation, category: $0, in: photo.frame) }
            }
        }
        images = read.compactMap { $0 }
        unread = read.count - images.count
    }
}

extension LabelTable.Label {
    fileprivate init(_ annotation: COCO.Annotation, category: String, in frame: PhotoFrame) {
        self.category = category
        let (width, height) = (Double(frame.width), Double(frame.height))
        guard let box = annotation.box, box.width > 0, box.height > 0 else {
            standing = .crowd
            return
        }
        self.box = BoxDistribution.Box(size: (box.area / (width * height)).squareRoot(), row: box.maxY / height)
        // A label that is drawn to the edge ends within a pixel of the edge.
        let reachesEdge = box.minX < 1 || box.minY < 1 || box.maxX > width - 1 || box.maxY > height - 1
        let isCut = reachesEdge || annotation.isTruncated
        standing = annotation.isCrowd || annotation.isIgnored ? .crowd : isCut ? .truncated : .whole
    }
}

extension COCO.Annotation {
    /// Whether its dataset says that it is to be ignored: it may be anything.
    var isIgnored: Bool { says("ignore") || says("difficult") }

    /// Whether its dataset says that a part of the thing is missing.
    var isTruncated: Bool { says("truncated") || (truncation ?? 0) > 0 }

    /// Whether it has a member of that name that is not 0.
    fileprivate func says(_ name: String) -> Bool {
        guard let member = extra.first(where: { $0.name == name }) else { return false }
        let text = String(decoding: member.json, as: UTF8.self).filter { $0 != "\"" && !$0.isWhitespace }
        return !["0", "false", "null", ""].contains(text) && Double(text) != 0
    }
}
