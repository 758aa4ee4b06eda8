import Studios
import Testing

@testable import Diorama

/// What `check` says of the models that a pipeline names.
@Suite struct ModelCheckTests {
    private func report(_ file: String) throws -> PipelineReport {
        let studio = try Studio()
        try studio.photos(1)
        let triangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\n"
        try studio.write(triangle + "f 1 2 3\n", to: "good.obj")
        try studio.write(triangle + "p 1 2 3\n", to: "points.obj")
        try studio.write(
            "mtllib bare.mtl\n" + triangle + "vt 0 0\nusemtl a\nf 1/1 2/1 3/1\n", to: "bare.obj")
        try studio.write("newmtl a\nmap_Kd gone.png\n", to: "bare.mtl")
        try studio.write(
            """
            diorama: 1
            backgrounds: {photos: [photos]}
            objects: {thing: {from: {mesh: {file: \(file)}}, size: 0.3}}
            """, to: "pipeline.yaml")
        return try PipelineReport(path: studio.path("pipeline.yaml"))
    }

    @Test func soundModelsAreCounted() throws {
        let report = try report("[good.obj]")
        #expect(report.isSound)
        #expect(report.description.contains("\n  1 model opened: all can be read\n"))
    }

    @Test func everyModelThatCannotBeReadIsNamed() throws {
        let report = try report("[good.obj, points.obj, bare.obj]")
        #expect(!report.isSound)
        let lines = report.description.split(separator: "\n")
        #expect(lines.contains("  3 models opened: 2 cannot be read"))
        #expect(lines.contains { $0.contains("points.obj: has no faces to be seen") })
        #expect(lines.contains { $0.contains("gone.png") && $0.contains("bare.obj") })
    }
}
