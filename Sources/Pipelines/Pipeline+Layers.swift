package import Cards

extension Pipeline {
    /// The files of each image besides its colours and its labels.
    package struct LayerFiles: Described {
        package var depth = Depth.none
        package var normals = Normals.none

        package init() {}

        package enum Depth: String, CaseIterable, Sendable { case none, png, tiff, both }
        package enum Normals: String, CaseIterable, Sendable { case none, png }

        package static let card = Card<LayerFiles>(
            "layers", "Depth and normals of the objects, a file an image.",
            .field(
                "depth", \.depth, .word,
                "The distance along the optical axis. png: millimetres in 16 bits, up to 65.5 m; tiff: metres as floats; both. 0 means unknown."
            ),
            .field(
                "normals", \.normals, .word,
                "png: x right, y down, z away from the camera; -1 to 1 is written as 1 to 255; 0 means unknown.")
        )
    }
}
