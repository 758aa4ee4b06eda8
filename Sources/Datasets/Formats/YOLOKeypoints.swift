import Geometry

/// The keypoints of a dataset as YOLO's pose task has them: as many for every category.
struct YOLOKeypoints {
    /// Of the category with the most.
    private let count: Int
    /// For each category with keypoints, by its place.
    private let names: [(place: Int, names: [String])]

    /// - Throws: `DatasetError` when no category names keypoints: trainers have nothing to learn then.
    init(of dataset: FinishedDataset) throws {
        names = dataset.categories.enumerated().compactMap { place, category in
            category.keypoints.flatMap { $0.isEmpty ? nil : (place, $0) }
        }
        count = names.map(\.names.count).max() ?? 0
        guard count > 0 else {
            throw DatasetError(
                code: .malformed, action: "cannot convert", path: dataset.root,
                reason: "no category has keypoints, which yolo's task pose is for")
        }
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

    /// What `data.yaml` says of them.
    var description: String {
        var text = "kpt_shape: [\(count), 3]\n"
        if let flipped { text += "flip_idx: [\(flipped.map(String.init).joined(separator: ", "))]\n" }
        text += "kpt_names:\n"
        for (place, names) in names {
            text += "  \(place): [\(names.map(YOLOFormat.quoted).joined(separator: ", "))]\n"
        }
        return text
    }

    /// For each keypoint the one that it is in a mirror, where all categories agree on it: names with “left” and “right”
    /// change places. Nil where no name has either, since then nothing says what a mirror does.
    private var flipped: [Int]? {
        guard let first = names.first, names.allSatisfy({ $0.names == first.names }) else { return nil }
        let all = first.names.map { $0.lowercased() }
        let mirrored = all.map { name in
            name.replacing("left", with: "\u{0}").replacing("right", with: "left").replacing("\u{0}", with: "right")
        }
        guard mirrored != all else { return nil }
        let places = mirrored.compactMap(all.firstIndex(of:))
        return Set(places).count == count ? places : nil
    }
}
