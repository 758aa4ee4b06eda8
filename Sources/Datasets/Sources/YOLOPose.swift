import Pipelines

/// What `data.yaml` says of keypoints: `kpt_shape`, and where they stand there `kpt_names` and `flip_idx`.
struct YOLOPose {
    /// How many there are, and how many numbers each has: 2, or 3 with its visibility.
    let shape: (count: Int, numbers: Int)
    /// By class; “keypoint 1” and so on where none are given.
    private let names: [Int: [String]]
    /// For each keypoint the one that it is in a mirror.
    private let mirror: [Int]?

    /// Nil without `kpt_shape`.
    ///
    /// - Throws: `DatasetError` for one that is not [how many, 2 or 3].
    init?(_ node: Node, classes: Int, of file: String) throws {
        guard let written = node["kpt_shape"] else { return nil }
        let numbers = written.elements?.compactMap(\.number) ?? []
        guard numbers.count == 2, let count = Int(exactly: numbers[0]), count >= 1, [2, 3].contains(numbers[1]) else {
            throw PhotoFilesDataset.failure(
                file, "line \(written.position.line): kpt_shape is not [how many, 2 or 3]")
        }
        shape = (count, Int(numbers[1]))
        var names: [Int: [String]] = [:]
        let lists = node["kpt_names"]
        for place in 0..<classes {
            let own = lists?[String(place)] ?? lists?.elements.flatMap { $0.indices.contains(place) ? $0[place] : nil }
            let words = own?.elements?.compactMap(\.scalar) ?? []
            if words.count == count { names[place] = words }
        }
        self.names = names
        let mirror = node["flip_idx"]?.elements?.compactMap { $0.number.flatMap(Int.init(exactly:)) } ?? []
        self.mirror = mirror.sorted() == Array(0..<count) ? mirror : nil
    }

    /// Gives a class the keypoints' names, and keeps `flip_idx` beside them.
    func describe(_ category: inout COCO.Category) {
        category.keypoints = names[category.id] ?? (1...shape.count).map { "keypoint \($0)" }
        if let mirror { category.extra.append(JSONMember(name: COCO.Category.mirrorName, json: mirror.json())) }
    }
}

extension COCO.Category {
    /// The member that says which keypoint each is in a mirror, by its place: YOLO's own.
    static let mirrorName = "flip_idx"

    /// Whether `flip_idx` is given.
    var saysMirror: Bool { extra[Self.mirrorName] != nil }

    /// For each of a number of keypoints the one that it is in a mirrored picture: as `flip_idx` says, else by the
    /// names, `left_eye` for `right_eye`; one without such a partner stands for itself.
    package func mirrored(count: Int) -> [Int] {
        let written = extra[Self.mirrorName]?.elements?.compactMap(\.integer) ?? []
        if written.sorted() == Array(0..<count) { return written }
        guard let names = keypoints, names.count == count else { return Array(0..<count) }
        let words = names.map { $0.lowercased() }
        return words.enumerated().map { place, name in
            for (side, other) in [("left", "right"), ("right", "left")] where name.contains(side) {
                if let partner = words.firstIndex(of: name.replacing(side, with: other)) { return partner }
            }
            return place
        }
    }
}
