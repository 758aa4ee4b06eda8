import Findings
import Foundation
import Geometry
import Pictures
import Studios
import Testing

@testable import Rendering

/// What files of glTF hold besides plain triangles of floats.
@Suite struct GLTFTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    /// A glTF file with one buffer that grows.
    private struct File {
        var buffer = Data()
        var views: [[String: Any]] = []
        var accessors: [[String: Any]] = []
        var more: [String: Any] = [:]
        var nodes: [[String: Any]] = [["mesh": 0]]
        var mesh: [String: Any] = [:]

        /// The number of a new accessor.
        mutating func add<Value: BitwiseCopyable>(
            _ values: [Value], type: String, component: Int, count: Int, stride: Int? = nil, normalized: Bool = false
        ) -> Int {
            while buffer.count % 4 != 0 { buffer.append(0) }
            var view: [String: Any] = [
                "buffer": 0, "byteOffset": buffer.count, "byteLength": values.count * MemoryLayout<Value>.stride,
            ]
            view["byteStride"] = stride
            views.append(view)
            values.withUnsafeBytes { buffer.append(contentsOf: $0) }
            var accessor: [String: Any] = [
                "bufferView": views.count - 1, "componentType": component, "count": count, "type": type,
            ]
            if normalized { accessor["normalized"] = true }
            accessors.append(accessor)
            return accessors.count - 1
        }

        mutating func triangle() -> Int {
            add([0, 0, 0, 1, 0, 0, 0, 2, 0] as [Float], type: "VEC3", component: 5126, count: 3)
        }

        private func root(_ buffer: [String: Any]) -> [String: Any] {
            var root: [String: Any] = [
                "asset": ["version": "2.0"], "scene": 0, "scenes": [["nodes": [0]]], "nodes": nodes, "meshes": [mesh],
                "buffers": [buffer], "bufferViews": views, "accessors": accessors,
            ]
            root.merge(more) { $1 }
            return root
        }

        var text: [UInt8] {
            get throws {
                let uri = "data:application/octet-stream;base64," + buffer.base64EncodedString()
                return [UInt8](
                    try JSONSerialization.data(withJSONObject: root(["byteLength": buffer.count, "uri": uri])))
            }
        }

        /// The same as a binary file.
        var binary: [UInt8] {
            get throws {
                func long(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 255) } }
                var json = [UInt8](try JSONSerialization.data(withJSONObject: root(["byteLength": buffer.count])))
                json += Array(repeating: 32, count: (4 - json.count % 4) % 4)
                let bytes = [UInt8](buffer) + Array(repeating: 0, count: (4 - buffer.count % 4) % 4)
                return Array("glTF".utf8) + long(2) + long(28 + json.count + bytes.count) + long(json.count)
                    + Array("JSON".utf8) + json + long(bytes.count) + Array("BIN\0".utf8) + bytes
            }
        }
    }

    private func mesh(_ file: File) throws -> Mesh { try Mesh(file: studio.write(try file.text, to: "a.gltf")) }

    private func failure(_ file: File) throws -> RenderingError? {
        let path = try studio.write(try file.text, to: "a.gltf")
        do throws(RenderingError) {
            _ = try Mesh(file: path)
            return nil
        } catch {
            return error
        }
    }

    private static let picture: [UInt8] = [200, 100, 50, 255]

    /// As gltfpack writes vertices unless it is told otherwise: places as 16-bit integers with room for alignment, normals
    /// and texture coordinates as shares.
    @Test func quantizedNumbersAreThoseOfFloats() throws {
        var file = File()
        let places: [Int16] = [0, 0, 0, 0, 100, 0, 0, 0, 0, -200, 4000, 0]
        let normals: [Int8] = [0, 0, 127, 0, 0, 0, 127, 0, -128, 0, 0, 0]
        let coordinates: [UInt16] = [0, 0, 65535, 0, 0, 13107]
        file.mesh = [
            "primitives": [
                [
                    "attributes": [
                        "POSITION": file.add(places, type: "VEC3", component: 5122, count: 3, stride: 8),
                        "NORMAL": file.add(
                            normals, type: "VEC3", component: 5120, count: 3, stride: 4, normalized: true),
                        "TEXCOORD_0": file.add(
                            coordinates, type: "VEC2", component: 5123, count: 3, normalized: true),
                    ]
                ]
            ]
        ]
        file.nodes = [["mesh": 0, "scale": [0.01, 0.01, 0.01], "translation": [5, 0, 0]]]
        file.more = ["extensionsRequired": ["KHR_mesh_quantization"], "extensionsUsed": ["KHR_mesh_quantization"]]
        for bytes in [(try file.text, "a.gltf"), (try file.binary, "a.glb")] {
            let mesh = try Mesh(file: studio.write(bytes.0, to: bytes.1))
            #expect(mesh.positions.count == 3)
            for (place, expected) in zip(mesh.positions, [[5, 0, 0], [6, 0, 0], [5, -2, 40]] as [SIMD3<Float>]) {
                #expect((place - expected).length < 1e-5)
            }
            for (normal, expected) in zip(mesh.normals, [[0, 0, 1], [0, 0, 1], [-1, 0, 0]] as [SIMD3<Float>]) {
                #expect((normal - expected).length < 1e-5)
            }
            for (place, expected) in zip(mesh.coordinates, [[0, 1], [1, 1], [0, 0.8]] as [SIMD2<Float>]) {
                #expect(abs(place.x - expected.x) < 1e-5 && abs(place.y - expected.y) < 1e-5)
            }
        }
    }

    @Test func facesOfAMirroredNodeHaveTheirFrontOutside() throws {
        for mirror in [1, -1] {
            var file = File()
            let triangle = file.triangle()
            file.mesh = ["primitives": [["attributes": ["POSITION": triangle]]]]
            file.nodes = [["mesh": 0, "scale": [mirror, 1, 1]]]
            let mesh = try mesh(file)
            let corners = mesh.triangles[0]
            let places = [corners.x, corners.y, corners.z].map { mesh.positions[Int($0)] }
            let (u, v) = (places[1] - places[0], places[2] - places[0])
            // Mirrored left to right, it still looks ahead.
            #expect(u.x * v.y - u.y * v.x > 0)
        }
    }

    @Test func integersThatLieOutsideTheirBufferAreRefused() throws {
        for (key, value) in [("count", 4), ("count", Int.max), ("byteOffset", 2), ("byteOffset", -1), ("count", -1)] {
            var file = File()
            let place = file.add([0, 0, 0, 1, 0, 0, 0, 1, 0] as [Int8], type: "VEC3", component: 5120, count: 3)
            file.mesh = ["primitives": [["attributes": ["POSITION": place]]]]
            file.more = ["extensionsRequired": ["KHR_mesh_quantization"]]
            #expect(try mesh(file).positions.count == 3)
            file.accessors[place][key] = value
            #expect(try failure(file)?.code == .inconsistent, "\(key) \(value)")
        }
    }

    @Test func aPictureInWebPIsRead() throws {
        var raster = Raster(width: 1, height: 1)
        raster.bytes = Self.picture
        let webP = Data(try PhotoFile.encode(raster, as: .webp(quality: 100))).base64EncodedString()
        var file = File()
        file.mesh = ["primitives": [["attributes": ["POSITION": file.triangle()], "material": 0]]]
        file.more = [
            "extensionsRequired": ["EXT_texture_webp"],
            "images": [["uri": "data:image/webp;base64,\(webP)"]],
            "textures": [["extensions": ["EXT_texture_webp": ["source": 0]]]],
            "materials": [["pbrMetallicRoughness": ["baseColorTexture": ["index": 0]]]],
        ]
        let mesh = try mesh(file)
        let texture = mesh.textures[try #require(mesh.materials[Int(mesh.materialIndices[0])].baseTexture)]
        for (value, expected) in zip(texture.texels, Self.picture) { #expect(abs(Int(value) - Int(expected)) <= 8) }
    }

    @Test func aMeshHasTheWeightsOfItsMorphTargets() throws {
        var file = File()
        let place = file.triangle()
        let (one, other) = (
            file.add([0, 0, 4, 0, 0, 0, 0, 0, 0] as [Float], type: "VEC3", component: 5126, count: 3),
            file.add([0, 0, 0, 8, 0, 0, 0, 0, 0] as [Float], type: "VEC3", component: 5126, count: 3)
        )
        file.mesh = [
            "primitives": [["attributes": ["POSITION": place], "targets": [["POSITION": one], ["POSITION": other]]]]
        ]
        #expect(try mesh(file).positions == [[0, 0, 0], [1, 0, 0], [0, 2, 0]])
        file.mesh["weights"] = [0.5, 0.25]
        #expect(try mesh(file).positions == [[0, 0, 2], [3, 0, 0], [0, 2, 0]])
        // A node's own go before.
        file.nodes = [["mesh": 0, "weights": [0, 1]]]
        #expect(try mesh(file).positions == [[0, 0, 0], [9, 0, 0], [0, 2, 0]])
        file.nodes = [["mesh": 0, "weights": [0, 1], "children": [1]], ["mesh": 0, "weights": [1, 0]]]
        #expect(try failure(file)?.code == .unsupported)
    }

    /// A mesh in centimetres on bones that make metres of them, as converters leave it: its own node plays no part.
    @Test func aSkinStandsWhereItsBonesStand() throws {
        var file = File()
        let place = file.add([0, 0, 0, 100, 0, 0, 0, 200, 0] as [Float], type: "VEC3", component: 5126, count: 3)
        let joints = file.add([0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0] as [UInt8], type: "VEC4", component: 5121, count: 3)
        let weights = file.add(
            [0.5, 0.5, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] as [Float], type: "VEC4", component: 5126, count: 3)
        func matrix(_ scale: Float, _ x: Float) -> [Float] {
            [scale, 0, 0, 0, 0, scale, 0, 0, 0, 0, scale, 0, x, 0, 0, 1]
        }
        let binds = file.add(matrix(1, 0) + matrix(1, -10), type: "MAT4", component: 5126, count: 2)
        file.mesh = [
            "primitives": [["attributes": ["POSITION": place, "JOINTS_0": joints, "WEIGHTS_0": weights]]]
        ]
        file.nodes = [
            ["name": "body", "mesh": 0, "skin": 0, "scale": [7, 7, 7], "translation": [0, 99, 0]],
            ["name": "hips", "scale": [0.01, 0.01, 0.01], "children": [2]],
            ["name": "arm", "translation": [10, 0, 100]],
        ]
        file.more = ["skins": [["joints": [1, 2], "inverseBindMatrices": binds]], "scenes": [["nodes": [0, 1]]]]
        let expected: [SIMD3<Float>] = [[0, 0, 0.5], [1, 0, 0], [0, 2, 1]]
        for (place, expected) in zip(try mesh(file).positions, expected) { #expect((place - expected).length < 1e-5) }
        // Weights as bytes, as the format also has them.
        let bytes = file.add(
            [128, 128, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0] as [UInt8], type: "VEC4", component: 5121, count: 3,
            normalized: true)
        file.mesh = ["primitives": [["attributes": ["POSITION": place, "JOINTS_0": joints, "WEIGHTS_0": bytes]]]]
        for (place, expected) in zip(try mesh(file).positions, expected) { #expect((place - expected).length < 1e-5) }
        // Two nodes of a bone's name that stand apart.
        file.nodes[1]["children"] = [2, 3]
        file.nodes.append(["name": "arm"])
        let error = try failure(file)
        #expect(error?.code == .unsupported)
        #expect(error?.words.contains("a bone “arm”") == true)
    }

    /// In other formats than glTF the part is then left as it lies in the file, and a notice says so.
    @Test func aSkinOfAnotherFormatMayLackItsBones() throws {
        let offset = "1.0,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0,0.0,1.0,0.0,5.0,0.0,0.0,1.0"
        func text(_ bone: String) -> String {
            """
            xof 0303txt 0032
            Frame root {
            FrameTransformMatrix { 1.0,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0,0.0,1.0;; }
            Mesh m { 3; 0;0;0;,1;0;0;,0;2;0;; 1; 3;0,1,2;;
            XSkinMeshHeader { 1; 1; 1; }
            SkinWeights { "\(bone)"; 3; 0,1,2; 1.0,1.0,1.0; \(offset);; }
            }
            }

            """
        }
        func read(_ bone: String) throws -> ModelImporter.Imported {
            try ModelImporter(.here).read(.disk(studio.write(text(bone), to: "a.x")))
        }
        let (posed, left) = (try read("root"), try read("gone"))
        #expect(posed.mesh.bounds.lower.x == 5 && posed.notices == [])
        #expect(left.mesh.bounds.lower.x == 0)
        #expect(
            left.notices == [
                "its skin hangs on a bone “gone” that is not there; the skin is left as its vertices lie in the file"
            ])
    }

    @Test func nodesThatMakeNoTreeAreNamed() throws {
        var file = File()
        file.mesh = ["primitives": [["attributes": ["POSITION": file.triangle()]]]]
        file.nodes = [["children": [1]], ["mesh": 0, "children": [1]]]
        #expect(try failure(file)?.words == "its node 1 hangs below itself, or below one that does")
        file.nodes = (1...9).map { ["children": [Int](repeating: $0, count: 10)] } + [["mesh": 0]]
        #expect(try failure(file)?.words.hasPrefix("its nodes hang on several others each") == true)
        // A few that are used twice are what some programs write.
        file.nodes = [["children": [1, 1]], ["mesh": 0]]
        #expect(try mesh(file).triangles.count == 2)
    }

    @Test func extensionsThatAreLeftOutAreNoted() throws {
        var file = File()
        file.mesh = ["primitives": [["attributes": ["POSITION": file.triangle()]]]]
        file.more = ["extensionsUsed": ["KHR_materials_unlit", "KHR_materials_clearcoat"]]
        let path = try studio.write(try file.text, to: "a.gltf")
        #expect(
            try ModelImporter(.here).read(.disk(path)).notices == [
                "it uses the glTF extension KHR_materials_clearcoat, which is left out"
            ])
    }
}
