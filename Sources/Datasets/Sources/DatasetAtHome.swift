import Findings
import JSON
import Pictures

/// A dataset without the photos that lie outside its folders, or whose labels do.
struct DatasetAtHome: LabelledDataset {
    private let whole: any LabelledDataset
    /// The indices of the photos that stay.
    private let places: [Int]
    let photos: [DatasetPhoto]
    let oddities: [Finding]

    var name: String { whole.name }
    var info: COCO.Info? { whole.info }
    var licenses: [COCO.License] { whole.licenses }
    var categories: [COCO.Category] { whole.categories }
    var extra: [JSONMember] { whole.extra }
    var labelCount: Int? { whole.labelCount }
    var numbersLabelsByPhoto: Bool { whole.numbersLabelsByPhoto }

    /// - Parameter named: the files that the user names, wherever they lead.
    static func of(_ dataset: any LabelledDataset, _ home: DatasetHome, named: [String]) -> any LabelledDataset {
        var (places, oddities): ([Int], [Finding]) = ([], [])
        var last: (file: String, problem: String?) = ("", nil)
        for (index, photo) in dataset.photos.enumerated() {
            if let problem = home.problem(of: photo.path) {
                oddities.append(Finding(.warning, .outsideFolder, file: photo.path, problem))
                continue
            }
            let labels = dataset.place(ofLabel: 0, photo: index).file
            // Most kinds of dataset have the labels of all photos in one file. A photo without a file of labels goes by
            // the dataset's own name, which may be the folder above those that the user names.
            let isNamed = labels == dataset.name || named.contains(labels)
            if labels != last.file { last = (labels, isNamed ? nil : home.problem(of: labels)) }
            if let problem = last.problem {
                oddities.append(Finding(.warning, .outsideFolder, file: labels, problem))
                continue
            }
            places.append(index)
        }
        return oddities.isEmpty ? dataset : DatasetAtHome(dataset, places, oddities)
    }

    private init(_ whole: any LabelledDataset, _ places: [Int], _ oddities: [Finding]) {
        (self.whole, self.places) = (whole, places)
        photos = places.map { whole.photos[$0] }
        self.oddities = whole.oddities + oddities
    }

    func labels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels {
        try whole.labels(ofPhoto: places[index], in: frame)
    }

    func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String) {
        whole.place(ofLabel: id, photo: places[photo])
    }
}
