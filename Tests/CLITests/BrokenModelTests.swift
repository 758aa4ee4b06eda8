import Archives
import Findings
import Foundation
import Geometry
import Pictures
import Rendering
import Studios
import Testing

/// Model files that make their importer crash, spin or take all memory, met by the tool: it names them and goes on.
@Suite struct BrokenModelTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(2)
        try studio.write(Self.cube, to: "good.obj")
        try studio.write(Self.binary(vertices: 3).dropLast(1).map { $0 }, to: "short.ply")
        try studio.write("ply\nformat binary_little_endian 1.0\nelement vertex 9\nproperty fl", to: "spins.ply")
        try studio.write(String(Self.corners.prefix(149)), to: "cut.off")
        // Says that it holds 100 million vertices, of 12 bytes each.
        try studio.write("OFF\n100000000 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n", to: "huge.off")
    }

    private static let cube = """
        v 0 0 0
        v 1 0 0
        v 0 1 0
        v 0 0 1
        f 1 3 2
        f 1 2 4
        f 1 4 3
        f 2 3 4

        """

    private static let corners = """
        OFF
        8 6 0
        -0.500000 -0.500000 0.500000
        0.500000 -0.500000 0.500000
        -0.500000 0.500000 0.500000
        0.500000 0.500000 0.500000
        -0.500000 0.500000 -0.500000
        """

    /// A PLY of vertices that no face uses and one triangle.
    private static func binary(vertices: Int) -> [UInt8] {
        let header = """
            ply
            format binary_little_endian 1.0
            element vertex \(vertices)
            property float x
            property float y
            property float z
            element face 1
            property list uchar int vertex_indices
            end_header

            """
        var bytes = Array(header.utf8)
        for number in 0..<3 * vertices {
            withUnsafeBytes(of: Float(number % 5)) { bytes.append(contentsOf: $0) }
        }
        bytes.append(3)
        for corner: Int32 in 0..<3 { withUnsafeBytes(of: corner) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    private func write(_ models: [String]) throws {
        let objects = models.enumerated().map { "  thing\($0.offset): {from: {mesh: \($0.element)}, size: 0.3}" }
        try studio.write(
            """
            diorama: 1
            images: 4
            backgrounds: {photos: [photos]}
            objects:
            \(objects.joined(separator: "\n"))
            scene: {count: 3}
            render: {quality: draft, import_seconds: 1, import_memory: 0.25}

            """, to: "pipeline.yaml")
    }

    /// Processes that work in this test's folder.
    private var processes: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { process in
                guard Int(process) != nil else { return false }
                return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd"))
                    == studio.path
            }
        }
    }

    private static let broken = [
        ("short.ply", "its importer crashed (SIG"), ("cut.off", "its importer crashed (SIG"),
        (
            "spins.ply",
            "its importer took more than 1 s; raise “import_seconds” of the pipeline's “render” to take it"
        ),
        (
            "huge.off",
            "its importer ran out of its 256 MiB of memory; raise “import_memory” of the pipeline's “render” to take it"
        ),
    ]

    @Test func checkNamesEachAndItsReason() throws {
        try write(["good.obj"] + Self.broken.map(\.0))
        let outcome = try Tool.run("check", "pipeline.yaml", in: studio)
        #expect(outcome.status == 1 && !outcome.isKilled)
        #expect(outcome.output.contains("5 models opened: 4 cannot be read"))
        for (file, words) in Self.broken {
            #expect(outcome.output.split(separator: "\n").contains { $0.contains("\(file): \(words)") }, "\(file)")
        }
        #expect(try processes.isEmpty)
    }

    @Test func aRunGoesOnWithout() throws {
        try write(["good.obj"] + Self.broken.map(\.0))
        let outcome = try Tool.run("run", "pipeline.yaml", "--out", "out", "--quiet", "--jobs", "4", in: studio)
        // All images are written, and that they lack objects is a failure.
        #expect(outcome.status == 1 && !outcome.isKilled)
        #expect((outcome.output + outcome.errors).contains("The dataset is written, but"))
        #expect(try studio.names("out/images").count == 4)
        #expect(try processes.isEmpty)
        let again = try Tool.run("run", "pipeline.yaml", "--out", "again", "--quiet", "--jobs", "1", in: studio)
        #expect(again.status == 1)
        #expect(try studio.files("out/images") == studio.files("again/images"))
        #expect(try studio.text("out/scenes.jsonl") == studio.text("again/scenes.jsonl"))
    }

    @Test func viewNamesItsOption() throws {
        let outcome = try Tool.run("view", "spins.ply", "--import-seconds", "1", in: studio)
        #expect(outcome.status == 1 && !outcome.isKilled)
        #expect(
            outcome.errors == "error: spins.ply: its importer took more than 1 s; raise --import-seconds to take it\n")
    }

    @Test func aModelThatSpinsHoldsNoInterruptUp() throws {
        try write(["spins.ply"])
        let run = try Tool.start(
            "run", "pipeline.yaml", "--out", "out", "--quiet", "--set", "render.import_seconds=1000", in: studio)
        let deadline = ContinuousClock.now + .seconds(30)
        while try processes.count < 2, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
        #expect(try processes.count >= 2)
        // The first lets the images in hand finish, the second does not.
        run.send(SIGINT)
        Thread.sleep(forTimeInterval: 0.2)
        run.send(SIGINT)
        #expect(try run.wait().isKilled)
        while try !processes.isEmpty, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
        #expect(try processes.isEmpty)
    }

    /// What a process of its own reads is what this one would.
    @Test func aSoundModelIsReadAlike() throws {
        var raster = Raster(width: 2, height: 1)
        raster.bytes = [255, 0, 0, 255, 0, 255, 0, 128]
        let picture = try PhotoFile.encodeWithAlpha(raster)
        let model = "mtllib a.mtl\nusemtl m\nvt 0 0\nvt 1 0\nvt 0 1\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1/1 2/2 3/3\n"
        let material = "newmtl m\nKd 0.5 0.25 1\nKs 1 1 1\nNs 12\nmap_Kd a.png\n"
        try studio.write(model, to: "a.obj")
        try studio.write(material, to: "a.mtl")
        try studio.write(picture, to: "a.png")
        let archive = try Archive(
            path: studio.write(
                ZipFile([.init("a.obj", model), .init("a.mtl", material), .init("a.png", picture)]).bytes, to: "a.zip"))
        let importer = ModelImporter(.child(executable: Tool.path, arguments: [ImportHost.argument]))
        for options in [Mesh.Options(), .init(metresPerUnit: 0.01, up: .z, front: .degrees(30))] {
            let mesh = try Mesh(file: studio.path("a.obj"), options)
            #expect(try importer.read(.disk(studio.path("a.obj")), options).mesh == mesh)
            #expect(try importer.read(.archive(archive, member: "a.obj"), options).mesh == mesh)
            #expect(mesh.textures.count == 1)
        }
        let missing = studio.path("none.obj")
        let error = #expect(throws: RenderingError.self) { try importer.read(.disk(missing)) }
        #expect(error == RenderingError(.missing, file: missing, "no such file"))
    }
}
