package import Cards

/// A format in which annotations can be written, for `output.annotations` of a pipeline.
package protocol AnnotationFormat: Part {}

/// What some formats need of a label.
package enum LabelNeed: Hashable, Sendable, CaseIterable {
    /// A place in space, as objects have that are rendered in the scene's camera.
    case pose
    /// Text that is written on the object.
    case words
}

/// A format that is made from a finished dataset's COCO files and lies beside them.
///
/// To add one: a file with its card, its places and `write`, and a line in `AnnotationFormats.all`. The rest follows
/// from these: pipelines and `diorama convert` can name the format, its files are written whole, no foreign file is
/// touched, the format is removed with its dataset, and its notes are counted.
package protocol DerivedFormat: AnnotationFormat {
    /// The places of all files of this format, whatever its keys say. The format may not write anywhere else.
    static var places: [FilePlace] { get }

    /// What a label must have for the format to hold it; nil for a format that holds any label.
    static var need: LabelNeed? { get }

    /// Why a dataset with these categories cannot be written; nil where it can. A run asks before it makes an image.
    func problem(of categories: [COCO.Category]) -> String?

    /// Writes the labels of every image of a dataset whose categories have no problem.
    ///
    /// The same dataset gives the same bytes. Facts of an instance that the format cannot hold are noted
    /// (`LabelOutput.note`).
    func write(_ dataset: FinishedDataset, to output: LabelOutput) throws
}

extension DerivedFormat {
    /// The format's name in pipelines.
    package static var name: String { card.name }

    package static var need: LabelNeed? { nil }

    package func problem(of categories: [COCO.Category]) -> String? { nil }
}
