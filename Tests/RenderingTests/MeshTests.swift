import Findings
import Foundation
import Geometry
import Pictures
import Testing

@testable import Rendering

@Suite struct MeshTests {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mesh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String) throws -> String {
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func writePicture(_ name: String, _ colours: [[UInt8]], width: Int) throws {
        var raster = Raster(width: width, height: colours.count / width)
        raster.bytes = colours.flatMap { $0 }
        try Data(PhotoFile.encodeWithAlpha(raster)).write(to: folder.appendingPathComponent(name))
    }

    /// Two triangles, 200 by 100 units, in the plane z = 0, standing 30 above the origin.
    static let sheet = """
        v -100 30 0
        v 100 30 0
        v 100 130 0
        v -100 130 0
        vt 0 0
        vt 1 0
        vt 1 1
        vt 0 1
        f 1/1 2/2 3/3
        f 1/1 3/3 4/4
        """

    @Test func anOBJIsReadInItsUnit() throws {
        let mesh = try Mesh(file: try write("a.obj", Self.sheet), .init(metresPerUnit: 0.01))
        #expect(mesh.triangles.count == 2)
        #expect(mesh.positions.count == 4)
        #expect(mesh.coordinates.count == 4)
        #expect((mesh.bounds.lower - [-1, 0.3, 0]).length < 1e-6)
        #expect((mesh.bounds.upper - [1, 1.3, 0]).length < 1e-6)
        #expect(mesh.normals.allSatisfy { ($0 - [0, 0, 1]).length < 1e-6 })
        #expect((mesh.standing().bounds.lower - [-1, 0, 0]).length < 1e-6)
        #expect(mesh.centred().bounds.center.length < 1e-6)
    }

    @Test func numbersMayBeginWithTheirPoint() throws {
        let text = "# .5 is a half\nv -.5 .5 0\nv .25 0 .0\nv 0. 1.5 0\nf 1 2 3\n"
        let mesh = try Mesh(file: try write("point.obj", text))
        #expect(mesh.bounds.lower == [-0.5, 0, 0] && mesh.bounds.upper == [0.25, 1.5, 0])
    }

    @Test func anUprightZBecomesOurY() throws {
        let file = try write("z.obj", "v 0 0 0\nv 1 0 0\nv 0 2 3\nf 1 2 3\n")
        let mesh = try Mesh(file: file, .init(up: .z))
        #expect((mesh.bounds.lower - [0, 0, -2]).length < 1e-6)
        #expect((mesh.bounds.upper - [1, 3, 0]).length < 1e-6)
    }

