package import Geometry

/// A three-dimensional object from its source.
package struct ModelShape: Sendable {
    package var mesh: Mesh
    package var keypoints: [Keypoint]
    /// Contents of the object's file that the mesh lacks, a sentence each.
    package var notices: [String]

    package init(_ mesh: Mesh, keypoints: [Keypoint] = [], notices: [String] = []) {
        self.mesh = mesh
        self.keypoints = keypoints
        self.notices = notices
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
