/// The surfaces at eight hits, written one by one and read eight at a time.
///
/// One thread uses it at a time.
final class HitPacket {
    private let memory: UnsafeMutablePointer<Float>

    /// Positions of the fields, in rows of eight.
    private enum Row {
        static let point = 0
        static let geometric = 3
        static let normal = 6
        static let colour = 9
        static let emission = 12
        static let roughness = 15
        static let metalness = 16
        static let specular = 17
        static let count = 18
    }

    init() {
        memory = UnsafeMutableRawPointer.allocate(byteCount: Row.count * 32, alignment: 32)
            .bindMemory(to: Float.self, capacity: Row.count * 8)
        memory.initialize(repeating: 0, count: Row.count * 8)
    }

    deinit {
        memory.deallocate()
    }

    @inline(__always) func set(
        _ lane: Int, point: Vector, geometric: Vector, normal: Vector, colour: Vector, emission: Vector,
        roughness: Float, metalness: Float, specular: Float
    ) {
        store(point, Row.point, lane)
        store(geometric, Row.geometric, lane)
        store(normal, Row.normal, lane)
        store(colour, Row.colour, lane)
        store(emission, Row.emission, lane)
        memory[Row.roughness * 8 + lane] = roughness
        memory[Row.metalness * 8 + lane] = metalness
        memory[Row.specular * 8 + lane] = specular
    }

    @inline(__always) private func store(_ vector: Vector, _ row: Int, _ lane: Int) {
        memory[row * 8 + lane] = vector.x
        memory[row * 8 + 8 + lane] = vector.y
        memory[row * 8 + 16 + lane] = vector.z
    }

    @inline(__always) private func numbers(_ row: Int) -> Float8 {
        UnsafeRawPointer(memory).load(fromByteOffset: row * 32, as: Float8.self)
    }

    @inline(__always) private func vectors(_ row: Int) -> Vector8 {
        Vector8(numbers(row), numbers(row + 1), numbers(row + 2))
    }

    /// The points in the world.
    @inline(__always) var points: Vector8 { vectors(Row.point) }
    /// The normals of the triangles and the interpolated ones, of any length and on any side.
    @inline(__always) var geometric: Vector8 { vectors(Row.geometric) }
    @inline(__always) var normals: Vector8 { vectors(Row.normal) }
    @inline(__always) var colours: Vector8 { vectors(Row.colour) }
    @inline(__always) var emissions: Vector8 { vectors(Row.emission) }
    @inline(__always) var roughnesses: Float8 { numbers(Row.roughness) }
    @inline(__always) var metalnesses: Float8 { numbers(Row.metalness) }
    @inline(__always) var speculars: Float8 { numbers(Row.specular) }
}
