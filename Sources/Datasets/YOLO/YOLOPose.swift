import Cards
import JSON

/// The keypoints in `data.yaml`: `kpt_shape`, and `kpt_names` and `flip_idx` where the file has them.
struct YOLOPose {
    /// The number of keypoints, and of numbers for each: 2, or 3 with its visibility.
    let shape: (count: Int, numbers: Int)
    /// The names by class; “keypoint 1” and so on where none are given.
    private let names: [Int: [String]]
    /// For each keypoint the index of its partner in a mirror.
    private let mirror: [Int]?

    /// Nil without `kpt_shape`.
    ///
    /// - Throws: `DatasetError` for a `kpt_shape` that is not [how many, 2 or 3].
    init?(_ node: Node, classes: Int, of file: String) throws {
        guard let written = node["kpt_shape"] else { return nil }
        let numbers = written.elements?.compactMap(\.number) ?? []
        guard let shape = Self.shape(numbers) else {
            throw PhotoFilesDataset.failure(
                file, "line \(written.position.line): kpt_shape is not [how many, 2 or 3]")
        }
        let count = shape.count
        self.shape = shape
        var names: [Int: [String]] = [:]
        let lists = node["kpt_names"]
        for index in 0..<classes {
            let own = lists?[String(index)] ?? lists?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            let words = own?.elements?.compactMap(\.scalar) ?? []
            if words.count == count { names[index] = words }
        }
        self.names = names
        let mirror = node["flip_idx"]?.elements?.compactMap { $0.number.flatMap(Int.init(exactly:)) } ?? []
        self.mirror = mirror.sorted() == Array(0..<count) ? mirror : nil
    }

    /// The number of keypoints and of numbers for each; nil where `kpt_shape` is neither, or impossible.
    static func shape(_ numbers: [Double]) -> (count: Int, numbers: Int)? {
        guard numbers.count == 2, let count = Int(exactly: numbers[0]), (1...10_000).contains(count),
            let each = Int(exactly: numbers[1]), [2, 3].contains(each)
        else { return nil }
        return (count, each)
    }

    /// Gives a class the keypoints' names, and keeps `flip_idx` beside them.
    func describe(_ category: inout COCO.Category) {
        category.keypoints = names[category.id] ?? (1...shape.count).map { "keypoint \($0)" }
        if let mirror { category.extra.append(JSONMember(name: COCO.Category.mirrorName, json: mirror.json())) }
    }
}
