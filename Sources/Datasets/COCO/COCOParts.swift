import Findings
import JSON
import Pictures

/// The COCO files of a dataset's parts as one dataset. Each file has its own numbers for images, labels, categories and
/// licences, so numbers in a later file change where an earlier file uses them already.
struct COCOParts: LabelledDataset {
    struct Part {
        let dataset: COCODataset
        /// Nil where the part has no name.
        let split: String?
    }

    let name: String
    private(set) var photos: [DatasetPhoto] = []
    private(set) var licenses: [COCO.License] = []
    private(set) var categories: [COCO.Category] = []
    private(set) var oddities: [Finding] = []
    private(set) var extra: [JSONMember] = []
    private let parts: [Part]
    private var sources: [Source] = []
    /// Where each photo is: its part, and its index there.
    private var places: [(part: Int, photo: Int)] = []

    /// The new numbers of a part.
    private struct Source {
        var imageOffset = 0
        var labelOffset = 0
        var categories: [Int: Int] = [:]
    }

    var numbersLabelsByPhoto: Bool { false }
    var info: COCO.Info? { parts.lazy.compactMap(\.dataset.info).first }

    var labelCount: Int? { parts.reduce(0) { $0 + ($1.dataset.labelCount ?? 0) } }

    init(name: String, _ parts: [Part]) {
        (self.name, self.parts) = (name, parts)
        var (images, labels) = (Numbers(), Numbers())
        for (number, part) in parts.enumerated() {
            let dataset = part.dataset
            var source = Source()
            source.imageOffset = images.offset(for: dataset.photos.map(\.id))
            source.labelOffset = labels.offset(for: Array(dataset.labelIDs))
            for category in dataset.categories {
                var own = category
                if let known = categories.first(where: { $0.name == category.name }) {
                    own.id = known.id
                } else {
                    if categories.contains(where: { $0.id == own.id }) {
                        own.id = (categories.map(\.id).max() ?? 0) + 1
                    }
                    categories.append(own)
                }
                source.categories[category.id] = own.id
            }
            var licences: [Int: Int] = [:]
            for license in dataset.licenses {
                let known = licenses.first { ($0.name, $0.url) == (license.name, license.url) }
                licences[license.id] = known?.id ?? licenses.count + 1
                guard known == nil else { continue }
                var own = license
                own.id = licenses.count + 1
                licenses.append(own)
            }
            for (index, photo) in dataset.photos.enumerated() {
                var own = photo
                own.id += source.imageOffset
                own.license = photo.license.flatMap { licences[$0] }
                own.split = part.split
                photos.append(own)
                places.append((number, index))
            }
            sources.append(source)
            oddities += dataset.oddities
            extra += dataset.extra.filter { member in !extra.contains { $0.name == member.name } }
        }
    }

    /// Numbers that are taken.
    private struct Numbers {
        private var used: Set<Int> = []

        /// The offset that makes numbers free; marks the results as taken.
        mutating func offset(for numbers: [Int]) -> Int {
            let offset =
                numbers.contains(where: used.contains) ? (used.max() ?? 0) + 1 - min(numbers.min() ?? 0, 1) : 0
            for number in numbers { used.insert(number + offset) }
            return offset
        }
    }

    func labels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels {
        let (part, photo) = places[index]
        let source = sources[part]
        var labels = try parts[part].dataset.labels(ofPhoto: photo, in: frame)
        labels.image.id += source.imageOffset
        labels.image.license = photos[index].license
        labels.annotations = labels.annotations.map { annotation in
            var own = annotation
            own.id += source.labelOffset
            own.imageID = labels.image.id
            // A category that the part does not list must not become one of another part.
            own.categoryID = source.categories[annotation.categoryID] ?? Int.min
            return own
        }
        return labels
    }

    func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String) {
        let part = places[photo].part
        return (parts[part].dataset.name, "annotation \(id - sources[part].labelOffset)")
    }
}
