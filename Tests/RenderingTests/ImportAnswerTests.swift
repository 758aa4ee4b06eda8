import Findings
import Testing

@testable import Rendering

/// Answers of importers, as bytes: they come out as they went in, and nothing else is believed.
@Suite struct ImportAnswerTests {
    /// Bytes in memory, one after the other.
    private struct Bytes: ByteSink, ByteSource {
        var bytes: [UInt8] = []
        var left: Int { bytes.count }

        mutating func write(_ more: UnsafeRawBufferPointer) throws(BrokenStream) { bytes += more }

        mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BrokenStream) {
            guard buffer.count <= bytes.count else { throw .ended }
            buffer.copyBytes(from: bytes.prefix(buffer.count))
            bytes.removeFirst(buffer.count)
        }
    }

    private static let parts: MeshParts = {
        var parts = MeshParts()
        parts.positions = [.zero, [1, 0, 0], [0.5, 2, -1]]
        parts.normals = [[0, 0, 1], [0, 1, 0], .zero]
        parts.coordinates = [[0, 0], [1, 0.25], [7, -3]]
        parts.colours = [[1, 0, 0], [0, 0.5, 0], .one]
        parts.triangles = [[0, 1, 2], [2, 1, 0]]
        parts.materialIndices = [1, 0]
        var glass = Material(
            name: "glass 🪟", baseColour: [0.25, 0.5, 1], roughness: 0.125, metalness: 1, specular: 0.5)
        glass.opacity = 0.75
        glass.alpha = .cutOut(below: 0.3)
        glass.emission = [0, 3, 0.5]
        glass.isUnlit = true
        glass.baseTexture = 0
        glass.emissionTexture = 1
        var veil = Material()
        veil.alpha = .blend
        veil.normalTexture = 1
        parts.materials = [glass, veil]
        parts.textures = [
            Texture(width: 1, height: 2, texels: Array(0..<8), wrapU: .mirror, wrapV: .clamp),
            Texture(
                width: 2, height: 1, texels: Array(8..<16), encoding: .numbers,
                mapping: TextureMapping(u: [2, 0, 1], v: [0, -1, 0.5])),
        ]
        parts.notices = ["one", ""]
        return parts
    }()

    private func bytes(_ answer: ImportAnswer) throws -> [UInt8] {
        var sink = Bytes()
        try answer.write(to: &sink)
        return sink.bytes
    }

    private func answer(_ bytes: [UInt8]) throws -> ImportAnswer {
        var source = Bytes(bytes: bytes)
        return try ImportAnswer(from: &source)
    }

    @Test func aMeshComesOutAsItWentIn() throws {
        guard case .parts(let parts) = try answer(bytes(.parts(Self.parts))) else {
            Issue.record("a mesh became a failure")
            return
        }
        #expect(try Mesh(parts, file: "a") == Mesh(Self.parts, file: "a"))
        #expect(parts.notices == Self.parts.notices)
    }

    @Test func aFailureComesOutAsItWentIn() throws {
        for file in ["a.obj", nil] {
            let error = RenderingError(.noFaces, file: file, "has no faces")
            guard case .failure(let read) = try answer(bytes(.failure(error))) else {
                Issue.record("a failure became a mesh")
                return
            }
            #expect(read == error)
        }
    }

    @Test func anAnswerThatIsCutOffIsNone() throws {
        let whole = try bytes(.parts(Self.parts))
        for count in 0..<whole.count {
            #expect(throws: BrokenStream.self) { try answer(Array(whole[..<count])) }
        }
    }

    /// A process whose memory a broken file has spoilt may write anything: it is refused, or makes a mesh that is sound.
    @Test func noByteOfAnAnswerIsTakenOnTrust() throws {
        let whole = try bytes(.parts(Self.parts))
        var refused = 0
        for place in whole.indices {
            for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] where whole[place] != value {
                var spoilt = whole
                spoilt[place] = value
                guard case .parts(let parts)? = try? answer(spoilt), let mesh = try? Mesh(parts, file: "a") else {
                    refused += 1
                    continue
                }
                #expect(mesh.positions.allSatisfy { $0.isFinite })
                #expect(mesh.triangles.allSatisfy { Int($0.max()) < mesh.positions.count })
                #expect(mesh.materialIndices.allSatisfy { Int($0) < mesh.materials.count })
            }
        }
        #expect(refused > whole.count)
    }
}
