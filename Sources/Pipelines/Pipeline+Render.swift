package import Cards

extension Pipeline {
    /// How 3D objects and shadows are rendered.
    package struct RenderRules: Described {
        package var quality = Quality.good
        package var shadows = Shadows.all
        package var maxFaces = 10_000_000
        /// Processor time.
        package var importSeconds = 20.0
        /// Memory in GiB.
        package var importMemory = 2.0

        package init() {}

        package enum Quality: String, CaseIterable, Sendable { case draft, fair, good, best }

        package enum Shadows: String, CaseIterable, Sendable, Codable { case none, solid, all }

        package static let card = Card<RenderRules>(
            "render", "How 3D objects and shadows are rendered.",
            .field(
                "quality", \.quality, .word,
                "draft: fast, with a little noise; fair: half the samples of good; good: no visible noise; best: four times the samples of good."
            ),
            .field(
                "shadows", \.shadows, .word,
                "Which objects cast shadows on the ground and on the objects there. all: every object, flat ones by their silhouettes; solid: 3D objects alone; none."
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
