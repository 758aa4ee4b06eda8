package import Cards

extension Pipeline {
    /// One kind of object: its source, its name, and how it may appear.
    package struct Object: Defaulted {
        package var from = PartDraft.named("cutouts")
        package var category: String?
        package var supercategory: String?
        package var isDistractor = false
        package var weight = 1.0
        package var height: Distribution<Double>?
        package var size: Size?
        package var pose = Pose()
        package var views: Int?
        package var place: PartDraft?
        package var blend: PartDraft?
        package var match: Matching?
        package var wear: Distribution<Double> = 0

        package init() {}

        package static func card(_ parts: Parts) -> Card<Object> {
            Card(
                "this object", "Something that is set into the photos.",
                .required("from", \.from, .part(parts.sources), "Where its pictures come from."),
                .field(
                    "category", \.category, .optional(.text()),
                    "The label's category; the object's own name unless given."),
                .field("supercategory", \.supercategory, .optional(.text()), "The category's COCO supercategory."),
                .field(
                    "distractor", \.isDistractor, .flag,
                    "true: the object has no label. It may hide labelled objects, and it teaches a detector what not to find."
                ),
                .field(
                    "weight", \.weight, .number(in: 0...1e6, .other("relative to the other weights")),
                    "How often the object is chosen, relative to the others."),
                .field(
                    "height", \.height, .optional(.varying(.number(in: 0.001...1000, .metres))),
                    "The object's real height, which gives its size on a ground and in a plane. The default is the height of the model or solid."
                ),
                .field(
                    "size", \.size, .optional(.size),
                    "The longer side, as a share of the image's shorter side, where there is no ground; in a plane, of the plane's shorter side. The default is 0.2. {like: DATASET}: as large as labelled boxes; {like: source}: as large as in its own photo."
                ),
                .field("pose", \.pose, .block(Pose.card), "How it is turned."),
                .field(
                    "views", \.views, .optional(.integer(in: 1...10_000, .other("views"))),
                    "For a 3D object: renders at most this many views in a run, and pastes these as flat pictures. Faster, and less varied."
                ),
                .field(
                    "place", \.place, .optional(.part(parts.placers)),
                    "Where the object may stand; the default is the scene's place."),
                .field(
                    "blend", \.blend, .optional(.part(parts.blends)),
                    "How it meets the photo; the default is the pipeline's blend."),
                .field(
                    "match", \.match, .optional(.matching),
                    "How far it is brought to the photo; the default is the pipeline's match."),
                .field(
                    "wear", \.wear, .varying(.share(of: "a heavily worn surface")),
                    "How worn a drawing or lettering is: faded, scratched, dented, dirty and splashed."),
                check: { object in
                    guard let category = object.category, let problem = Self.problem(ofName: category) else {
                        return []
                    }
                    return ["“category” \(problem)" + (category.isBlank ? ", or leave it out" : "")]
                }
            )
        }

        /// Why a name cannot be that of a category; nil where it can. Not every annotation format holds such names.
        static func problem(ofName name: String) -> String? {
            if name.isBlank { return "is empty: give it a name" }
            return name.unicodeScalars.first(where: \.isControl).map {
                "has the control character \($0.code): leave it out"
            }
        }
    }

    /// Reports names of objects that can be no category's name.
    func checkNames(_ reading: inout Reading) {
        for object in objects {
            guard let problem = Object.problem(ofName: object.name) else { continue }
            reading.report(.rule("the name of the object \(problem)"), at: object.position)
        }
    }

    /// The rule for the places of an object: its own, or else the scene's.
    package func place(of object: Object) -> PartDraft { object.place ?? scene.place }

    /// The rule for bringing an object to the photo: its own, or else the pipeline's.
    package func match(of object: Object) -> Matching { object.match ?? match }

    /// How an object is turned before it is set into the scene. A flat object turns like a card.
    package struct Pose: Described {
        package var yaw: Distribution<Double> = 0
        package var pitch: Distribution<Double> = 0
        package var roll: Distribution<Double> = 0
        package var isFree = false
        /// Positioned, so that what is wrong with it can be told at its place.
        package var rest: Positioned<Rest>?
        package var flip = Chance()

        package init() {}

        package static let card = Card<Pose>(
            "pose", "How an object is turned.",
            .field(
                "yaw", \.yaw, .varying(.number(in: -360...360, .degrees)),
                "About the vertical; 0 faces the camera, positive turns its face to the right."),
            .field(
                "pitch", \.pitch, .varying(.number(in: -360...360, .degrees)),
                "Positive leans its top towards the back."),
            .field(
                "roll", \.roll, .varying(.number(in: -360...360, .degrees)),
                "In the picture's plane, or in the plane that it lies in, clockwise as seen."),
            .field(
                "free", \.isFree, .flag,
                "true: any orientation, all equally likely, in place of yaw, pitch and roll. For 3D objects."
            ),
            .field(
                "rest", \.rest, .optional(.positioned(.word)),
                "any: lies still as after a throw, on a stable side, in place of yaw, pitch and roll. For 3D objects."
            ),
            .field("flip", \.flip, .block(Chance.card), "Mirrored left to right, by chance."),
            check: { $0.contradictions }
        )

        /// How a thrown object comes to lie.
        package enum Rest: String, CaseIterable, Sendable {
            /// On any of its stable sides, each as often as throws give it.
            case any
        }

        private var contradictions: [String] {
            let isTurned = [yaw, pitch, roll].contains { $0.constants != [0] }
            if isFree, rest != nil { return ["“free” floats any way up, and “rest” lies still: leave one of them out"] }
            if isFree, isTurned {
                return ["“free” turns it any way, in place of “yaw”, “pitch” and “roll”: leave these out"]
            }
            if rest != nil, isTurned {
                return ["“rest” turns it as it lies, in place of “yaw”, “pitch” and “roll”: leave these out"]
            }
            return []
        }
    }
}

extension String {
    /// Whether there is nothing to be seen in it.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
