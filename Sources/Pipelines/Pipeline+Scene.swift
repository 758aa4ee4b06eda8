package import Cards

extension Pipeline {
    /// The number of objects, their places, the camera and the light.
    package struct SceneRules: Defaulted {
        package var count = Count.drawn(.number(.integers(1, 4), convert: { Int($0) }))
        /// The share of images in which nothing is set into the photo.
        package var negatives = 0.0
        /// Unlabelled pastes of the photo's own texture in the outlines of objects.
        package var decoys: Distribution<Int> = .constant(0)
        package var camera = CameraRules()
        package var light = Light()
        /// Nil for what each photo's facts say.
        package var grass: Distribution<Double>?
        package var place = PartDraft.named("anywhere")
        package var overlap = Overlap()

        package init() {}

        package static func card(_ parts: Parts) -> Card<SceneRules> {
            Card(
                "scene", "The number of objects, their places and their light.",
                .field(
                    "count", \.count, .count,
                    "Objects in an image, distractors included. {like: DATASET}: as many as there are labels in its images."
                ),
                .field(
                    "negatives", \.negatives, .share(of: "the images"),
                    "The share of images in which nothing is set into the photo: they show a detector what not to find. The photo's own labels stay, and objects with the placer replace still replace."
                ),
                .field(
                    "decoys", \.decoys, .varying(.integer(in: 0...5000, .other("decoys"))),
                    "Decoys in an image, besides the objects: each has an object's outline, filled with texture of another place of the photo, and no label. They teach a detector not to find the edges of pastes."
                ),
                .field(
                    "camera", \.camera, .block(CameraRules.card), "The camera of photos without facts of their own."),
                .field("light", \.light, .block(Light.card), "The light on the objects."),
                .field(
                    "grass", \.grass, .optional(.varying(.number(in: 0...2, .metres))),
                    "How high the photos' grass is, which then stands before the feet of objects on the ground. By default what the facts of each photo say; 0 is none."
                ),
                .field("place", \.place, .part(parts.placers), "Where objects may be."),
                .field("overlap", \.overlap, .block(Overlap.card), "How much of an object may be hidden or cut off.")
            )
        }
    }

    /// The camera of photos without facts of their own; a photo's facts win over these.
    package struct CameraRules: Described {
        package var height: Distribution<Double> = 1.6
        package var fieldOfView: Distribution<Double> = 60
        package var horizon: Distribution<Double>?

        package init() {}

        package static let card = Card<CameraRules>(
            "camera", "The camera of photos without facts of their own.",
            .field("height", \.height, .varying(.number(in: 0.01...10_000, .metres)), "Above the ground."),
            .field(
                "fov", \.fieldOfView, .varying(.number(in: 1...170, .degrees)), "Horizontal field of view of the photo."
            ),
            .field(
                "horizon", \.horizon, .optional(.varying(.share(of: "the photo's height", in: -5...6))),
                "The horizon's row at the middle of the photo: 0 is the top, 1 the bottom.")
        )
    }

    /// The light on the objects.
    package struct Light: Described {
        package var sun: Sun?
        package var sky = Sky.word(.photo)
        package var relief = 0.5
        package var drawings = 1.0
        package var gain: Distribution<Double> = 1
        package var kelvin: Distribution<Double> = 6504

        package init() {}

        package enum Sky: Sendable {
            case word(SkyWord)
            case panorama(PanoramaSky)
        }

        package enum SkyWord: String, CaseIterable, Sendable {
            /// The colours and the brightness are guessed from the photo.
            case photo
            /// White light from everywhere.
            case even
        }

        package static let card = Card<Light>(
            "light", "The light on the objects.",
            .field(
                "sun", \.sun, .optional(.block(Sun.card)),
                "The sun. The sun in a photo's facts wins over this direction."),
            .field(
                "sky", \.sky, .sky,
                "The light of the sky on 3D objects. photo: estimated from the photo's colours; even: white from everywhere; {panorama: FILE}: that of an HDR panorama, scaled to the photo's brightness."
            ),
            .field(
                "relief", \.relief, .share(of: "full relief"),
                "How strongly the sun shades flat objects, as if they had a shape; 0 is not at all."),
            .field(
                "drawings", \.drawings, .share(of: "the scene's light"),
                "How much of the scene's light falls on drawings and lettering. 1: the light of the photo's sun and sky on their side that is seen; 0: their colours stay as drawn."
            ),
            .field(
                "gain", \.gain, .varying(.number(in: 0...16, .other("times the picture's brightness"))),
                "The brightness of the objects' light, as a factor of the picture's; in linear light."
            ),
            .field(
                "kelvin", \.kelvin, .varying(.number(in: 1000...15_000, .kelvin)),
                "The colour temperature. Daylight, 6504, changes nothing; less is warmer.")
        )
    }

