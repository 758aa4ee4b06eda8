package import Cards
package import Drawings
import Findings
package import Rendering

/// A model file: OBJ, glTF, GLB, PLY, STL, or whatever else Assimp reads; by itself, in an archive, or by its name in a
/// catalogue.
package struct MeshFile: ModelSource, FramesModel {
    package var file: [String] = []
    package var frame = ModelFrame()
    package var tags: [String]?
    package var prints: [Named<MeshPrint>] = []

    package init() {}

    package static let card = Card<MeshFile>(
        "mesh", "A 3D model file (OBJ, glTF, GLB, PLY, STL and others), rendered into the photo's camera and light.",
        [
            .required(
                "file", \.file, .oneOrMore(.path),
                "The model. From several, from a folder or from a glob, one is drawn each time. ARCHIVE#NAME is a model in a zip archive or a furniture library (.sh3f), CATALOGUE#NAME one of a catalogue (.yaml). NAME may be a glob. Without #NAME, every model of the file may be drawn."
            )
        ] + frameFields + [
            .field(
                "tags", \.tags, .optional(.oneOrMore(.text("a tag"))),
                "Only models of catalogues and furniture libraries that have one of these tags."),
            .field(
                "print", \.prints, .map(.varyingBlock(MeshPrint.card), of: "names"),
                "Lettering that is printed on parts of its textures, by names of yours."),
        ])

    /// The extensions of the files of a folder that are models.
    static let extensions = [
        "obj", "gltf", "glb", "ply", "stl", "dae", "fbx", "3ds", "off", "x3d", "3mf", "ac", "lwo", "blend",
    ]

    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> MeshFile {
        let models = try lists.models(file, tags: tags ?? [])
        var one = self
        one.file = [models[stream.integer(0, models.count - 1)].reference]
        one.tags = nil
        one.prints = []
        for print in prints {
            var chosen = print.value
            chosen.text = try chosen.text.choose(lists, by: &stream)
            one.prints.append(Named(name: print.name, value: chosen, position: print.position))
        }
        return one
    }

    /// Lists the models and checks that each exists; reads none.
    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        var problems: [ObjectError] = []
        func collect(_ look: () throws(ObjectError) -> Void) {
            do throws(ObjectError) { try look() } catch { problems.append(error) }
        }
        for path in values.texts("file") {
            collect { () throws(ObjectError) in
                let found = try lists.models([path])
                // Of many, one that cannot be used is told of where it is drawn.
                if found.count == 1 { try found[0].checkPiece() }
            }
        }
        problems += MeshPrint.problems(in: values.block("print"), values.names("print"), lists)
        guard problems.isEmpty else { return problems }
        for model in listed(in: values, lists) {
            collect { () throws(ObjectError) in try model.check(lists) }
        }
        let tags = values.texts("tags")
        if !tags.isEmpty {
            collect { () throws(ObjectError) in _ = try lists.models(values.texts("file"), tags: tags) }
        }
        return problems
    }

    /// Every model that a pipeline may choose.
    private static func listed(in values: DraftValues, _ lists: FileLists) -> [ModelListing] {
        (try? lists.models(values.texts("file"), tags: values.texts("tags"))) ?? []
    }

    package static func origins(in values: DraftValues, _ lists: FileLists) -> [String] {
        listed(in: values, lists).map(\.reference)
    }

    package func origin(_ lists: FileLists) -> String { file.first ?? "" }

    package static func models(in values: DraftValues, _ lists: FileLists) -> [NamedModel] {
        let units = values.numbers("unit")
        let upright = values.texts("up").compactMap(Mesh.Options.Up.init(rawValue:))
        let prints = MeshPrint.places(in: values.block("print"), values.names("print"))
        return listed(in: values, lists).map {
            NamedModel(reference: $0.reference, units: units, upright: upright, prints: prints)
        }
    }

    package static func leftOut(of values: DraftValues, _ lists: FileLists, for use: ObjectUse) -> String? {
        MeshPrint.leftOut(of: values.block("print"), values.names("print"), lists, for: use)
    }

    package static func keypointNames(in values: DraftValues, of category: String?, _ lists: FileLists) -> [String] {
        let models = listed(in: values, lists).filter { $0.category == category }
        guard !models.isEmpty else { return [] }
        let names = models.flatMap(\.keypointNames) + values.names("keypoints")
        var known: Set<String> = []
        return names.filter { known.insert($0).inserted }
    }

    package static func categories(in values: DraftValues, _ lists: FileLists) -> [String?] {
        var known: Set<String?> = []
        let categories = listed(in: values, lists).map(\.category).filter { known.insert($0).inserted }
        return categories.isEmpty ? [nil] : categories
    }

    package func category(_ lists: FileLists) throws(ObjectError) -> String? { try model(lists).category }

    package static func licences(in values: DraftValues, _ lists: FileLists) -> [Licence] {
        listed(in: values, lists).compactMap { (try? $0.credits(lists))??.licence }
    }

    package func credits(_ lists: FileLists) throws(ObjectError) -> [Credits] {
        [try model(lists).credits(lists)].compactMap { $0 }
    }

    package func shape(_ lists: FileLists, _ limits: ModelLimits) throws(ObjectError) -> ModelShape {
        let worldFromFile = frame.worldFromFile
        var shape = try model(lists).shape(lists, limits, worldFromFile)
        shape.keypoints += frame.placed(worldFromFile)
        guard !prints.isEmpty else { return shape }
        var printed = PrintedMesh(shape.mesh)
        for print in prints {
            do throws(ObjectError) {
                try printed.add(print.value)
            } catch {
                throw error.onPrint(print.name, of: file[0])
            }
        }
        (shape.mesh, shape.writing, shape.lines) = (printed.mesh, printed.writing, printed.lines)
        return shape
    }

    private func model(_ lists: FileLists) throws(ObjectError) -> ModelListing {
        guard file.count == 1 else { preconditionFailure("one model is chosen before it is read") }
        return try lists.model(file[0])
    }
}

extension ObjectError {
    /// The same of a print on a model.
    func onPrint(_ name: String, of file: String) -> ObjectError {
        ObjectError(code, file: self.file ?? file, "print “\(name)”: \(words)")
    }

    /// A model that could not be read or made.
    init(_ error: RenderingError) {
        let code: ObjectFailure =
            switch error.code {
            case .missing, .missingTexture, .missingMaterials: .missing
            case .tooManyFaces: .tooManyFaces
            case .tookTooLong: .tookTooLong
            case .outOfMemory: .outOfMemory
            default: .unreadable
            }
        self.init(code, file: error.file, error.words)
    }
}
