import Archives
package import Cards
package import Drawings
import Findings
package import Geometry
package import Rendering

/// A model as a pipeline, an archive or a catalogue names it, not yet read.
package struct ModelListing: Sendable {
    /// The reference to the model: a path, `ARCHIVE#NAME` or `CATALOGUE#NAME`.
    package let reference: String
    let origin: Origin

    enum Origin: Sendable {
        case file
        case piece(ModelArchive.Piece, of: Archive)
        case entry(ModelCatalogue.Entry)
    }

    /// Whether a YAML file lists models: it then has them under “models”.
    package static func isCatalogue(_ path: String) throws(InvalidFile) -> Bool {
        let source = try Source(path: path)
        do throws(Diagnostic) {
            return try Node(parsing: source).pairs?.contains { $0.key == "models" } ?? false
        } catch {
            throw InvalidFile([error])
        }
    }

    package var tags: [String] {
        switch origin {
        case .file: []
        case .piece(let piece, _): piece.tags
        case .entry(let entry): entry.tags
        }
    }

    /// The category of objects that are made of the model, unless the pipeline gives one.
    var category: String? {
        if case .entry(let entry) = origin { entry.category } else { nil }
    }

    var keypointNames: [String] {
        if case .entry(let entry) = origin { entry.frame.keypoints.map(\.name) } else { [] }
    }

    /// The credits of the model. Those that a catalogue leaves out come from the archive.
    package func credits(_ lists: FileLists) throws(ObjectError) -> Credits? {
        switch origin {
        case .file: return nil
        case .piece(let piece, _): return piece.credits
        case .entry(let entry):
            var own = entry.credits
            if own.source == nil { own.source = entry.file }
            return own.filled(from: try original(entry, lists).credits(lists) ?? Credits())
        }
    }

    /// The model that a catalogue's entry stands for. Throws where it does not exist.
    private func original(_ entry: ModelCatalogue.Entry, _ lists: FileLists) throws(ObjectError) -> ModelListing {
        do throws(ObjectError) {
            return try lists.model(entry.file, ofCatalogue: true)
        } catch {
            guard error.code == .missing, let package = entry.package, !lists.exists(entry.file) else { throw error }
            throw ObjectError(.missing, file: error.file, "is not installed: apt install \(package)")
        }
    }

    /// Whether the model's file exists, as far as can be seen without reading the model.
    func check(_ lists: FileLists) throws(ObjectError) {
        if case .entry(let entry) = origin { try original(entry, lists).checkPiece() }
    }

    /// Checks the facts that the model's library gives.
    func checkPiece() throws(ObjectError) {
        if case .piece(let piece, _) = origin, let fault = piece.fault { throw fault }
    }

    /// Reads the model, with its own axes and unit taken to ours by `worldFromFile`.
    package func shape(
        _ lists: FileLists, _ limits: ModelLimits, _ worldFromFile: Matrix3 = .identity
    ) throws(ObjectError) -> ModelShape {
        try checkPiece()
        do throws(RenderingError) {
            switch origin {
            case .file:
                let read = try lists.importer.read(.disk(reference), limits.options(worldFromFile))
                return ModelShape(read.mesh, notices: read.notices)
            case .piece(let piece, let archive):
                let read = try lists.importer.read(
                    .archive(archive, member: piece.member), limits.options(piece.turn))
                // As Sweet Home 3D has it, each side of the box is stretched to what the library states.
                return ModelShape(
                    try read.mesh.sized(piece.size).mapped(by: worldFromFile), notices: read.notices)
            case .entry: break
            }
        } catch {
            throw ObjectError(error)
        }
        guard case .entry(let entry) = origin else { preconditionFailure("the others have been read") }
        let whole = worldFromFile * entry.frame.worldFromFile
        var shape = try original(entry, lists).shape(lists, limits, whole)
        shape.keypoints += entry.frame.placed(whole)
        return shape
    }
}

extension ModelLimits {
    fileprivate func options(_ worldFromFile: Matrix3) -> Mesh.Options {
        Mesh.Options(worldFromFile, maxFaces: maxFaces, maxTexturePixels: maxPixels)
    }
}

extension Mesh {
    /// The same mesh on the ground at the origin, its box as wide, high and deep as `size` says in metres. A side that is
    /// flat stays so.
    fileprivate func sized(_ size: Vector3?) throws(RenderingError) -> Mesh {
        guard let size else { return self }
        let own = bounds.size
        func scale(_ axis: Int) -> Double { own[axis] > 0 ? size[axis] / own[axis] : 1 }
        return try mapped(by: Matrix3(x: [scale(0), 0, 0], y: [0, scale(1), 0], z: [0, 0, scale(2)])).standing()
    }

    /// The same mesh under a linear map that flattens nothing.
    fileprivate func mapped(by map: Matrix3) throws(RenderingError) -> Mesh {
        guard map != .identity else { return self }
        // Normals go by the cofactors, which are the transposed inverse times the determinant.
        let sign = map.determinant < 0 ? -1.0 : 1.0
        let normalMap = Matrix3(
            x: map.y.cross(map.z) * sign, y: map.z.cross(map.x) * sign, z: map.x.cross(map.y) * sign)
        return try Mesh(
            positions: positions.map { SIMD3<Float>(map * Vector3($0)) },
            normals: normals.map { SIMD3<Float>(normalMap * Vector3($0)) }, coordinates: coordinates,
            colours: colours,
            // A mirrored triangle would show its back.
            triangles: sign < 0 ? triangles.map { SIMD3($0.x, $0.z, $0.y) } : triangles,
            materialIndices: materialIndices, materials: materials, textures: textures)
    }
}
