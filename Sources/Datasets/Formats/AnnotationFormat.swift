package import Cards

/// A format in which annotations can be written, for `output.annotations` of a pipeline.
package protocol AnnotationFormat: Part {}

/// A format that is made from a finished dataset's COCO files and lies beside them.
///
/// To add one: a file with its card, its places and `write`, and a line in `AnnotationFormats.all`. That it can be named
/// in a pipeline and by `diorama convert`, that its files are written whole, that no foreign file is touched, that it is
/// removed with its dataset and that its notes are counted follow from these.
package protocol DerivedFormat: AnnotationFormat {
    /// Where all files of this format lie, whatever its keys say. Nothing else may be written.
    static var places: [FilePlace] { get }

    /// Writes the labels of every image.
    ///
    /// The same dataset gives the same bytes. What the format cannot say of an instance is noted (`LabelOutput.note`).
    func write(_ dataset: FinishedDataset, to output: LabelOutput) throws
}

extension DerivedFormat {
    /// As pipelines name it.
    package static var name: String { card.name }
}
