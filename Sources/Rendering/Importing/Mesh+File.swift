package import Archives
package import Geometry

extension Mesh {
    /// The options for reading a file.
    package struct Options: Hashable, Sendable {
        /// Which of the file's axes points up. An upright z turns the file's y to the world's −z, as Blender does.
        package enum Up: String, Hashable, Sendable, CaseIterable {
            case y, z
        }

        /// The map from the file's axes to ours, and from its unit to metres.
        package var worldFromFile: Matrix3
        /// The most triangles; a file with more is refused.
        package var maxFaces: Int
        /// The most pixels of one texture; a larger one is refused.
        package var maxTexturePixels: Int

        package init(_ worldFromFile: Matrix3, maxFaces: Int = 10_000_000, maxTexturePixels: Int = 100_000_000) {
            self.worldFromFile = worldFromFile
            self.maxFaces = maxFaces
            self.maxTexturePixels = maxTexturePixels
        }

        /// - Parameters:
        ///   - metresPerUnit: the length of the file's unit: 0.01 for centimetres.
        ///   - front: the angle by which the file is turned about the vertical, so that its front faces +z.
        package init(
            metresPerUnit: Double = 1, up: Up = .y, front: Angle = .zero, maxFaces: Int = 10_000_000,
            maxTexturePixels: Int = 100_000_000
        ) {
            precondition(metresPerUnit > 0 && metresPerUnit.isFinite, "a unit has a length")
            let unit = Matrix3(x: [metresPerUnit, 0, 0], y: [0, metresPerUnit, 0], z: [0, 0, metresPerUnit])
            self.init(
                .yaw(front) * (up == .y ? unit : .pitch(.degrees(-90)) * unit), maxFaces: maxFaces,
                maxTexturePixels: maxTexturePixels)
        }

        /// The place of a point of the file in the mesh made from it.
        package func place(_ point: Vector3) -> Vector3 {
            worldFromFile * point
        }
    }

    /// Reads a model of any format that Assimp knows by the file's name: OBJ, glTF, GLB, PLY, STL and dozens more.
    ///
    /// It reads within this process, which a broken file may end: use `ModelImporter` for other people's files.
    ///
    /// All nodes are put in their places as one mesh; animations, lights, cameras, points and lines are left out. Where
    /// a part has no normals, its faces are flat in glTF, and smoothed elsewhere over edges that turn by less than 60°.
    /// Colours of vertices multiply the base colour; their alpha is left out. Textures may be JPEG, PNG, WebP or TIFF,
    /// in the file or beside it; every texture that the model names must exist.
    ///
    /// Throws `.missing`, `.unreadable`, `.noFaces`, `.tooManyFaces`, `.notFinite`, `.inconsistent`, `.badPose` for a
    /// node that is flattened, `.missingTexture`, `.badTexture`, `.missingMaterials` and `.unsupported`, each naming
    /// the file. The limit of faces is checked after Assimp has read them.
    package init(file path: String, _ options: Options = Options()) throws(RenderingError) {
        try self.init(MeshParts(ImportedFiles(.disk(path)), options), file: path)
    }

    /// Reads a model in an archive in the same way, without unpacking the archive: the files that the model names are
    /// read from there too. All its files together may have 512 MiB at most.
    package init(_ member: String, of archive: Archive, _ options: Options = Options()) throws(RenderingError) {
        let place = ModelPlace.archive(archive, member: member)
        try self.init(MeshParts(ImportedFiles(place), options), file: place.name)
    }
}