    /// A panorama that lights objects in photos of other places.
    package struct PanoramaSky: Described {
        package var file = Positioned("")
        package var yaw: Distribution<Double> = .number(.uniform(-180, 180), convert: { $0 })

        package init() {}

        package static let card = Card<PanoramaSky>(
            "a sky", "An HDR panorama as the light on solid objects.",
            .required(
                "panorama", \.file, .positioned(.path),
                "An equirectangular panorama (.exr, .hdr); relative to this file. Its sun is used where neither the photo nor “sun” has one."
            ),
            .field(
                "yaw", \.yaw, .varying(.number(in: -360...360, .degrees)),
                "The direction of the panorama that is straight ahead: 0 is its middle, 90 right of it.")
        )
    }

    package struct Sun: Described {
        package var elevation: Distribution<Double> = 45
        package var azimuth: Distribution<Double> = .number(.uniform(-180, 180), convert: { $0 })
        package var share: Distribution<Double> = 0.75
        package var kelvin: Distribution<Double>?
        package var diameter: Distribution<Double> = 0.53

        package init() {}

        package static let card = Card<Sun>(
            "sun", "Where light comes from.",
            .field(
                "elevation", \.elevation, .varying(.number(in: -90...90, .degrees)), "Above the horizon."),
            .field(
                "azimuth", \.azimuth, .varying(.number(in: -360...360, .degrees)),
                "0 is straight ahead of the camera, 90 to its right, 180 behind it."),
            .field(
                "share", \.share, .varying(.share(of: "the light on level ground")),
                "The sun's share of the light on level ground: 0.8 on a clear day, 0 under clouds."),
            .field(
                "kelvin", \.kelvin, .optional(.varying(.number(in: 1000...15_000, .kelvin))),
                "The sun's colour temperature; the default follows from its elevation."),
            .field(
                "diameter", \.diameter, .varying(.number(in: 0...90, .degrees)),
                "The width of the sun's disc. A wider disc gives softer shadows.")
        )
    }

    /// Limits that hold on the final masks.
    package struct Overlap: Described {
        package var max = 0.3
        package var visible = Visible()
        package var truncated = Truncated()
        package var area: Area?

        package init() {}

        package static let card = Card<Overlap>(
            "overlap", "How much of an object may be hidden or cut off.",
            .field(
                "max", \.max, .share(of: "an object's area"),
                "The share of an object that any one other object may hide."),
            .field("visible", \.visible, .block(Visible.card), "What must stay visible."),
            .field("truncated", \.truncated, .block(Truncated.card), "What the image's edge may cut off."),
            .field("area", \.area, .optional(.block(Area.card)), "How large an object must be seen.")
        )
    }

    package struct Area: Described {
        package var min = 1

        package init() {}

        package static let card = Card<Area>(
            "area", "How large an object must be seen.",
            .required(
                "min", \.min, .integer(in: 1...1_000_000_000, .pixels),
                "The least area of an object's visible mask; an object of fewer pixels is left out.")
        )
    }

    package struct Visible: Described {
        package var min = 0.25

        package init() {}

        package static let card = Card<Visible>(
            "visible", "What must stay visible.",
            .field(
                "min", \.min, .share(of: "an object's area"),
                "The share of an object's area inside the image that nothing hides.")
        )
    }

    package struct Truncated: Described {
        package var max = 0.4

        package init() {}

        package static let card = Card<Truncated>(
            "truncated", "What the image's edge may cut off.",
            .field("max", \.max, .share(of: "an object's area"), "The share of an object's area outside the image.")
        )
    }
}

extension Form where V == Pipeline.Light.Sky {
    /// A word, or a panorama as the sky.
    static var sky: Form {
        let word = Form<Pipeline.Light.SkyWord>.word
        let panorama = Form<Pipeline.PanoramaSky>.block(Pipeline.PanoramaSky.card)
        return Form(
            expectation: word.expectation + ", or {panorama: FILE}",
            schema: .map(["anyOf": .list([word.schema, panorama.schema])]),
            decode: { node, reading in
                node.pairs == nil
                    ? word.decode(node, &reading).map { .word($0) }
                    : panorama.decode(node, &reading).map { .panorama($0) }
            },
            encode: { sky in
                switch sky {
                case .word(let value): word.encode(value)
                case .panorama(let value): panorama.encode(value)
                }
            }, numbers: panorama.numbers, contents: { panorama.contents().optional() })
    }
}
