package import Cards

extension Pipeline {
    /// A further image of each scene: the same photo, objects, places and labels, in another look.
    package struct Variant: Defaulted {
        /// A part of file names.
        package var name = Positioned("")
        /// Nil for the pipeline's.
        package var blend: PartDraft?
        package var effects: [PartDraft]?
        package var without: [Positioned<String>] = []

        package init() {}

        package static func card(_ parts: Parts) -> Card<Variant> {
            Card(
                "this variant", "A further image of each scene.",
                .required(
                    "name", \.name, .positioned(.text("letters, digits, “-” and “_”")),
                    "Its name in file names: 000007-fog.jpg is the variant fog of scene 7."),
                .field(
                    "blend", \.blend, .optional(.part(parts.blends)),
                    "The blend of objects that have none of their own, in place of the pipeline's."),
                .field(
                    "effects", \.effects, .optional(.list(.part(parts.effects, chance: true))),
                    "The effects, in place of all of the pipeline's."),
                .field(
                    "without", \.without, .oneOrMore(.positioned(.omission)),
                    "What to leave out of this variant, besides what the pipeline leaves out."))
        }

        /// The most letters of a name.
        fileprivate static let longestName = 40

        /// Whether a text is a name that every file system and every format takes as part of a file's name.
        fileprivate static func isName(_ text: String) -> Bool {
            (1...longestName).contains(text.utf8.count)
                && text.utf8.allSatisfy { byte in
                    switch UInt8(byte) {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }

    /// The pipeline of each image of a scene: one for each variant, or this one alone where there are none. They draw
    /// the same scenes; these differ in blends and effects alone.
    package var versions: [Pipeline] {
        variants.isEmpty ? [self] : variants.map { version($0).leavingOut($0.without.map(\.value)) }
    }

    /// The pipeline with a variant's values, and with what that variant leaves out.
    func version(_ variant: Variant) -> Pipeline {
        var own = self
        own.variants = []
        own.blend = variant.blend ?? blend
        own.effects = variant.effects ?? effects
        return own.leavingOut(without.map(\.value))
    }

    /// Reports names that cannot stand in file names, or that stand for two files.
    func checkVariants(_ reading: inout Reading) {
        var known: [String: String] = [:]
        for variant in variants {
            let name = variant.name.value
            guard Variant.isName(name) else {
                reading.report([
                    variant.name.diagnostic(
                        .rule(
                            "“\(name)” is no part of a file name: a variant's name has 1 to \(Variant.longestName) letters "
                                + "(a to z, A to Z), digits, “-” and “_”"))
                ])
                continue
            }
            if let other = known[name.lowercased()] {
                let sentence =
                    other == name
                    ? "two variants are called “\(name)”: rename one"
                    : "“\(other)” and “\(name)” are one name to some file systems: rename one of the variants"
                reading.report([variant.name.diagnostic(.rule(sentence))])
            }
            known[name.lowercased()] = name
        }
    }
}

extension Form where V == String {
    /// The key of an omission.
    static var omission: Form { .text("the key of something that changes pixels alone") }
}
