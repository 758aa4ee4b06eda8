import Archives
import Cards
import Drawings
import Findings
import Foundation
import Geometry

/// An archive of models: a furniture library of Sweet Home 3D (`.sh3f`), which gives the real size and the author of
/// each piece, or any other zip archive with model files in it.
struct ModelArchive: Sendable {
    let archive: Archive
    /// The pieces in the archive's order.
    let pieces: [Piece]

    struct Piece: Sendable {
        /// The name in `ARCHIVE#NAME`: the last part of a piece's id, or the path in the archive.
        var name: String
        /// The model's path in the archive.
        var member: String
        /// Width, height and depth in metres; nil where the archive gives none.
        var size: Vector3?
        /// The piece's axes from the file's.
        var turn = Matrix3.identity
        var credits = Credits()
        var tags: [String] = []
        /// An impossible fact that the library gives of the piece, for which the piece cannot be read.
        var fault: ObjectError?
    }

    static let extensions = ["sh3f", "zip"]

    /// The path of a furniture library's list of its pieces.
    private static let catalogue = "PluginFurnitureCatalog.properties"
    /// The size in bytes.
    private static let largestCatalogue = 64 << 20

    /// Reads the archive's list, no model.
    init(path: String) throws(ObjectError) {
        do throws(ArchiveError) {
            archive = try Archive(path: path)
            guard archive.has(Self.catalogue) else {
                pieces = archive.members.filter(ModelArchive.isModel).map { Piece(name: $0, member: $0) }
                return
            }
            let properties = JavaProperties(try archive.read(Self.catalogue, atMost: Self.largestCatalogue))
            var pieces: [Piece] = []
            for key in properties.keys where key.hasPrefix("id#") {
                pieces.append(Piece(number: String(key.dropFirst(3)), in: properties, of: archive))
            }
            self.pieces = pieces
        } catch {
            throw ObjectError(error)
        }
    }

    private static func isModel(_ member: String) -> Bool {
        guard let dot = member.lastIndex(of: ".") else { return false }
        return MeshFile.extensions.contains(member[member.index(after: dot)...].lowercased())
    }
}

extension ModelArchive.Piece {
    /// A piece by its number: `width#7=59.4`, in centimetres. A piece with a senseless size or model has a fault; the
    /// others of its library remain usable.
    ///
    /// Format: Sweet Home 3D's DefaultFurnitureCatalog, PropertyKey.
    fileprivate init(number: String, in properties: JavaProperties, of archive: Archive) {
        func value(_ key: String) -> String? { properties["\(key)#\(number)"] }
        let id = value("id") ?? number
        name = id.split(separator: "#").last.map(String.init) ?? id
        let model = value("model") ?? ""
        let path = model.hasPrefix("/") ? String(model.dropFirst()) : model
        member = archive.has(path) ? path : path.removingPercentEncoding ?? path
        var unusable: [String] = model.isEmpty ? ["model"] : []
        func metres(_ key: String) -> Double {
            if let text = value(key), let centimetres = Double(text), centimetres > 0, centimetres.isFinite {
                return centimetres / 100
            }
            unusable.append(key)
            return 1
        }
        size = [metres("width"), metres("height"), metres("depth")]
        if let text = value("modelRotation") {
            let numbers = text.split(separator: " ").compactMap { Double($0) }
            if numbers.count == 9, numbers.allSatisfy(\.isFinite) {
                // Row by row.
                turn = Matrix3(
                    x: [numbers[0], numbers[3], numbers[6]], y: [numbers[1], numbers[4], numbers[7]],
                    z: [numbers[2], numbers[5], numbers[8]])
            }
            if numbers.count != 9 || !(abs(turn.determinant) > 1e-6) { unusable.append("modelRotation") }
        }
        if let key = unusable.first {
            fault = ObjectError(
                .unreadable, file: archive.reference(name),
                "its furniture library has no usable “\(key)#\(number)”: \(value(key) ?? "missing")")
        }
        let words = (value("tags") ?? "").split(separator: ",") + [Substring(value("category") ?? "")]
        tags = words.map { $0.trimmingBlanks }.filter { !$0.isEmpty }
        credits.title = value("name")
        credits.author = value("creator")
        credits.licence = properties["license"].map { Licence(name: $0.split(separator: " ").joined(separator: " ")) }
        credits.source = archive.reference(name)
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String { trimmingCharacters(in: .whitespaces) }
}

extension ObjectError {
    init(_ error: ArchiveError) {
        let code: ObjectFailure =
            switch error.code {
            case .missing, .noMember: .missing
            case .tooLarge: .tooLarge
            default: .unreadable
            }
        self.init(code, file: error.file, error.words)
    }
}
