package import Pipelines

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

/// Every format that a pipeline can name.
package enum AnnotationFormats {
    package static let all: [any AnnotationFormat.Type] = [
        COCOFormat.self, COCOKeypointsFormat.self, COCOPanopticFormat.self, YOLOFormat.self, VOCFormat.self,
        KITTIFormat.self, KITTI3DFormat.self, BOPFormat.self, DatumaroFormat.self, CVATFormat.self,
        CreateMLFormat.self, CSVFormat.self,
    ]
    package static let catalogue = Catalogue("annotation format", all)

    /// The formats that drafts name, `coco` aside: that is what every dataset has. Their keys do not vary.
    ///
    /// - Throws: `InvalidFile` for a format that is named twice, whose files would be the same.
    package static func derived(_ drafts: [PartDraft]) throws -> [any DerivedFormat] {
        var names: Set<String> = []
        var mistakes: [Diagnostic] = []
        let formats = try drafts.compactMap { draft -> (any AnnotationFormat)? in
            guard let drawn = fixed(draft) else { return nil }
            if !names.insert(drawn.name).inserted, case .one(_, _, _, let position) = draft {
                mistakes.append(
                    Diagnostic(.rule("“\(drawn.name)” is named twice, and both would be the same files"), at: position))
            }
            return try catalogue.make(drawn, as: (any AnnotationFormat).self)
        }
        guard mistakes.isEmpty else { throw InvalidFile(mistakes) }
        return formats.compactMap { $0 as? any DerivedFormat }
    }

    /// The keys of the COCO files that every dataset has: those of the first draft that names `coco`, or the defaults.
    package static func coco(_ drafts: [PartDraft]) throws -> COCOFormat {
        for drawn in drafts.compactMap(fixed) {
            if let format = try catalogue.make(drawn, as: (any AnnotationFormat).self) as? COCOFormat { return format }
        }
        return COCOFormat()
    }

    /// A format's keys are the same for every image.
    private static func fixed(_ draft: PartDraft) -> DrawnPart? {
        draft.draw(from: RandomStreams(seed: 0, image: 0))
    }

    /// Where a format's files lie; none for a name that is not known.
    static func places(of name: String) -> [FilePlace] {
        for case let format as any DerivedFormat.Type in all where format.name == name { return format.places }
        return []
    }
}

extension DerivedFormat {
    /// As pipelines name it.
    package static var name: String { card.name }
}
