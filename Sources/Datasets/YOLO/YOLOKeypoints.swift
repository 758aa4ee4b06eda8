import Geometry

/// The keypoints of a dataset for YOLO's pose task: every category has the same number.
struct YOLOKeypoints {
    /// The number of keypoints of the category with the most.
    private let count: Int
    /// The names for each category with keypoints, by its place.
    private let names: [(place: Int, names: [String])]
    /// The categories with keypoints.
    private let categories: [COCO.Category]

    init(of dataset: FinishedDataset) {
        categories = dataset.categories.filter { $0.keypoints?.isEmpty == false }
        names = dataset.categories.enumerated().compactMap { index, category in
            category.keypoints.flatMap { $0.isEmpty ? nil : (index, $0) }
        }
        count = names.map(\.names.count).max() ?? 0
    }

    /// Without keypoints, trainers have nothing to learn.
    static func problem(of categories: [COCO.Category]) -> String? {
        categories.contains { $0.keypoints?.isEmpty == false }
            ? nil : "no category has keypoints, which yolo's task pose is for"
    }

    /// ` x y v` for each keypoint, in shares of the image's width and height.
    func text(of instance: COCO.Annotation, in image: LabelledImage, _ output: LabelOutput) -> String {
        if instance.keypoints == nil { output.note("instance without keypoints written with none labelled") }
        if let own = instance.keypoints?.count, own > count {
            output.note("keypoint beyond those that its category names left out", own - count)
        }
        let keypoints = instance.keypoints ?? []
        return (0..<count).map { place in
            guard place < keypoints.count, keypoints[place].visibility != .unlabelled else { return " 0 0 0" }
            let (x, y) = (keypoints[place].position.x, keypoints[place].position.y)
            guard (0...Double(image.width)).contains(x), (0...Double(image.height)).contains(y) else {
                output.note("keypoint outside the image written as not labelled")
                return " 0 0 0"
            }
            return " \(x / Double(image.width)) \(y / Double(image.height)) \(keypoints[place].visibility.rawValue)"
        }.joined()
    }

    /// The lines of `data.yaml` about keypoints.
    var description: String {
        var text = "kpt_shape: [\(count), 3]\n"
        if let flipped { text += "flip_idx: [\(flipped.map(String.init).joined(separator: ", "))]\n" }
        text += "kpt_names:\n"
        for (place, names) in names {
            text += "  \(place): [\(names.map(YOLOFormat.quoted).joined(separator: ", "))]\n"
        }
        return text
    }

    /// For each keypoint the index of its partner in a mirror, where all categories agree on it
    /// (`COCO.Category.mirrored`). Nil where no keypoint has a partner: the labels then do not say what a mirror does.
    private var flipped: [Int]? {
        let mirrors = categories.map { $0.mirrored(count: count) }
        guard let first = mirrors.first, mirrors.allSatisfy({ $0 == first }), Set(first).count == count else {
            return nil
        }
        let isSaid = categories.contains { $0.saysMirror }
        return isSaid || first != Array(0..<count) ? first : nil
    }
}
