import Cards
import Findings
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

    private func check(_ file: String, region: String, more: String = "") throws -> PipelineReport {
        let studio = try Studio()
        try studio.photos(1)
        let triangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\n"
        try studio.write(triangle + "f 1 2 3\n", to: "bare.obj")
        try studio.write(triangle + "vt 0 0\nvt 0.5 0\nvt 0 0.5\nf 1/1 2/2 3/3\n", to: "card.obj")
        try studio.write(
            """
            diorama: 1
            backgrounds: {photos: [photos]}
            objects:
              thing:
                from:
                  mesh:
                    file: \(file)
                    print: {sign: {region: \(region), text: {text: Hi}}\(more)}
                size: 0.3
            """, to: "pipeline.yaml")
        return try PipelineReport(path: studio.path("pipeline.yaml"))
    }

    @Test func aPrintThatHasNoPlaceIsReportedAtItsObject() throws {
        #expect(try check("card.obj", region: "[0, 0.5, 0.5, 1]").isSound)
        for (file, region, words) in [
            ("bare.obj", "[0, 0, 1, 1]", "has no texture coordinates, so nothing can be printed on it"),
            ("card.obj", "[0.6, 0, 1, 0.4]", "has no face that shows the region [0.6, 0, 1, 0.4] of its texture"),
        ] {
            let report = try check(file, region: region)
            #expect(!report.isSound)
            let finding = try #require(report.findings.first { $0.severity == .error })
            #expect(finding.line == 4 && finding.column == 3)
            #expect(
                finding.problem.contains("“thing”: ") && finding.problem.contains("\(file): print “sign”: \(words)"))
            #expect(report.description.contains("pipeline.yaml:4:3: error: "))
        }
    }

    /// The later print covers the words of the earlier one, and the labels of these would not know it.
    @Test func printsThatOverlapAreReported() throws {
        func other(_ region: String, _ more: String = "") -> String {
            ", b: {region: \(region), text: {text: Ho}\(more)}"
        }
        let error = try #require(throws: InvalidFile.self) {
            try check("card.obj", region: "[0, 0.5, 0.3, 1]", more: other("[0.2, 0.6, 0.5, 0.9]"))
        }
        #expect(error.diagnostics.count == 1)
        #expect(
            error.description.contains(
                "the prints “sign” and “b” overlap on the texture: [0, 0.5, 0.3, 1] and [0.2, 0.6, 0.5, 0.9]; move one"),
            "\(error)")
        // Side by side they share an edge only.
        #expect(try check("card.obj", region: "[0, 0.5, 0.2, 1]", more: other("[0.2, 0.6, 0.5, 0.9]")).isSound)
    }

    @Test(arguments: ["[0, 0, 1.2, 1]", "[0.6, 0, 0.4, 1]", "[0, 0, 1]"])
    func aRegionThatIsNoneIsReportedAtItsPlace(_ region: String) throws {
        let error = try #require(throws: InvalidFile.self) { try check("card.obj", region: region) }
        #expect(error.diagnostics.count == 1 && error.diagnostics[0].position.line == 8)
    }

    /// The warnings of a model whose box is so wide, high and deep.
    private func warnings(_ size: [Double], _ more: String = "", object: String = "size: 0.3") throws -> [Substring] {
        let studio = try Studio()
        try studio.photos(1)
        try studio.write(
            "v 0 0 0\nv \(size[0]) 0 0\nv 0 \(size[1]) 0\nv 0 0 \(size[2])\nf 1 2 3\nf 1 2 4\n", to: "m.obj")
        try studio.write(
            """
            diorama: 1
            backgrounds: {photos: [photos]}
            objects: {thing: {from: {mesh: {file: m.obj\(more)}}, \(object)}}
            """, to: "pipeline.yaml")
        let report = try PipelineReport(path: studio.path("pipeline.yaml"))
        #expect(report.isSound)
        return report.description.split(separator: "\n").filter { $0.contains("warning: ") && $0.contains("m.obj") }
    }

    @Test func aModelOfTheWrongUnitIsWarnedOf() throws {
        let mug = try warnings([8, 6.6, 8])
        #expect(mug.count == 1)
        #expect(
            mug.first?.hasSuffix(
                "m.obj: of “thing”: it is 6.6 m high: is its unit centimetres (unit: 0.01)? Set “unit”, or “height”, unless it is right"
            ) == true)
        #expect(try warnings([900, 900, 500]).first?.contains("unit millimetres (unit: 0.001)?") == true)
        #expect(try warnings([450, 1.5, 180]).first?.contains("it is 450 m long: ") == true)
        #expect(try warnings([0.0045, 0.0015, 0.0018], ", unit: 0.5").first?.contains("it is only 0.00225 m") == true)
        #expect(try warnings([1.8, 1.5, 8], ", up: z").first?.contains("it is 8 m high: ") == true)
    }

    @Test func noTruckAndNoScrewIsWarnedOf() throws {
        #expect(try warnings([2.6, 4, 18.75]).isEmpty)
        #expect(try warnings([0.002, 0.006, 0.002]).isEmpty)
        #expect(try warnings([8, 6.6, 8], ", unit: 0.01").isEmpty)
        #expect(try warnings([8, 6.6, 8], object: "height: 0.1").isEmpty)
    }

    @Test func whatAModelHoldsAndIsLeftOutIsWarnedOf() throws {
        let studio = try Studio()
        try studio.photos(1)
        try studio.write("v 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl lost\nf 1 2 3\n", to: "m.obj")
        try studio.write(
            "diorama: 1\nbackgrounds: {photos: [photos]}\nobjects: {thing: {from: {mesh: m.obj}, size: 0.3}}\n",
            to: "pipeline.yaml")
        let report = try PipelineReport(path: studio.path("pipeline.yaml"))
        #expect(report.isSound)
        #expect(
            report.description.contains(
                "m.obj: it uses the material “lost”, and names no material library (mtllib)\n"))
    }
}
