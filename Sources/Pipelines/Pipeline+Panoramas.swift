package import Cards

extension Pipeline {
    /// Panoramas, and how a camera looks into them.
    package struct Panoramas: Described {
        package var files: [Positioned<String>] = []
        package var yaw: Distribution<Double>?
        package var pitch: Distribution<Double> = .number(
            .normal(mean: -10, deviation: 4, low: -25, high: 5), convert: { $0 })
        package var roll: Distribution<Double> = .number(
            .normal(mean: 0, deviation: 1, low: -4, high: 4), convert: { $0 })
        package var fieldOfView: Distribution<Double> = .number(.uniform(60, 80), convert: { $0 })
        package var cameraHeight: Distribution<Double> = .number(.uniform(1.2, 1.8), convert: { $0 })
        package var exposure: Distribution<Double> = 0
        package var width = 640
        package var height = 480

        package init() {}

        package static let card = Card<Panoramas>(
            "panoramas", "Panoramas, and how a camera looks into them.",
            .required(
                "files", \.files, .oneOrMore(.positioned(.path)),
                "Files (.exr, .hdr), folders, globs or catalogues (.yaml) of equirectangular panoramas; relative to this file."
            ),
            .field("width", \.width, .integer(in: 16...65_500, .pixels), "The width of the view, before any crop."),
            .field("height", \.height, .integer(in: 16...65_500, .pixels), "The height of the view, before any crop."),
            .field(
                "yaw", \.yaw, .optional(.varying(.number(in: -360...360, .degrees))),
                "Where the camera looks: 0 is the panorama's middle, 90 right of it. The default is one of the catalogue's yaws, or any direction."
            ),
            .field(
                "pitch", \.pitch, .varying(.number(in: -90...90, .degrees)),
                "How far the camera looks up; negative down."
            ),
            .field(
                "roll", \.roll, .varying(.number(in: -60...60, .degrees)),
                "How far the horizon tilts: positive where it falls to the right."),
            .field(
                "fov", \.fieldOfView, .varying(.number(in: 1...150, .degrees)), "The horizontal field of view."),
            .field(
                "camera_height", \.cameraHeight, .varying(.number(in: 0.01...10_000, .metres)),
                "The camera's height above the ground; the catalogue's height wins over this one."),
            .field(
                "exposure", \.exposure, .varying(.number(in: -10...10, .stops)),
                "Makes the view brighter or darker; 0 brings its mean to a middle grey.")
        )
    }
}

extension Form where V == Pipeline.Panoramas {
    /// The block of keys, or the files alone.
    static var panoramas: Form {
        let block = Form<Pipeline.Panoramas>.block(Pipeline.Panoramas.card)
        let files = Form<[Positioned<String>]>.oneOrMore(.positioned(.path))
        return Form(
            expectation: "a block, or only its files", schema: .map(["anyOf": .list([files.schema, block.schema])]),
            decode: { node, reading in
                if node.pairs != nil { return block.decode(node, &reading) }
                guard let paths = files.decode(node, &reading) else { return nil }
                var panoramas = Pipeline.Panoramas()
                panoramas.files = paths
                return panoramas
            },
            encode: block.encode, numbers: block.numbers, contents: { block.contents().optional() })
    }
}
