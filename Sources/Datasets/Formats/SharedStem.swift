import Cards

/// Two images of one dataset whose names differ in their extensions alone: formats with a file for each image, which has
/// the image's name with an extension of its own, cannot hold both.
struct SharedStem {
    private var names: [ExactText: String] = [:]

    /// Takes the next image of a split.
    ///
    /// - Parameter name: its file's name, with the folders below the folder of images.
    /// - Throws: `DatasetError` where an earlier one has the same name but for the extension.
    mutating func add(_ name: String, of root: String) throws {
        guard let other = names.updateValue(name, forKey: ExactText(name.stem)) else { return }
        throw DatasetError(
            code: .malformed, action: "cannot convert", path: root,
            reason:
                "the images \(other) and \(name) would have one file of labels; rename one of them, or choose formats that "
                + "go by whole names: csv, createml, cvat")
    }
}

extension DerivedFormat {
    /// Whether it has a file for each image, or an id, that is named for the image without its extension.
    static var goesByStem: Bool { places.contains(where: \.isOfImage) || self is DatumaroFormat.Type }
}
