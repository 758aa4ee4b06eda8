/// The models themselves, `models/obj_000001.ply`.
extension BOPModels {
    /// The most bytes of all files together, and the most files: objects whose size is drawn anew each time are a model
    /// each.
    private static let (mostBytes, mostFiles) = (1 << 30, 10_000)

    static let files: FilePlace = "bop/models/obj_*.ply"

    /// Writes a file for each model whose objects are known to have one shape, and takes over its diameter. Notes why
    /// the other models have no file.
    mutating func writeFiles(_ surfaces: ObjectSurfaces?, to output: LabelOutput) throws {
        // The same numbers may have meant other models before.
        try output.removeFiles(at: Self.files)
        guard let surfaces else {
            output.note("model without its mesh: only the run that makes a dataset can write it", entries.count)
            return
        }
        var maker = SurfaceMaker(surfaces: surfaces)
        var (bytes, files) = (0, 0)
        // Models of one origin follow each other, so that each surface is made once.
        let unknown = BOPOrigin(from: "", isMirrored: false)
        let order = entries.indices.map { (entries[$0].origins?.first ?? unknown, $0) }.sorted(by: <).map(\.1)
        for place in order {
            let entry = entries[place]
            guard let origins = entry.origins else {
                output.note("model without its mesh: its objects come from too many sources, or from an unknown one")
                continue
            }
            guard let first = maker.surface(of: origins[0]) else {
                output.note("model without its mesh: it cannot be made any more")
                continue
            }
            guard origins.dropFirst().allSatisfy({ maker.surface(of: $0) == first }) else {
                output.note("model without a mesh: objects of its size have several shapes")
                continue
            }
            let size = BOPSurface.byteCount(vertices: first.positions.count, triangles: first.triangles.count)
            guard files < Self.mostFiles, bytes + size <= Self.mostBytes else {
                output.note("model without its mesh: the files would be too many, or take more than 1 GiB")
                continue
            }
            guard let surface = BOPSurface(first, size: entry.size) else {
                output.note("model without its mesh: its shape has changed since the objects were made")
                continue
            }
            entries[place].diameter = surface.diameter
            try output.write(surface.ply, to: "bop/models/obj_\(DatasetLayout.number(entry.number)).ply")
            (bytes, files) = (bytes + size, files + 1)
        }
    }

    /// Makes surfaces and keeps the last one.
    private struct SurfaceMaker {
        let surfaces: ObjectSurfaces
        private var last: (origin: BOPOrigin, surface: ObjectSurface?)?

        init(surfaces: ObjectSurfaces) { self.surfaces = surfaces }

        mutating func surface(of origin: BOPOrigin) -> ObjectSurface? {
            if let last, last.origin == origin { return last.surface }
            let made = surfaces.surface(origin.from)
            let surface = origin.isMirrored ? made?.mirrored : made
            last = (origin, surface)
            return surface
        }
    }
}
