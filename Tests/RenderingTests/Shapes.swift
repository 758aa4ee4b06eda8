import Foundation
import Geometry
import Pictures

@testable import Rendering

extension Mesh {
    /// A sphere about the origin whose vertices lie on it, with the sphere's own normals.
    static func sphere(radius: Double = 1, material: Material = Material(), segments: Int = 64) throws -> Mesh {
        var positions: [SIMD3<Float>] = []
        var normals: [SIMD3<Float>] = []
        var triangles: [SIMD3<UInt32>] = []
        let rings = segments / 2
        for ring in 0...rings {
            let polar = Angle.degrees(180 * Double(ring) / Double(rings))
            for step in 0...segments {
                let turn = Angle.degrees(360 * Double(step) / Double(segments))
                let normal = Vector3(polar.sine * turn.cosine, polar.cosine, polar.sine * turn.sine)
                normals.append(SIMD3<Float>(normal))
                positions.append(SIMD3<Float>(normal * radius))
                guard ring < rings, step < segments else { continue }
                let a = UInt32(ring * (segments + 1) + step)
                let b = a + UInt32(segments + 1)
                triangles += [[a, a + 1, b], [b, a + 1, b + 1]]
            }
        }
        return try Mesh(positions: positions, normals: normals, triangles: triangles, materials: [material])
    }

    /// An upright card of one metre about the origin, facing +z: u to the right, v up.
    static func card(_ material: Material = Material(), textures: [Texture] = []) throws -> Mesh {
        try Mesh(
            positions: [[-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]],
            normals: Array(repeating: [0, 0, 1], count: 4), coordinates: [[0, 0], [1, 0], [1, 1], [0, 1]],
            triangles: [[0, 1, 2], [0, 2, 3]], materials: [material], textures: textures)
    }

    /// A cube of one metre standing on y = 0, each face with vertices of its own.
    static func cube(_ material: Material = Material()) throws -> Mesh {
        var positions: [SIMD3<Float>] = []
        var triangles: [SIMD3<UInt32>] = []
        let turns: [Matrix3] = [
            .identity, .yaw(.degrees(90)), .yaw(.degrees(180)), .yaw(.degrees(270)), .pitch(.degrees(90)),
            .pitch(.degrees(-90)),
        ]
        for turn in turns {
            let first = UInt32(positions.count)
            for corner in [[-0.5, -0.5, 0.5], [0.5, -0.5, 0.5], [0.5, 0.5, 0.5], [-0.5, 0.5, 0.5]] as [Vector3] {
                positions.append(SIMD3<Float>(turn * corner + [0, 0.5, 0]))
            }
            triangles += [[first, first + 1, first + 2], [first, first + 2, first + 3]]
        }
        return try Mesh(positions: positions, triangles: triangles, materials: [material])
    }
}

extension Material {
    /// Purely diffuse.
    static func matte(_ reflectance: Float) -> Material {
        Material(baseColour: SIMD3(repeating: reflectance), specular: 0)
    }
}

extension RenderedLayers {
    func alpha(_ x: Int, _ y: Int) -> Int { Int(colour.bytes[4 * index(x: x, y: y) + 3]) }
    func red(_ x: Int, _ y: Int) -> Int { Int(colour.bytes[4 * index(x: x, y: y)]) }
    func rgb(_ x: Int, _ y: Int) -> [UInt8] {
        let at = 4 * index(x: x, y: y)
        return Array(colour.bytes[at..<at + 3])
    }
}

/// The byte of a linear value, by IEC 61966-2-1.
func byte(_ linear: Double) -> Int {
    let encoded = linear <= 0.003_130_8 ? linear * 12.92 : 1.055 * pow(linear, 1 / 2.4) - 0.055
    return Int((min(1, encoded) * 255).rounded())
}

func frame(_ size: Int) -> PixelRect { PixelRect(width: size, height: size) }

/// What a call throws, where it throws what this room throws.
func failure(_ call: () throws -> Void) -> RenderingError? {
    do {
        try call()
        return nil
    } catch {
        return error as? RenderingError
    }
}
