internal import Archives
internal import CAssimp
import Findings
internal import Foundation

/// A file that Assimp has read, freed with the last reference.
final class ImportedScene {
    let scene: UnsafePointer<aiScene>
    let root: UnsafePointer<aiNode>

    /// Assimp keeps the message of its last failure in one place for all threads, so it reads one file at a time.
    private static let turn = NSLock()

    /// Throws `.missing`, `.unreadable`, `.unsupported`, and `.noFaces` for a file with content but nothing visible.
    init(_ files: ImportedFiles) throws(RenderingError) {
        let name = files.name
        switch files.place {
        case .disk(let path):
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw RenderingError(.missing, file: name, "no such file")
            }
            guard !isFolder.boolValue else {
                throw RenderingError(.unreadable, file: name, "is a folder, not a model")
            }
        case .archive(let archive, let member):
            guard archive.has(member) else {
                throw RenderingError(.missing, file: name, "there is no such file in the archive")
            }
        }

        if files.isGLTF, var document = files.bytes(of: files.path).flatMap(GLTFDocument.init) {
            files.completed = try document.completed(files)
        }

        let properties = aiCreatePropertyStore()
        defer { aiReleasePropertyStore(properties) }
        // Assimp drops points and lines in the step that sorts meshes by kind.
        aiSetImportPropertyInteger(
            properties, "PP_SBP_REMOVE",
            Int32(bitPattern: aiPrimitiveType_POINT.rawValue | aiPrimitiveType_LINE.rawValue))
        // For a file without faces Assimp would make some up, which show its nodes as bones.
        aiSetImportPropertyInteger(properties, AI_CONFIG_IMPORT_NO_SKELETON_MESHES, 1)
        let steps =
            aiProcess_Triangulate.rawValue | aiProcess_JoinIdenticalVertices.rawValue
            | aiProcess_SortByPType.rawValue
        let (imported, words) = Self.turn.withLock {
            let imported = files.withFileIO { aiImportFileExWithProperties(files.path, steps, $0, properties) }
            return (imported, imported == nil ? String(cString: aiGetErrorString()) : "")
        }
        // Assimp's error for a file that could not be unpacked does not give the reason.
        if let failure = files.failure {
            if let imported { aiReleaseImport(imported) }
            throw RenderingError(.unreadable, file: failure.file, failure.words)
        }
        // Assimp's words for a file with only points and lines, which it dropped.
        if words == "No meshes remaining" { throw RenderingError(.noFaces, file: name, "has no faces to be seen") }
        if imported == nil, ["bad_alloc", "bad_array_new_length"].contains(where: words.contains) {
            throw RenderingError(.outOfMemory, file: name, "needs more memory to be read than there is")
        }
        guard let scene = imported else {
            throw RenderingError(
                .unreadable, file: name, words.isEmpty ? "cannot be read as a model" : "cannot be read: " + words)
        }
        guard let root = scene.pointee.mRootNode, scene.pointee.mNumMeshes > 0 else {
            aiReleaseImport(scene)
            throw RenderingError(.noFaces, file: name, "has no faces to be seen")
        }
        self.scene = scene
        self.root = UnsafePointer(root)
    }

    deinit {
        aiReleaseImport(scene)
    }
}

extension aiString {
    /// Its text; bytes that are no UTF-8 are replaced.
    var text: String {
        withUnsafeBytes(of: data) { String(decoding: $0.prefix(Int(length)), as: UTF8.self) }
    }
}
