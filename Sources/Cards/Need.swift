/// A thing that a part needs from its object, from the photo, or from the user's files.
///
/// The part states its needs itself, in `needs(of:)`, and no other code knows the part by its name. Code that treats
/// some placers or object sources in a special way asks for a need, and never for a name such as “ground”. A part that
/// is added later and states the same need then gets the same checks. If no case says what has to be known, add a case
/// here.
package enum Need: Hashable, Sendable {
    /// The object's real height in metres: the height and the distance make the size.
    case height
    /// The object's size as a share of the picture.
    case size
    /// Either of the two: its height where the photo has a ground, else its size.
    case heightOrSize
    /// Ground that the picture shows.
    case ground
    /// The distance of whatever the picture shows: the ground's by the camera's tilt, the objects' by their surfaces.
    case depth
    /// The direction of the sun.
    case sun
    /// Windows that the photo's facts outline.
    case windows
    /// A region that the photo names.
    case region(String)
    /// A plane in which the object lies flat: one that the photo names, or nil for that of a labelled thing.
    case plane(String?)
    /// Things that the photo's labels call one of these.
    case labels([String])
    /// The same things, as surfaces that objects stand on or in: a surface hides none of these objects.
    case surface([String])
    /// The same things, none of which an image may show: an object takes the place of each. So many pixels around it
    /// are wiped as well; nil wipes as far as the photo's format carries traces.
    case replaces([String], marginPixels: Int?)
    /// Rendering: the part's objects have three dimensions, and a real size of their own.
    case rendering
    /// Drawing: the part's objects are flat, and have the colours of new surfaces.
    case drawing
    /// A picture with a side of at least so many pixels, the shorter or the longer one: the part spreads each pixel as far
    /// as the value of a key says.
    case side(pixels: Double, isLonger: Bool, key: String)
    /// Pictures whose pixels the part's objects show.
    case picturesRead(PicturesRead)
    /// Things that were cut out of photos, so that their size in these is known.
    case photographed
    /// Labels that the part's places are to be like.
    case likeness(Likeness)

    /// The categories of a dataset's labels that the need names, for whatever purpose.
    package var categories: [String] {
        switch self {
        case .labels(let names), .surface(let names), .replaces(let names, _): names
        case .height, .size, .heightOrSize, .ground, .depth, .sun, .windows, .region, .plane, .rendering, .drawing,
            .side, .picturesRead, .photographed, .likeness:
            []
        }
    }
}

/// Pictures that a part reads, as the pipeline names them.
package enum PicturesRead: Hashable, Sendable {
    /// Files, folders with all below them, and globs.
    case files([String])
    /// The photos in which a COCO file labels something of one of the categories.
    ///
    /// - images: the folder that the names in the file start from; nil if it is to be found beside the file.
    /// - boxes: whether labels without a mask count.
    case labelled(file: String, images: String?, categories: [String], boxes: Bool)
}

/// The needs of a part of a pipeline, with the values that the file gives the part.
package struct PartNeeds: Sendable {
    /// The part's name, for messages.
    package let name: String
    /// The position of the part's name in the file.
    package let position: Position
    package let needs: [Need]

    package var isReplacing: Bool {
        needs.contains { if case .replaces = $0 { true } else { false } }
    }
}

extension Catalogue {
    /// The needs of each part that may be drawn.
    package func needs(of draft: PartDraft) -> [PartNeeds] {
        draft.alternatives.compactMap { alternative in
            guard case .one(let name, let values, _, let position) = alternative else { return nil }
            let needs = entries.first { $0.name == name }?.needs(DraftValues(values))
            return PartNeeds(name: name, position: position, needs: needs ?? [])
        }
    }
}
