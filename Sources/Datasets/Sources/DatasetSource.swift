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

    /// The dataset's own folders; unless a kind has its own rule, those that the user names and of files that he names.
    var ownFolders: [String] { get throws }

    /// Takes in all parts of the dataset, unless the user has chosen some.
    mutating func readAllParts()

    /// Reads what the dataset lists; labels are read photo by photo afterwards. Photos, and files with the labels of a
    /// photo, need not be looked after: `open()` does that for all kinds.
    ///
    /// - Parameter home: has to be asked before anything else is read that the dataset's files name.
    /// - Throws: `DatasetError` when it cannot be used at all.
    func open(in home: DatasetHome) throws -> any LabelledDataset
}

extension DatasetSource {
    package mutating func readAllParts() {}

    package var ownFolders: [String] {
        get throws { named.flatMap(DatasetHome.folders) }
    }

    /// Opens the dataset with what it may read: no photo or label of it that lies outside, unless the user allows it.
    ///
    /// - Throws: `DatasetError` when it cannot be used at all.
    package func open() throws -> any LabelledDataset {
        let home = DatasetHome(try ownFolders, allowsOutside: outside)
        return DatasetAtHome.of(try open(in: home), home, named: named)
    }
}
