package import Cards

extension Pipeline {
    /// How solid objects and shadows are rendered.
    package struct RenderRules: Described {
        package var quality = Quality.good
        package var shadows = Shadows.solid
        package var maxFaces = 10_000_000
        /// Of processor time.
        package var importSeconds = 20.0
        /// In GiB.
        package var importMemory = 2.0

        package init() {}

        package enum Quality: String, CaseIterable, Sendable { case draft, good, best }

        package enum Shadows: String, CaseIterable, Sendable, Codable { case none, solid, all }

        package static let card = Card<RenderRules>(
            "render", "How solid objects and shadows are rendered.",
            .field(
                "quality", \.quality, .word,
                "draft: fast, a little noise; good: no noise to be seen; best: four times the samples of good."),
            .field(
                "shadows", \.shadows, .word,
                "What throws a shadow on the ground and on the objects that stand there. solid: objects of three dimensions; all: flat ones too, as silhouettes, which costs as much as rendering them; none."
            ),
            .field(
                "max_faces", \.maxFaces, .integer(in: 1...1_000_000_000, .other("triangles")),
                "Models with more triangles are refused."),
            .field(
                "import_seconds", \.importSeconds, .number(in: 1...86_400, .seconds),
                "Processor time that reading one model file may take; a file that takes more is refused."),
            .field(
                "import_memory", \.importMemory, .number(in: 0.0625...1024, .gibibytes),
                "Memory that reading one model file with its textures may take; a file that takes more is refused.")
        )
    }
}
