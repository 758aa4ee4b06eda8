package import Findings
package import JSON
package import Pictures

/// A dataset that has been opened, in COCO's terms whatever its own are.
package protocol LabelledDataset: Sendable {
    /// The file or folder that holds it, as the process opens it.
    var name: String { get }
    var info: COCO.Info? { get }
    var licenses: [COCO.License] { get }
    var categories: [COCO.Category] { get }
    /// The other members at the top of its file, where it has such a file.
    var extra: [JSONMember] { get }
    /// The photos in the dataset's order; ids are unique.
    var photos: [DatasetPhoto] { get }
    /// The faults that still let the rest be read.
    var oddities: [Finding] { get }
    /// The number of its labels, where it is known without reading them all.
    var labelCount: Int? { get }
    /// Whether its labels are numbered photo by photo, so that their ids are not unique.
    var numbersLabelsByPhoto: Bool { get }

    /// The labels of one of its photos, unchanged.
    ///
    /// - Parameters:
    ///   - index: the photo's place in `photos`.
    ///   - frame: the photo, whose upright or stored pixels the labels refer to.
    /// - Throws: `DatasetError` when the labels cannot be read.
    func labels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels

    /// The place of a photo's label, for findings.
    func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String)
}

extension LabelledDataset {
    package var extra: [JSONMember] { [] }
    package var labelCount: Int? { nil }

    /// The labels that can be used, in pixels of the upright photo. Faulty ones are corrected or left out, and
    /// reported.
    ///
    /// - Parameter frame: the photo's own frame.
    /// - Throws: a `Finding` for labels that do not fit the photo (`PhotoFrame` has the rule); `DatasetError` when they
    ///   cannot be read.
    package func checkedLabels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels {
        let photo = photos[index]
        let fit = try photo.fit(frame)
        let own = fit == .stored ? frame.stored : frame
        let labels = try labels(ofPhoto: index, in: own).checked(
            categories: Set(categories.map(\.id)), width: own.width, height: own.height
        ) { self.place(ofLabel: $0, photo: index) }
        guard fit == .stored else {
            guard let doubt = frame.doubt, photo.size != nil else { return labels }
            var doubted = labels
            doubted.oddities.insert(Finding(.warning, .orientation, file: photo.path, doubt), at: 0)
            return doubted
        }
        var turned = labels.turned(with: frame)
        turned.oddities.insert(Finding(.warning, .orientation, file: photo.path, frame.turning), at: 0)
        return turned
    }
}

/// A photo that a dataset lists.
package struct DatasetPhoto: Hashable, Sendable {
    /// Unique in the dataset.
    package var id: Int
    /// The path as the process can open it.
    package var path: String
    /// The photo's size in pixels, where the dataset states it.
    package var width: Int?
    package var height: Int?
    /// The id of one of the dataset's licences.
    package var license: Int?
    package var author: String?
    package var title: String?
    package var source: String?
    /// The part of the dataset that holds the photo, where the dataset states it: see
    /// `OwnSplits.name(_:amongSeveral:)`.
    package var split: String?

    /// The photo's size in pixels, where the dataset states it.
    package var size: (width: Int, height: Int)? {
        guard let width, let height else { return nil }
        return (width, height)
    }

    /// The pixels that the labels refer to.
    ///
    /// - Throws: a `Finding` where the labels fit none.
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
    /// The number of labels that are left out, in part or as a whole, so that their place in the photo is not known.
    package var lost = 0
    /// The number of labels that were read and cannot be used.
    package var leftOut = 0
}
