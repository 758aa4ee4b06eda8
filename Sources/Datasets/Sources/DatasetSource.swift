package import Cards
import JSON
import Pictures

/// A kind of dataset that a pipeline can take photos with their labels from.
///
/// To add one: a file with its card and `open(in:)`, and a line in `DatasetSources.all`.
package protocol DatasetSource: Part {
    /// Whether files outside the dataset's own folders are read, too; the key of that name is on its card.
    var outside: Bool { get set }

    /// The files, folders and patterns that the user names.
    var named: [String] { get }

    /// The dataset's own folders. Unless a kind has its own rule, these are the folders that the user names and the
    /// folders of the files that the user names.
    var ownFolders: [String] { get throws }

    /// Includes all parts of the dataset, unless the user has chosen some.
    mutating func readAllParts()

    /// The dataset of this kind that a folder may hold; nil for a kind that a folder alone does not name.
    static func inFolder(_ folder: String) -> Self?

    /// Reads the dataset's lists; labels are read photo by photo afterwards. This method need not check photos, and
    /// files with the labels of a photo: `open()` does that for all kinds.
    ///
    /// - Parameter home: must be asked before any other file is read that the dataset's files name.
    /// - Throws: `DatasetError` when the dataset cannot be used at all.
    func open(in home: DatasetHome) throws -> any LabelledDataset
}

extension DatasetSource {
    package mutating func readAllParts() {}

    package static func inFolder(_ folder: String) -> Self? { nil }

    package var ownFolders: [String] {
        get throws { named.flatMap(DatasetHome.folders) }
    }

    /// Opens the dataset without the photos and labels that lie outside, unless the user allows those.
    ///
    /// - Throws: `DatasetError` when the dataset cannot be used at all.
    package func open() throws -> any LabelledDataset {
        let home = DatasetHome(try ownFolders, allowsOutside: outside)
        let dataset = try open(in: home)
        if let files = dataset as? PhotoFilesDataset, let problem = files.problem {
            throw PhotoFilesDataset.failure(files.name, problem)
        }
        return DatasetAtHome.of(dataset, home, named: named)
    }
}