    @Test func anMTLBecomesAMaterial() throws {
        try writePicture(
            "paint.png", [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [9, 9, 9, 128]], width: 2)
        _ = try write(
            "a.mtl",
            """
            newmtl plain
            Kd 0.5 0.5 1
            Ks 0 0 0
            Ns 0
            newmtl painted
            Kd 0 0 0
            Ks 1 1 1
            Ns 100
            map_Kd paint.png
            newmtl glass
            Kd 1 1 1
            d 0.25
            """)
        let mesh = try Mesh(
            file: try write(
                "a.obj",
                "mtllib a.mtl\n"
                    + Self.sheet.replacingOccurrences(of: "f 1/1 2/2 3/3", with: "usemtl plain\nf 1/1 2/2 3/3")
                    + "\nusemtl painted\nf 1/1 2/2 4/4\nusemtl glass\nf 2/2 3/3 4/4\n"))
        let plain = try #require(mesh.materials.first { $0.name == "plain" })
        // sRGB's 0.5.
        #expect(abs(plain.baseColour.x - 0.214) < 1e-3)
        #expect(plain.baseColour.z == 1)
        #expect(plain.specular == 0)
        #expect(plain.alpha == .opaque)
        let painted = try #require(mesh.materials.first { $0.name == "painted" })
        #expect(painted.baseColour == [1, 1, 1])
        #expect(abs(painted.roughness - pow(2.0 / 102, 0.25)) < 1e-5)
        #expect(painted.alpha == .blend)
        let texture = mesh.textures[try #require(painted.baseTexture)]
        #expect(texture.width == 2)
        #expect(Array(texture.texels[0..<4]) == [255, 0, 0, 255])
        #expect(texture.texels[15] == 128)
        let glass = try #require(mesh.materials.first { $0.name == "glass" })
        #expect(glass.opacity == 0.25)
        #expect(glass.alpha == .blend)
    }

    /// One triangle with a picture within the file, as data.
    private func glTF(
        material: String, node: String = "", picture: [UInt8]? = nil, attributes: String = "", more: String = ""
    ) throws -> String {
        var bytes = Data()
        let numbers: [Float] =
            [0, 0, 0, 1, 0, 0, 0, 1, 0] + [0, 0, 1, 0, 0, 1] + [0.25, 0.25, 0.5, 0.5, 0.125, 1]
            + [1, 0, 0, 0, 0.5, 0, 0, 0, 0.25]
        for number in numbers {
            withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
        }
        let images =
            try picture.map { _ in
                var raster = Raster(width: 1, height: 1)
                raster.bytes = picture ?? []
                let data = Data(try PhotoFile.encode(raster, as: .png())).base64EncodedString()
                return #""images": [{"uri": "data:image/png;base64,\#(data)"}], "textures": [{"source": 0}],"#
            } ?? ""
        return """
            {"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
            "nodes": [{"mesh": 0 \(node)}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1 \(attributes)},
            "material": 0}]}],
            \(images) \(more)
            "materials": [\(material)],
            "buffers": [{"byteLength": 120, "uri": "data:application/octet-stream;base64,\(bytes.base64EncodedString())"}],
            "bufferViews": [{"buffer": 0, "byteOffset": 0, "byteLength": 36},
            {"buffer": 0, "byteOffset": 36, "byteLength": 24}, {"buffer": 0, "byteOffset": 60, "byteLength": 24},
            {"buffer": 0, "byteOffset": 84, "byteLength": 36}],
            "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0],
            "max": [1, 1, 0]}, {"bufferView": 1, "componentType": 5126, "count": 3, "type": "VEC2"},
            {"bufferView": 2, "componentType": 5126, "count": 3, "type": "VEC2"},
            {"bufferView": 3, "componentType": 5126, "count": 3, "type": "VEC3"}]}
            """
    }

    @Test func aGLTFKeepsItsMaterialItsPlaceAndThePictureWithinIt() throws {
        let text = try glTF(
            material: """
                {"name": "m", "alphaMode": "MASK", "alphaCutoff": 0.3, "emissiveFactor": [0, 0.5, 1],
                "pbrMetallicRoughness": {"baseColorFactor": [0.5, 0.25, 1, 0.75], "metallicFactor": 0.25,
                "roughnessFactor": 0.5, "baseColorTexture": {"index": 0}}}
                """,
            node: #", "translation": [0, 2, 0], "scale": [3, 3, 3]"#, picture: [10, 200, 30, 255])
        let mesh = try Mesh(file: try write("a.gltf", text))
        let material = try #require(mesh.materials.first { $0.name == "m" })
        #expect(material.baseColour == [0.5, 0.25, 1])
        #expect(material.opacity == 0.75)
        #expect(material.metalness == 0.25)
        #expect(material.roughness == 0.5)
        #expect(material.emission == [0, 0.5, 1])
        #expect(material.alpha == .cutOut(below: 0.3))
        #expect(mesh.textures[try #require(material.baseTexture)].texels == [10, 200, 30, 255])
        #expect(mesh.bounds.lower == [0, 2, 0])
        #expect(mesh.bounds.upper == [3, 5, 0])
        // glTF's v grows downwards, ours upwards.
        #expect(mesh.coordinates.contains([0, 1]) && mesh.coordinates.contains([1, 1]))
    }

    @Test func normalsAreMadeWhereMissing() throws {
        let mesh = try Mesh.cube()
        #expect(mesh.normals.allSatisfy { abs($0.length - 1) < 1e-6 && abs(max($0.max(), -$0.min()) - 1) < 1e-6 })
    }

    // MARK: - Textures and colours

    @Test(
        arguments: [
            // Where the corners (u, v) = (0, 0), (1, 0) and (1, 1) of the file, v down, are looked up, v down too: by hand.
            (#""scale": [2, 3]"#, [[0, 0], [2, 0], [2, 3]]),
            (#""offset": [0.25, 0.5]"#, [[0.25, 0.5], [1.25, 0.5], [1.25, 1.5]]),
            (#""rotation": 1.5707963267948966"#, [[0, 0], [0, -1], [1, -1]]),
            // The example of the extension: the lower left quarter of the picture.
            (
                #""offset": [0, 1], "rotation": 1.5707963267948966, "scale": [0.5, 0.5]"#,
                [[0, 1], [0, 0.5], [0.5, 0.5]]
            ),
            (
                #""offset": [0.1, 0.2], "rotation": -0.5, "scale": [2, 0.5]"#,
                [[0.1, 0.2], [1.855_165, 1.158_851], [1.615_452, 1.597_642]]
            ),
        ] as [(String, [[Float]])])
    func aTextureIsPlacedAsItsTransformSays(transform: String, places: [[Float]]) throws {
        let material = """
            {"pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "extensions": {"KHR_texture_transform":
            {\(transform)}}}}}
            """
        let text = try glTF(
            material: material, picture: [1, 2, 3, 255],
            more: #""extensionsUsed": ["KHR_texture_transform"], "extensionsRequired": ["KHR_texture_transform"],"#)
        let mesh = try Mesh(file: try write("a.gltf", text))
        let texture = mesh.textures[try #require(mesh.materials.first { $0.baseTexture != nil }?.baseTexture)]
        for (corner, place) in zip([[0, 0], [1, 0], [1, 1]] as [SIMD2<Float>], places) {
            let found = texture.mapping(SIMD2(corner.x, 1 - corner.y))
            #expect(abs(found.x - place[0]) < 1e-5 && abs(1 - found.y - place[1]) < 1e-5, "\(corner): \(found)")
        }
    }

    @Test func anOBJsTexturesArePlacedAsTheirOptionsSay() throws {
        try writePicture("my paint.png", [[255, 0, 0, 255]], width: 1)
        _ = try write(
            "o.mtl",
            """
            newmtl one
            Kd 1 1 1
            map_Kd -s 2 3 1 -o 0.25 0.5 my paint.png
            newmtl two
            map_Kd -o 0.5 -clamp on -bm 2 my paint.png
            newmtl unused
            map_Kd gone.png
            """)
        let mesh = try Mesh(
            file: try write(
                "o.obj",
                "mtllib o.mtl\nusemtl one\n"
                    + Self.sheet.replacingOccurrences(of: "f 1/1 3", with: "usemtl two\nf 1/1 3")))
        func mapping(_ name: String) throws -> TextureMapping {
            mesh.textures[try #require(mesh.materials.first { $0.name == name }?.baseTexture)].mapping
        }
        #expect(try mapping("one") == TextureMapping(u: [2, 0, 0.25], v: [0, 3, 0.5]))
        #expect(try mapping("two") == TextureMapping(u: [1, 0, 0.5], v: [0, 1, 0]))
    }

    @Test func aTextureMayUseTheSecondSetOfCoordinates() throws {
        func file(_ more: String = "") throws -> String {
            try write(
                "a.gltf",
                try glTF(
                    material:
                        #"{"name": "m", "pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "texCoord": 1}} \#(more)}"#,
                    picture: [1, 2, 3, 255], attributes: #", "TEXCOORD_1": 2"#))
        }
        let mesh = try Mesh(file: try file())
        #expect(mesh.coordinates == [[0.25, 0.75], [0.5, 0.5], [0.125, 0]])
        let path = try file(#", "normalTexture": {"index": 0}"#)
        expect(
            path, .unsupported,
            "its material “m” places its textures by several sets of coordinates, of which one can be used: bake them to "
                + "one")
    }

    @Test func coloursOfVerticesAreRead() throws {
        let mesh = try Mesh(
            file: try write("a.gltf", try glTF(material: "{}", attributes: #", "COLOR_0": 3"#)))
        #expect(mesh.colours == [[1, 0, 0], [0, 0.5, 0], [0, 0, 0.25]])
        let ply = """
            ply
            format ascii 1.0
            element vertex 3
            property float x
            property float y
            property float z
            property uchar red
            property uchar green
            property uchar blue
            element face 1
            property list uchar int vertex_indices
            end_header
            0 0 0 255 0 0
            1 0 0 0 128 0
            0 1 0 0 0 64
            3 0 1 2

            """
        // What a screen shows, made linear; and nothing else colours it.
        let shown = try Mesh(file: try write("a.ply", ply))
        #expect(shown.colours.count == 3)
        #expect(
            (shown.colours[1] - [0, 0.215_86, 0]).length < 1e-4 && (shown.colours[2] - [0, 0, 0.051_27]).length < 1e-4)
        let material = shown.materials[Int(shown.materialIndices[0])]
        #expect(material.baseColour == [1, 1, 1] && material.specular == 0)
        // Some programs write 0 to 255 into OBJ files as well, which know 0 to 1.
        for (name, most) in [("one.obj", 1.0), ("bytes.obj", 255)] {
            let corners = [(0, 0, "\(most) 0 0"), (1, 0, "0 \(most * 128 / 255) 0"), (0, 1, "0 0 \(most * 64 / 255)")]
            let text = corners.map { "v \($0.0) \($0.1) 0 \($0.2)\n" }.joined() + "f 1 2 3\n"
            let mesh = try Mesh(file: try write(name, text))
            #expect(zip(mesh.colours, shown.colours).allSatisfy { ($0 - $1).length < 1e-4 }, "\(name)")
        }
        #expect(try Mesh(file: try write("b.obj", Self.sheet)).colours.isEmpty)
    }

    @Test(arguments: [
        ("1 0 0 0.5", "0 .5 0 1", "red green blue alpha; alpha"), ("1 1 0 0", "1 0 0.5 0", "w red green blue; w"),
        ("1 0 0 1 7 7", "0 0.5 0 1 7 7", nil),
    ])
    func verticesWithMoreNumbersThanAPlaceAndAColourAreRead(
        _ red: String, _ green: String, _ order: String?
    ) throws {
        let model = try ModelImporter(.here).read(
            .disk(try write("seven.obj", "v 0 0 0 \(red)\nv 1 0 0 \(green) # b\nv 0 1 0 \(green)\r\nf 1 2 3\n")))
        let mesh = model.mesh
        #expect(mesh.positions.count == 3 && mesh.triangles.count == 1)
        #expect(mesh.colours[0] == [1, 0, 0])
        #expect((mesh.colours[1] - [0, 0.214_04, 0]).length < 1e-4, "\(mesh.colours[1])")
        #expect(model.notices.contains { $0.contains(order ?? "more numbers") }, "\(model.notices)")
    }

    /// Five numbers are a place and two others, which no colour is made of.
    @Test func verticesWithFiveNumbersAreRead() throws {
        let mesh = try Mesh(file: try write("five.obj", "v 0 0 0 1 2\nv 1 0 0 1 2\nv 0 1 0 1 2\nf 1 2 3\n"))
        #expect(mesh.positions.count == 3 && mesh.colours.isEmpty)
    }

    /// Assimp gives parts without a material a grey of its own.
    @Test func verticesOfAnOBJHaveAllTheColour() throws {
        let vertices = "v 0 0 0 0.902 0.2 0.102\nv 1 0 0 0.902 0.2 0.102\nv 0 1 0 0.902 0.2 0.102\n"
        func base(_ text: String) throws -> (SIMD3<Float>, [String]) {
            let read = try ModelImporter(.here).read(.disk(try write("v.obj", text)))
            #expect(read.mesh.colours.count == 3)
            return (read.mesh.materials[Int(read.mesh.materialIndices[0])].baseColour, read.notices)
        }
        _ = try write("v.mtl", "newmtl half\nKd 0.5 0.5 0.5\n")
        #expect(try base(vertices + "f 1 2 3\n") == (.one, []))
        #expect(
            try base(vertices + "usemtl lost\nf 1 2 3\n")
                == (.one, ["it uses the material “lost”, and names no material library (mtllib)"]))
        #expect(
            try base("mtllib v.mtl\n" + vertices + "usemtl lost\nf 1 2 3\n")
                == (.one, ["it uses the material “lost”, which its material library does not have"]))
        // Where a file describes one, it tints them.
        let (tinted, notices) = try base("mtllib v.mtl\n" + vertices + "usemtl half\nf 1 2 3\n")
        #expect(abs(tinted.x - 0.214) < 1e-3 && notices.isEmpty)
        // Without colours, the grey stays.
        let grey = try Mesh(file: try write("g.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"))
        #expect(grey.materials[Int(grey.materialIndices[0])].baseColour.x < 0.9)
    }

    @Test(arguments: ["1e30", "1e10", "-1e18", "1e-20"])
    func sizesThatCannotBeDrawnAreNamed(number: String) throws {
        let path = try write("size.obj", "v 0 0 0\nv \(number) 0 0\nv 0 \(number) 0\nf 1 2 3\n")
        #expect(failure { _ = try Mesh(file: path) }?.code == .extremeSize)
        #expect(failure { _ = try Mesh(file: path) }?.words.hasSuffix("is its unit right?") == true)
    }

    @Test func glassLetsLightThroughAndUnlitGivesOffItsColour() throws {
        let used = #""extensionsUsed": ["KHR_materials_transmission", "KHR_materials_unlit"],"#
        func material(_ text: String) throws -> Material {
            let mesh = try Mesh(file: try write("a.gltf", try glTF(material: text, more: used)))
            return try #require(mesh.materials.first { $0.name == "m" })
        }
        let glass = try material(
            #"{"name": "m", "extensions": {"KHR_materials_transmission": {"transmissionFactor": 0.5}}}"#)
        #expect(glass.alpha == .blend && abs(glass.opacity - 0.55) < 1e-6)
        let sign = try material(
            #"""
            {"name": "m", "pbrMetallicRoughness": {"baseColorFactor": [1, 0.5, 0, 1]},
            "extensions": {"KHR_materials_unlit": {}}}
            """#)
        #expect(sign.isUnlit && sign.baseColour == [1, 0.5, 0] && sign.metalness == 0 && sign.specular == 0)
        #expect(try !material(#"{"name": "m"}"#).isUnlit)
    }

    @Test func aMaskWithoutAPictureOpensHoles() throws {
        try writePicture("mask.png", [[0, 0, 0, 255], [255, 255, 255, 255]], width: 2)
        _ = try write("m.mtl", "newmtl m\nKd 1 0 0\nmap_d mask.png\n")
        let mesh = try Mesh(file: try write("m.obj", "mtllib m.mtl\nusemtl m\n" + Self.sheet))
        let material = try #require(mesh.materials.first { $0.name == "m" })
        #expect(material.alpha == .blend && material.baseColour == [1, 0, 0])
        #expect(mesh.textures[try #require(material.baseTexture)].texels == [255, 255, 255, 0, 255, 255, 255, 255])
    }

    // MARK: - Normals

    /// A box of 2 × 2 × 2 whose sides share their eight corners, as PLY; with `roof`, its top rises to an edge over the
    /// middle, where two slopes meet.
    private static func house(roof: String? = nil) -> String {
        let corners = "-1 -1 -1\n1 -1 -1\n1 1 -1\n-1 1 -1\n-1 -1 1\n1 -1 1\n1 1 1\n-1 1 1\n"
        let top = roof == nil ? "4 3 7 6 2\n" : "4 3 7 9 8\n4 8 9 6 2\n"
        let count = roof == nil ? (8, 6) : (10, 7)
        return """
            ply
            format ascii 1.0
            element vertex \(count.0)
            property float x
            property float y
            property float z
            element face \(count.1)
            property list uchar int vertex_indices
            end_header
            \(corners)\(roof ?? "")4 0 3 2 1
            4 4 5 6 7
            4 0 1 5 4
            4 0 4 7 3
            4 1 2 6 5
            \(top)
            """
    }

    @Test func sharpEdgesStaySharpThoughTheirVerticesAreShared() throws {
        let box = try Mesh(file: try write("box.ply", Self.house()))
        #expect(box.triangles.count == 12)
        // Three sides meet in each of eight corners.
        #expect(box.positions.count == 24)
        for triangle in box.triangles {
            let corners = (0..<3).map { box.positions[Int(triangle[$0])] }
            let flat = (corners[1] - corners[0]).cross(corners[2] - corners[0]).normalizedOrZero
            for corner in 0..<3 { #expect((box.normals[Int(triangle[corner])] - flat).length < 1e-6) }
        }
    }

    @Test(arguments: [(Float(1.3), true), (Float(3.5), false)])
    func gentleEdgesAreSmoothed(ridge: Float, isSmooth: Bool) throws {
        // Slopes of 17° meet at 33°, those of 68° at 136°.
        let mesh = try Mesh(file: try write("house.ply", Self.house(roof: "0 \(ridge) -1\n0 \(ridge) 1\n")))
        let normals = mesh.positions.indices.filter { mesh.positions[$0].y == ridge && abs(mesh.normals[$0].z) < 0.5 }
            .map { mesh.normals[$0] }
        #expect(!normals.isEmpty)
        #expect(normals.allSatisfy { ($0 - [0, 1, 0]).length < 1e-5 } == isSmooth, "\(normals)")
        if !isSmooth { #expect(normals.allSatisfy { abs(abs($0.x) - 2.5 / Float(7.25).squareRoot()) < 1e-5 }) }
    }

    @Test func aSeamOfTheTextureIsNoEdge() throws {
        // Two sheets meet at 30° on a line where their texture is cut.
        let text = """
            v -1 0 -0.5
            v -1 0 0.5
            v 0 0.26795 0.5
            v 0 0.26795 -0.5
            v 1 0 0.5
            v 1 0 -0.5
            vt 0 0
            vt 1 0
            vt 1 1
            vt 0 1
            f 1/1 2/2 3/3 4/4
            f 4/1 3/2 5/3 6/4
            """
        let mesh = try Mesh(file: try write("seam.obj", text))
        #expect(mesh.positions.count == 8)
        let seam = mesh.positions.indices.filter { mesh.positions[$0].x == 0 }
        #expect(seam.count == 4)
        for index in seam { #expect((mesh.normals[index] - [0, 1, 0]).length < 1e-5) }
    }

    @Test func aGLTFWithoutNormalsIsFlat() throws {
        let mesh = try Mesh(file: try write("a.gltf", try glTF(material: "{}")))
        // No normal stands for that of the face.
        #expect(mesh.normals == [.zero, .zero, .zero])
    }

    // MARK: - Bad input

    @Test(arguments: [
        #""scale": [1, 0, 1]"#, #""scale": [0, 0, 0]"#, #""matrix": [1,0,0,0, 1,0,0,0, 0,0,1,0, 0,0,0,1]"#,
    ])
    func aNodeThatFlattensItsMeshIsNamed(transform: String) throws {
        let path = try write("a.gltf", try glTF(material: "{}", node: #", "name": "lid", "# + transform))
        expect(
            path, .badPose,
            "its node “lid” is flattened by its transform, or those of the nodes above it: a scale is 0, or no finite "
                + "number")
    }

    @Test func trianglesThatAreLinesAreNoFaces() throws {
        let path = try write("line.obj", "v 0 0 0\nv 1 1 1\nv 2.1 2.1 2.1\nf 1 2 3\n")
        expect(
            path, .noFaces,
            "has no faces to be seen: none of its triangles has an area, since the corners of each lie in a line")
        // One that has an area is enough, and a small one is one.
        _ = try Mesh(
            positions: [.zero, [1, 0, 0], [0.5, 1e-5, 0]], triangles: [[0, 0, 0], [0, 1, 2]])
    }

    private func expect(_ path: String, _ code: RenderingFailure, _ words: String, _ options: Mesh.Options = .init()) {
        let error = failure { _ = try Mesh(file: path, options) }
        #expect(error?.code == code)
        #expect(error?.description == "\(path): \(words)")
    }

    @Test func whatIsNoModelIsNamed() throws {
        let missing = folder.path + "/none.obj"
        expect(missing, .missing, "no such file")
        expect(folder.path, .unreadable, "is a folder, not a model")
        let path = try write("a.xyz", "hello")
        let error = failure { _ = try Mesh(file: path) }
        #expect(error?.code == .unreadable)
        #expect(error?.description.hasPrefix("\(path): cannot be read: ") == true)
    }

    @Test func filesReadAtTheSameTimeKeepTheirOwnMistakes() async throws {
        let good = try write("a.obj", Self.sheet)
        let bad = try write("b.xyz", "hello")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { try #expect(Mesh(file: good).triangles.count == 2) }
                group.addTask { #expect(failure { _ = try Mesh(file: bad) }?.description.hasPrefix(bad) == true) }
            }
            try await group.waitForAll()
        }
    }

    @Test func aSceneOfNodesAloneHasNoFaces() throws {
        let path = try write(
            "cameras.dae",
            """
            <?xml version="1.0" encoding="utf-8"?>
            <COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
            <asset><unit name="meter" meter="1"/><up_axis>Z_UP</up_axis></asset>
            <library_visual_scenes><visual_scene id="s">
            <node id="a" type="NODE"><translate>10 0 0</translate></node>
            <node id="b" type="NODE"><translate>-10 0 5</translate></node>
            </visual_scene></library_visual_scenes>
            <scene><instance_visual_scene url="#s"/></scene></COLLADA>
            """)
        expect(path, .noFaces, "has no faces to be seen")
    }

    @Test func aModelOfPointsAloneHasNoFaces() throws {
        let path = try write("points.obj", "v 0 0 0\nv 1 0 0\np 1 2\n")
        expect(path, .noFaces, "has no faces to be seen")
        let nothing: [SIMD3<UInt32>] = []
        let error = failure { _ = try Mesh(positions: [.zero], triangles: nothing, file: "a.obj") }
        #expect(error?.description == "a.obj: has no faces to be seen")
    }

    @Test func moreFacesThanTheLimitAreRefused() throws {
        let path = try write("a.obj", Self.sheet)
        expect(
            path, .tooManyFaces, "has more than 1 faces, the most that are taken",
            .init(maxFaces: 1))
        _ = try Mesh(file: path, .init(maxFaces: 2))
    }

    @Test func aVertexThatIsNoNumberIsRefused() throws {
        let path = try write("nan.obj", "v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
        #expect(failure { _ = try Mesh(file: path) }?.code == .notFinite)
    }

    @Test func aTextureThatIsNotThereIsNamed() throws {
        _ = try write("t.mtl", "newmtl m\nKd 1 1 1\nmap_Kd lost/paint.png\n")
        let path = try write(
            "t.obj", "mtllib t.mtl\n" + Self.sheet.replacingOccurrences(of: "f 1/1 2", with: "usemtl m\nf 1/1 2"))
        expect(path, .missingTexture, "its texture lost/paint.png is not there")
        // Where only the folder is another machine's, the picture beside the model is taken.
        _ = try write("paint.png", "this is text")
        expect(
            path, .badTexture,
            "its texture cannot be read: \(folder.path)/paint.png: is text, not a JPEG, PNG, WebP or TIFF picture")
    }

    @Test(arguments: ["map_Bump", "map_Ks", "map_Ka", "map_d", "norm", "map_Ke"])
    func aTextureOfAnyKindHasToBeThere(keyword: String) throws {
        _ = try write("k.mtl", "newmtl m\nKd 1 1 1\n\(keyword) lost.png\n")
        let path = try write("k.obj", "mtllib k.mtl\nusemtl m\n" + Self.sheet)
        expect(path, .missingTexture, "its texture lost.png is not there")
    }

    @Test func glTFsOcclusionMapHasToBeThereToo() throws {
        let path = try write(
            "a.gltf",
            try glTF(
                material: #"{"occlusionTexture": {"index": 0}}"#,
                more: #""images": [{"uri": "lost.png"}], "textures": [{"source": 0}],"#))
        expect(path, .missingTexture, "its texture lost.png is not there")
    }

    @Test func aMaterialLibraryThatIsNotThereIsNamed() throws {
        let text = "mtllib lost.mtl\nusemtl m\n" + Self.sheet
        let path = try write("lib.obj", text)
        expect(
            path, .missingMaterials,
            "its material library lost.mtl is not there: put it beside the model, or take out the line “mtllib”")
        // What uses no material misses none; and a library of the model's own name serves too.
        _ = try Mesh(file: try write("none.obj", "mtllib lost.mtl\n" + Self.sheet))
        _ = try write("lib.mtl", "newmtl m\nKd 1 0 0\n")
        #expect(try Mesh(file: path).materials.contains { $0.baseColour == [1, 0, 0] })
    }

    @Test func whatAGLTFRequiresAndIsNotSupportedIsNamed() throws {
        let path = try write(
            "a.gltf",
            try glTF(material: "{}", more: #""extensionsRequired": ["KHR_materials_unlit", "KHR_texture_basisu"],"#))
        let words = "requires the glTF extension KHR_texture_basisu, which is not supported: export it without"
        expect(path, .unsupported, words)
        // The same in binary.
        var json = Array(try String(contentsOfFile: path, encoding: .utf8).utf8)
        json += Array(repeating: 32, count: (4 - json.count % 4) % 4)
        func long(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 255) } }
        let binary = folder.path + "/a.glb"
        let bytes =
            Array("glTF".utf8) + long(2) + long(20 + json.count) + long(json.count) + Array("JSON".utf8) + json
        try Data(bytes).write(to: URL(fileURLWithPath: binary))
        expect(binary, .unsupported, words)
        let other = try write(
            "b.gltf",
            try glTF(
                material: "{}",
                more: #""textures": [{"extensions": {"MSFT_texture_dds": {"source": 0}}}],"#))
        expect(
            other, .unsupported,
            "its texture 0 is a picture of the glTF extension MSFT_texture_dds alone, which is not supported: export it as "
                + "PNG, JPEG or WebP")
    }

    @Test func coordinatesThatAreNoNumbersAreRefusedWhereTheyPlaceATexture() {
        let corner: [SIMD3<Float>] = [[0, 0, 0], [1, 0, 0], [0, 1, 0]]
        let texture = Texture(width: 1, height: 1, texels: [1, 2, 3, 4])
        func mesh(_ textures: [Texture]) throws -> Mesh {
            try Mesh(
                positions: corner, coordinates: [.zero, .one, [.nan, 0]], triangles: [[0, 1, 2]], textures: textures)
        }
        #expect(
            failure { _ = try mesh([texture]) }?.description == "has texture coordinates that are no finite numbers")
        #expect(failure { _ = try mesh([]) } == nil)
    }

    @Test func listsThatDoNotMatchAreRefused() {
        let corner: [SIMD3<Float>] = [[0, 0, 0], [1, 0, 0], [0, 1, 0]]
        func code(_ make: () throws -> Mesh) -> RenderingFailure? { failure { _ = try make() }?.code }
        #expect(code { try Mesh(positions: corner, triangles: [[0, 1, 3]]) } == .inconsistent)
        #expect(code { try Mesh(positions: corner, normals: [.zero], triangles: [[0, 1, 2]]) } == .inconsistent)
        #expect(code { try Mesh(positions: corner, coordinates: [.zero], triangles: [[0, 1, 2]]) } == .inconsistent)
        #expect(code { try Mesh(positions: corner, colours: [.one], triangles: [[0, 1, 2]]) } == .inconsistent)
        #expect(code { try Mesh(positions: corner, triangles: [[0, 1, 2]], materialIndices: [1]) } == .inconsistent)
        var material = Material()
        material.baseTexture = 0
        #expect(code { try Mesh(positions: corner, triangles: [[0, 1, 2]], materials: [material]) } == .inconsistent)
        #expect(code { try Mesh(positions: corner, triangles: [[0, 1, 2]], materials: []) } == .inconsistent)
    }
}
