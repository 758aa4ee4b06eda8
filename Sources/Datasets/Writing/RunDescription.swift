package import JSON

/// The record of how a dataset was made, as in `run.json`. It has no times or paths, so that the same run writes the
/// same bytes.
package struct RunDescription: Hashable, Sendable {
    /// A named fact, such as a library and its version, or a file and the hash of its bytes.
    package struct Fact: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The version of diorama.
    package var version: String
    package var seed: UInt64
    /// The number of images of the whole run.
    package var images: Int
    /// The variants of each scene, and the number of scenes that have them.
    package var numbering = ImageNumbering()
    /// The value of `--only`, which names scenes; nil for all.
    package var only: String?
    /// The changes by `--set`, in order: `key.path=value`.
    package var settings: [String] = []
    /// The keys of what was left out of the images; the scenes are those of a run with it.
    package var without: [String] = []
    /// The layers of each image besides picture and masks, by `DatasetLayer`'s names.
    package var layers: [String] = []
    /// The libraries that pixels depend on.
    package var libraries: [Fact] = []
    /// Files that the run depends on, with a hash of their bytes.
    package var hashes: [Fact] = []

    package init(version: String, seed: UInt64, images: Int) {
        self.version = version
        self.seed = seed
        self.images = images
    }

    /// The images that the run makes.
    var numbers: ImageNumbers {
        only.flatMap(ImageNumbers.init(_:)).map(numbering.images(ofScenes:)) ?? ImageNumbers(below: images)
    }

    /// The content of run.json.
    var file: [UInt8] { json(style: .indented) + [UInt8(ascii: "\n")] }

    /// The beginning of a run.json of ours, without white space.
    static let marker = "{\"diorama\":"
}

extension RunDescription: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("diorama", version)
            writer.member("seed", seed)
            writer.member("images", images)
            numbering.encodeMembers(to: &writer)
            writer.member("only", ifPresent: only)
            writer.member("set", settings)
            if !without.isEmpty { writer.member("without", without) }
            if !layers.isEmpty { writer.member("layers", layers) }
            encode(libraries, as: "libraries", to: &writer)
            encode(hashes, as: "hashes", to: &writer)
        }
    }

    private func encode(_ facts: [Fact], as name: String, to writer: inout JSONWriter) {
        writer.key(name)
        writer.object { writer in
            for fact in facts { writer.member(fact.name, fact.value) }
        }
    }
}
