import Geometry

/// The parts of a mesh from a model's file, not yet checked: `Mesh` checks them.
struct MeshParts: Sendable {
    var positions: [SIMD3<Float>] = []
    var normals: [SIMD3<Float>] = []
    var coordinates: [SIMD2<Float>] = []
    var colours: [SIMD3<Float>] = []
    var triangles: [SIMD3<UInt32>] = []
    var materialIndices: [UInt16] = []
    var materials: [Material] = []
    var textures: [Texture] = []
    /// Contents of the file that the mesh lacks, a sentence each.
    var notices: [String] = []
}

extension MeshParts {
    /// Reads a file by Assimp, within this process.
    ///
    /// Throws like `Mesh.init(file:_:)`.
    init(_ files: ImportedFiles, _ options: Mesh.Options) throws(RenderingError) {
        let imported = try ImportedScene(files)
        let looks = try ImportedMaterials(scene: imported.scene, files: files, maxPixels: options.maxTexturePixels)
        var geometry = ImportedGeometry(
            scene: imported.scene, path: files.name, maxFaces: options.maxFaces, channels: looks.channels,
            isGLTF: files.isGLTF, posesSkins: files.posesSkins)
        try geometry.add(imported.root, Pose(options.worldFromFile, at: .zero))
        positions = geometry.positions
        normals = geometry.normals
        coordinates = geometry.hasCoordinates ? geometry.coordinates : []
        colours = geometry.hasColours ? geometry.colours : []
        triangles = geometry.triangles
        materialIndices = geometry.materialIndices
        materials = looks.materials
        textures = looks.textures
        notices = files.notices + geometry.notices
    }
}

extension Mesh {
    /// Throws like the other initializers where the parts make no mesh; errors name `file`.
    init(_ parts: MeshParts, file: String) throws(RenderingError) {
        try self.init(
            positions: parts.positions, normals: parts.normals, coordinates: parts.coordinates,
            colours: parts.colours, triangles: parts.triangles, materialIndices: parts.materialIndices,
            materials: parts.materials, textures: parts.textures, file: file)
    }
}
