package import Geometry
package import Pictures

/// A three-dimensional object from its source.
package struct ModelShape: Sendable {
    package var mesh: Mesh
    package var keypoints: [Keypoint]
    /// Contents of the object's file that the mesh lacks, a sentence each.
    package var notices: [String]
    /// What is written on it, as far as that is known.
    package var writing: Writing?
    /// The lines of it, with each place where one is; nil where their places are not known.
    package var lines: [SurfaceText]?

    package init(
        _ mesh: Mesh, keypoints: [Keypoint] = [], notices: [String] = [], writing: Writing? = nil,
        lines: [SurfaceText]? = nil
    ) {
        self.mesh = mesh
        self.keypoints = keypoints
        self.notices = notices
        self.writing = writing
        self.lines = lines
    }
}

/// A named point of an object, such as a car's left headlamp.
package struct Keypoint: Hashable, Sendable {
    package var name: String
    /// In the mesh's own frame, in metres.
    package var position: Vector3

    package init(_ name: String, at position: Vector3) {
        self.name = name
        self.position = position
    }
}
