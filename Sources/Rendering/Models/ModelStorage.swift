/// A mesh's lists in memory for Embree and the tracer, freed with the last reference.
///
/// `@unchecked Sendable`: written only before `init` returns, only read after.
final class ModelStorage: @unchecked Sendable {
    /// The tracer's view of the lists: plain pointers, so that the loops count no references.
    struct View {
        fileprivate(set) var positions: UnsafePointer<SIMD3<Float>>
        fileprivate(set) var normals: UnsafePointer<SIMD3<Float>>
        fileprivate(set) var coordinates: UnsafePointer<SIMD2<Float>>?
        fileprivate(set) var colours: UnsafePointer<SIMD3<Float>>?
        fileprivate(set) var triangles: UnsafePointer<SIMD3<UInt32>>
        fileprivate(set) var materialIndices: UnsafePointer<UInt16>
        fileprivate(set) var materials: UnsafePointer<MaterialView>
        fileprivate(set) var textures: UnsafePointer<TextureView>

        @inline(__always) func material(of triangle: Int) -> UnsafePointer<MaterialView> {
            materials + Int(materialIndices[triangle])
        }
    }

    let view: View
    let byteCount: Int
    private let frees: [() -> Void]

    init(_ mesh: Mesh) {
        var frees: [() -> Void] = []
        var bytes = 0
        func keep<Element>(_ list: [Element]) -> UnsafePointer<Element> {
            let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, list.count))
            memory.initialize(from: list, count: list.count)
            let count = list.count
            frees.append {
                memory.deinitialize(count: count)
                memory.deallocate()
            }
            bytes += count * MemoryLayout<Element>.stride
            return UnsafePointer(memory)
        }
        let textures = mesh.textures.map { texture in
            let chain = TextureChain(texture)
            return TextureView(chain, texels: keep(chain.texels), levels: keep(chain.levels))
        }
        view = View(
            positions: keep(mesh.positions), normals: keep(mesh.normals),
            coordinates: mesh.coordinates.isEmpty ? nil : keep(mesh.coordinates),
            colours: mesh.colours.isEmpty ? nil : keep(mesh.colours), triangles: keep(mesh.triangles),
            materialIndices: keep(mesh.materialIndices), materials: keep(mesh.materials.map(MaterialView.init)),
            textures: keep(textures))
        self.frees = frees
        byteCount = bytes
    }

    deinit {
        for free in frees { free() }
    }
}
