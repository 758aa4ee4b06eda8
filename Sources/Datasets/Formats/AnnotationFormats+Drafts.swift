package import Cards

extension AnnotationFormats {
    /// The formats that drafts name, without `coco`, which every dataset has. Their keys do not vary.
    ///
    /// - Throws: `InvalidFile` for a format that is named twice.
    package static func derived(_ drafts: [PartDraft]) throws -> [any DerivedFormat] {
        let mistakes = repeated(in: drafts)
        guard mistakes.isEmpty else { throw InvalidFile(mistakes) }
        return try drafts.compactMap(fixed).compactMap {
            try catalogue.make($0, as: (any AnnotationFormat).self) as? any DerivedFormat
        }
    }

    /// The formats that are named twice, since both would write the same files.
    package static func repeated(in drafts: [PartDraft]) -> [Diagnostic] {
        var names: Set<String> = []
        return drafts.compactMap { draft in
            guard let name = fixed(draft)?.name, !names.insert(name).inserted,
                case .one(_, _, _, let position) = draft
            else { return nil }
            return Diagnostic(.rule("“\(name)” is named twice, and both would be the same files"), at: position)
        }
    }

    /// The formats that a dataset with these categories cannot be written in.
    package static func unwritable(in drafts: [PartDraft], _ categories: [COCO.Category]) -> [Diagnostic] {
        drafts.compactMap { draft in
            guard case .one(_, _, _, let position) = draft, let fixed = fixed(draft),
                let format = try? catalogue.make(fixed, as: (any AnnotationFormat).self) as? any DerivedFormat,
                let problem = format.problem(of: categories)
            else { return nil }
            return Diagnostic(.rule(problem), at: position)
        }
    }

    /// The keys of the COCO files, which every dataset has: those of the first draft that names `coco`, or the
    /// defaults.
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

    /// What a label must have for the format of this name to hold it; nil where any label will do.
    package static func need(of name: String) -> LabelNeed? {
        for case let format as any DerivedFormat.Type in all where format.name == name { return format.need }
        return nil
    }

    /// The places of a format's files; none for an unknown name.
    static func places(of name: String) -> [FilePlace] {
        for case let format as any DerivedFormat.Type in all where format.name == name { return format.places }
        return []
    }
}
