import Geometry
package import Pipelines
package import Rendering

/// A model file: OBJ, glTF, GLB, PLY, STL, or whatever else Assimp reads.
package struct MeshFile: ModelSource {
    package var file: [String] = []
    /// In metres.
    package var unit = 1.0
    package var up = Mesh.Options.Up.y
    /// In degrees.
    package var front = 0.0
    /// By name, in the file's own frame and unit.
    package var keypoints: [Named<[Double]>] = []

    package init() {}

    package static let card = Card<MeshFile>(
        "mesh", "A 3D model file (OBJ, glTF, GLB, PLY, STL and others), rendered into the photo's camera and light.",
        .required(
            "file", \.file, .oneOrMore(.path), "The model; of several, of a folder or a glob, each time one."),
        .field(
            "unit", \.unit, .number(in: 1e-6...1e6, .metres),
            "The length of the file's unit: 0.01 where it is in centimetres."),
        .field("up", \.up, .word, "Which of the file's axes points up."),
        .field(
            "front", \.front, .number(in: -360...360, .degrees),
            "Turns the model about the vertical so that its front looks along +z, at the viewer."),
        .field(
            "keypoints", \.keypoints, .map(.list(.number(), count: 3...3), of: "names"),
            "Points to be labelled, by name, each as [x, y, z] in the file's own axes and unit.")
    )

    /// What files of a folder are taken for models.
    private static let extensions = [
        "obj", "gltf", "glb", "ply", "stl", "dae", "fbx", "3ds", "off", "x3d", "3mf", "ac", "lwo", "blend",
    ]

    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> MeshFile {
        let files = try lists.files(file, extensions: MeshFile.extensions)
        var one = self
        one.file = [files[stream.integer(0, files.count - 1)]]
        return one
    }

    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        values.texts("file").compactMap { path in
            do throws(ObjectError) {
                _ = try lists.files([path], extensions: extensions)
                return nil
            } catch {
                return error
            }
        }
    }

    package static func keypointNames(in values: DraftValues, _ lists: FileLists) -> [String] {
        values.names("keypoints")
    }

    package func shape(_ limits: ModelLimits) throws(ObjectError) -> ModelShape {
        guard file.count == 1 else { preconditionFailure("one model is chosen before it is read") }
        let options = Mesh.Options(
            metresPerUnit: unit, up: up, front: .degrees(front), maxFaces: limits.maxFaces,
            maxTexturePixels: limits.maxPixels)
        do throws(RenderingError) {
            return ModelShape(
                try Mesh(file: file[0], options),
                keypoints: keypoints.map { point in
                    Keypoint(point.name, at: options.place([point.value[0], point.value[1], point.value[2]]))
                })
        } catch {
            throw ObjectError(error)
        }
    }
}

extension ObjectError {
    /// A model that could not be read or made.
    init(_ error: RenderingError) {
        let code: Code =
            switch error.code {
            case .missing, .missingTexture: .missing
            case .tooManyFaces: .tooLarge
            default: .unreadable
            }
        let remedy = error.code == .tooManyFaces ? "; raise “max_faces” of the pipeline's “render” to take it" : ""
        self.init(code, file: error.file, error.words + remedy)
    }
}
