/// What a part needs of its object, of the photo, and of the user's files.
///
/// The part itself states it, in `needs(of:)`, and nobody else knows the part by its name. Code that treats some placers
/// or object sources in a way of their own asks for a need, and never for a name such as “ground”: a part that is added
/// later and states the same need then gets the same checks. Where no need says what has to be known, it gets a case
/// here.
package enum Need: Hashable, Sendable {
    /// The object's real height in metres, as its distance makes its size.
    case height
    /// The object's size as a share of the picture.
    case size
    /// Either of the two: its height where the photo has a ground, else its size.
    case heightOrSize
    /// Ground that the picture shows.
    case ground
    /// A region that the photo names.
    case region(String)
    /// Things that the photo's labels call one of these.
    case labels([String])
    /// The same, as what objects stand on or in: it hides none of them.
    case surface([String])
    /// The same, as what no image may show: each of them gives way to an object, and so many pixels around it are wiped
    /// as well; nil for as far as the photo's format carries traces.
    case replaces([String], marginPixels: Int?)
    /// Rendering: its objects have three dimensions, and a real size of their own.
    case rendering
    /// Pictures whose pixels its objects show.
    case picturesRead(PicturesRead)

    /// The categories of a dataset's labels that it names, for whatever purpose.
    package var categories: [String] {
        switch self {
        case .labels(let names), .surface(let names), .replaces(let names, _): names
        case .height, .size, .heightOrSize, .ground, .region, .rendering, .picturesRead: []
        }
    }
}

/// Pictures that a part reads, as the pipeline names them.
package enum PicturesRead: Hashable, Sendable {
    /// Files, folders with all below them, and globs.
    case files([String])
    /// The photos in which a COCO file labels something of one of the categories.
    ///
    /// - images: the folder that its file names start from; found beside the file where it is nil.
    case labelled(file: String, images: String?, categories: [String])
}

/// What a part of a pipeline needs, with the values that the file gives it.
package struct PartNeeds: Sendable {
    /// For messages.
    package let name: String
    /// Of its name in the file.
    package let position: Position
    package let needs: [Need]

    package var isReplacing: Bool {
        needs.contains { if case .replaces = $0 { true } else { false } }
    }
}

extension Catalogue {
    /// What each part needs that may be drawn.
    package func needs(of draft: PartDraft) -> [PartNeeds] {
        draft.alternatives.compactMap { alternative in
            guard case .one(let name, let values, _, let position) = alternative else { return nil }
            let needs = entries.first { $0.name == name }?.needs(DraftValues(values))
            return PartNeeds(name: name, position: position, needs: needs ?? [])
        }
    }
}
