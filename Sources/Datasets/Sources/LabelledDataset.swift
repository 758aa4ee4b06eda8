package import Findings
package import JSON
package import Pictures

/// A dataset that has been opened: COCO's terms, whatever its own are.
package protocol LabelledDataset: Sendable {
    /// The file or folder that holds it, as the process opens it.
    var name: String { get }
    var info: COCO.Info? { get }
    var licenses: [COCO.License] { get }
    var categories: [COCO.Category] { get }
    /// What its file says at its top besides these, where it is such a file.
    var extra: [JSONMember] { get }
    /// In its own order; ids are unique.
    var photos: [DatasetPhoto] { get }
    /// What is wrong with it and kept nothing else from being read.
    var oddities: [Finding] { get }
    /// How many labels it has, where that is known without reading them all.
    var labelCount: Int? { get }
    /// Whether its labels are numbered photo by photo, so that their ids are not unique.
    var numbersLabelsByPhoto: Bool { get }

    /// The labels of one of its photos, as they stand there.
    ///
    /// - Parameters:
    ///   - place: in `photos`.
    ///   - frame: the pixels that the labels are of: those of the upright photo, or those that lie in its file.
    /// - Throws: `DatasetError` when they cannot be read.
    func labels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels

    /// Where a photo's label stands, as findings name it.
    func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String)
}

extension LabelledDataset {
    package var extra: [JSONMember] { [] }
    package var labelCount: Int? { nil }

    /// The labels that can be used, in pixels of the upright photo, with what is wrong put right or left out, and told.
    ///
    /// - Parameter frame: the photo's, as it is.
    /// - Throws: a `Finding` for labels that do not fit the photo (`PhotoFrame` has the rule); `DatasetError`
    ///   when they cannot be read.
    package func checkedLabels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels {
        let photo = photos[index]
        let fit = try photo.fit(frame)
        let own = fit == .stored ? frame.stored : frame
        let labels = try labels(ofPhoto: index, in: own).checked(
            categories: Set(categories.map(\.id)), width: own.width, height: own.height
        ) { self.place(ofLabel: $0, photo: index) }
        guard fit == .stored else { return labels }
        var turned = labels.turned(with: frame)
        turned.oddities.insert(Finding(.warning, .orientation, file: photo.path, frame.turning), at: 0)
        return turned
    }
}

/// A photo that a dataset lists.
package struct DatasetPhoto: Hashable, Sendable {
    /// Unique in the dataset.
    package var id: Int
    /// As the process can open it.
    package var path: String
    /// Its size in pixels, where the dataset says it.
    package var width: Int?
    package var height: Int?
    /// The id of one of the dataset's licences.
    package var license: Int?
    package var author: String?
    package var title: String?
    package var source: String?
    /// The part of the dataset that it belongs to, where the dataset says it: see `OwnSplits.name(_:amongSeveral:)`.
    package var split: String?

    /// Its size in pixels, where the dataset says it.
    package var size: (width: Int, height: Int)? {
        guard let width, let height else { return nil }
        return (width, height)
    }

    /// Which of the photo's pixels its labels are of.
    ///
    /// - Throws: a `Finding` where they are of none.
    func fit(_ frame: PhotoFrame) throws -> PhotoFrame.Fit {
        guard let size else { return .upright }
        let fit = frame.fit(width: size.width, height: size.height)
        guard fit != .none else {
            throw Finding(
                .warning, .leftOut, file: path,
                frame.misfit(width: size.width, height: size.height) + "; the photo is left out")
        }
        return fit
    }
}

/// The labels of a photo.
package struct DatasetLabels: Hashable, Sendable {
    package var image: COCO.Image
    package var annotations: [COCO.Annotation]
    package var oddities: [Finding]
    /// How many labels are left out, in part or as a whole, so that where they are in the photo is not known.
    package var lost = 0
    /// How many were read and cannot be used.
    package var leftOut = 0
}
