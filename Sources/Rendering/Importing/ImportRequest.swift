internal import Archives
import Findings
internal import Foundation
internal import Geometry

/// A request for a model, from the process that wants it to the one that reads it.
struct ImportRequest: Hashable, Codable, Sendable {
    /// The folder that relative paths start from.
    var folder: String
    var path: String
    /// The model's path in the archive at `path`; nil for a file of the disk.
    var member: String?
    var worldFromFile: Matrix3
    var maxFaces: Int
    var maxTexturePixels: Int
    var limits: ImportLimits

    init(_ place: ModelPlace, _ options: Mesh.Options, _ limits: ImportLimits) {
        folder = FileManager.default.currentDirectoryPath
        switch place {
        case .disk(let path): self.path = path
        case .archive(let archive, let member): (path, self.member) = (archive.path, member)
        }
        worldFromFile = options.worldFromFile
        maxFaces = options.maxFaces
        maxTexturePixels = options.maxTexturePixels
        self.limits = limits
    }

    var options: Mesh.Options {
        Mesh.Options(worldFromFile, maxFaces: maxFaces, maxTexturePixels: maxTexturePixels)
    }

    func write(to sink: inout some ByteSink) throws(BrokenStream) {
        guard let bytes = try? JSONEncoder().encode(self) else { throw .malformed("a request holds no finite number") }
        try sink.write(list: [UInt8](bytes))
    }

    init(from source: inout some ByteSource) throws(BrokenStream) {
        let bytes = try source.list(of: UInt8.self)
        do {
            self = try JSONDecoder().decode(ImportRequest.self, from: Data(bytes))
        } catch {
            throw .malformed("a request is not understood: \(error)")
        }
    }
}

/// The reader's answer.
enum ImportAnswer: Sendable {
    case parts(MeshParts)
    case failure(RenderingError)

    /// Whether the reader ran out of memory.
    var isShortage: Bool {
        if case .failure(let error) = self { error.code == .outOfMemory } else { false }
    }

    /// The mark before each answer, which distinguishes it from another program's output.
    private static let mark: UInt64 = 0x6469_6f72_616d_6131

    func write(to sink: inout some ByteSink) throws(BrokenStream) {
        try sink.write(Self.mark)
        switch self {
        case .parts(let parts):
            try sink.write(UInt8(1))
            try parts.write(to: &sink)
        case .failure(let error):
            try sink.write(UInt8(0))
            for text in [error.code.rawValue, error.file ?? "", error.words] { try sink.write(text) }
        }
        // The mark follows the answer too: a process that reads it has the whole answer.
        try sink.write(Self.mark)
    }

    init(from source: inout some ByteSource) throws(BrokenStream) {
        func mark(_ source: inout some ByteSource) throws(BrokenStream) {
            guard try source.read(UInt64.self) == Self.mark else { throw .malformed("is no answer of an importer") }
        }
        try mark(&source)
        switch try source.read(UInt8.self) {
        case 1: self = .parts(try MeshParts(from: &source))
        case 0:
            let (code, file, words) = (try source.text(), try source.text(), try source.text())
            guard let code = RenderingFailure(rawValue: code) else { throw .malformed("names an unknown failure") }
            self = .failure(RenderingError(code, file: file.isEmpty ? nil : file, words))
        default: throw .malformed("is no answer of an importer")
        }
        try mark(&source)
    }
}
