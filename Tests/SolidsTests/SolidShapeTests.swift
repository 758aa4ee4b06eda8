import Geometry
import Rendering
import Studios
import Testing

@testable import Solids

/// Every shape against its closed form: its volume, its area, its box, and that it is closed and faces outwards.
@Suite struct SolidShapeTests {
    struct Form: Sendable, CustomTestStringConvertible {
        let yaml: String
        let size: Vector3
        let volume: Double
        let area: Double
        /// Of what many flat pieces may lack of what is round.
        var tolerance = 0.01

        var testDescription: String { yaml }
    }

    static let forms: [Form] = {
        let pi = Double.pi
        return [
            Form(yaml: "box: {size: [1, 2, 3], material: m}", size: [1, 2, 3], volume: 6, area: 22, tolerance: 1e-6),
            // Three slabs, twelve quarters of cylinders, eight eighths of a sphere.
            Form(
                yaml: "box: {size: [1, 2, 3], round: 0.25, material: m}", size: [1, 2, 3],
                volume: 0.5 * 1.5 * 2.5 + 0.5 * (0.5 * 1.5 + 1.5 * 2.5 + 2.5 * 0.5) + pi * 0.0625 * 4.5
                    + 4 / 3 * pi * 0.015_625,
                area: 2 * (0.5 * 1.5 + 1.5 * 2.5 + 2.5 * 0.5) + 2 * pi * 0.25 * 4.5 + 4 * pi * 0.0625),
            Form(yaml: "sphere: {radius: 0.5, material: m}", size: [1, 1, 1], volume: pi / 6, area: pi),
            Form(
                yaml: "cylinder: {radius: 0.5, height: 2, material: m}", size: [1, 2, 1], volume: pi / 2,
                area: 2.5 * pi),
            Form(
                yaml: "cylinder: {radius: 0.5, height: 2, segments: 4, material: m}", size: [1, 2, 1], volume: 1,
                area: 1 + 8 * 0.5.squareRoot(), tolerance: 1e-6),
            Form(
                yaml: "cone: {radius: 0.6, height: 0.8, material: m}", size: [1.2, 0.8, 1.2],
                volume: pi * 0.36 * 0.8 / 3, area: pi * 0.36 + pi * 0.6 * 1),
            Form(
                yaml: "cone: {radius: 0.5, top: 0.2, height: 0.4, material: m}", size: [1, 0.4, 1],
                volume: pi * 0.4 / 3 * (0.25 + 0.1 + 0.04), area: pi * (0.25 + 0.04) + pi * 0.7 * 0.5),
            Form(
                yaml: "cone: {radius: 0.0001, top: 0.5, height: 0.5, material: m}", size: [1, 0.5, 1],
                volume: pi * 0.125 / 3, area: pi * 0.25 + pi * 0.5 * 0.5.squareRoot()),
            Form(
                yaml: "torus: {radius: 0.5, tube: 0.1, material: m}", size: [1.2, 0.2, 1.2],
                volume: 2 * pi * pi * 0.5 * 0.01, area: 4 * pi * pi * 0.05, tolerance: 0.02),
            Form(
                yaml: "capsule: {radius: 0.25, height: 1, material: m}", size: [0.5, 1, 0.5],
                volume: pi * 0.0625 * 0.5 + 4 / 3 * pi * 0.015_625, area: 2 * pi * 0.25 * 1),
            // A bowl: the profile goes up outside and down inside.
            Form(
                yaml: "lathe: {profile: [[0, 0], [1, 0], [1, 1], [0.5, 1], [0.5, 0.5], [0, 0.5]], material: m}",
                size: [2, 1, 2], volume: pi - pi / 8, area: pi * (1 + 2 + 0.75 + 0.5 + 0.25)),
            // The same from the other end, and open at both.
            Form(
                yaml: "lathe: {profile: [[0.5, 2], [1, 0]], material: m}", size: [2, 2, 2],
                volume: pi * 2 / 3 * (1 + 0.5 + 0.25), area: pi * 1.25 + pi * 1.5 * 4.25.squareRoot()),
            Form(
                yaml: "lathe: {ring: true, profile: [[0.5, 0], [1, 0], [1, 1], [0.5, 1]], material: m}",
                size: [2, 1, 2], volume: pi * 0.75, area: pi * (1.5 + 2 + 1)),
            Form(
                yaml: """
                    extrude: {outline: [[0, 0], [4, 0], [4, 3], [0, 3]], holes: [[[1, 1], [2, 1], [2, 2], [1, 2]], \
                    [[3, 1], [3, 2], [3.5, 1]]], depth: 2, material: m}
                    """, size: [4, 3, 2], volume: 2 * (12 - 1 - 0.25),
                area: 2 * 10.75 + 2 * (14 + 4 + 1.5 + 1.25.squareRoot()), tolerance: 1e-6),
            // A cross, whose corners turn both ways, given clockwise.
            Form(
                yaml: """
                    extrude: {outline: [[1, 3], [2, 3], [2, 2], [3, 2], [3, 1], [2, 1], [2, 0], [1, 0], [1, 1], [0, 1], \
                    [0, 2], [1, 2]], depth: 1, material: m}
                    """, size: [3, 3, 1], volume: 5, area: 22, tolerance: 1e-6),
            // Half a disc on a square: a corner is rounded by all that there is.
            Form(
                yaml: """
                    extrude: {outline: [[0, 0], [2, 0], [2, 2, 1], [0, 2, 1]], depth: 1, material: m}
                    """, size: [2, 2, 1], volume: 2 + pi / 2, area: 2 * (2 + pi / 2) + 4 + pi),
            Form(
                yaml: """
                    loft: {section: [[-1, 0], [1, 0], [1, 1], [-1, 1]], width: [[0, 1], [3, 2]], bottom: 0, \
                    top: [[0, 1], [3, 3]], material: m}
                    """, size: [2, 3, 3],
                // The integral of (1 + z/3)(1 + 2z/3), and the trapezoids around it.
                volume: 3 * (1 + 1.5 + 2 / 3.0),
                area: 1 + 6 + 4.5 + 1.5 * 13.0.squareRoot() + 2 * 2 * 9.25.squareRoot(), tolerance: 0.002),
            Form(
                yaml: "tube: {points: [[0, 0, 0], [0, 2, 0]], radius: 0.1, material: m}", size: [0.2, 2, 0.2],
                volume: pi * 0.02, area: 2 * pi * 0.01 + 2 * pi * 0.2, tolerance: 0.03),
            // By Pappus, a bend is as long as its middle.
            Form(
                yaml: "tube: {points: [[0, 0, 0], [0, 1, 0, 0.5], [1, 1, 0]], radius: 0.1, material: m}",
                size: [1.1, 1.1, 0.2], volume: pi * 0.01 * (1 + pi / 4),
                area: 2 * pi * 0.01 + 2 * pi * 0.1 * (1 + pi / 4), tolerance: 0.03),
        ]
    }()

    @Test(arguments: forms)
    func aShapeIsWhatItsNameSays(_ form: Form) throws {
        let mesh = try parts("[{\(form.yaml)}]")
        let size = mesh.bounds.size
        for axis in 0..<3 {
            #expect(abs(size[axis] - form.size[axis]) < max(1e-6, form.tolerance * 0.5) * form.size[axis], "\(size)")
        }
        #expect(abs(mesh.volume / form.volume - 1) < form.tolerance, "volume \(mesh.volume), not \(form.volume)")
        #expect(abs(mesh.area / form.area - 1) < form.tolerance, "area \(mesh.area), not \(form.area)")
        #expect(mesh.openEdges == 0)
        #expect(mesh.wrongNormals == 0)
        #expect(mesh.mirroredTriangles == 0)
    }

    @Test func everyPartIsInTheListAbove() {
        let shapes = Set(SolidParts.names).subtracting(["group", "grid", "curve", "mirror"])
        let tried = Set(Self.forms.compactMap { $0.yaml.split(separator: ":").first.map(String.init) })
        #expect(tried == shapes)
    }

    @Test func whatIsRoundIsShadedRoundAndEdgesAreHard() throws {
        let ball = try parts("[{sphere: {radius: 2, material: m}}]")
        for (position, normal) in zip(ball.positions, ball.normals) {
            #expect(Vector3(position).normalized.dot(Vector3(normal)) > 0.999)
        }
        let can = try parts("[{cylinder: {radius: 1, height: 1, material: m}}]")
        for (position, normal) in zip(can.positions, can.normals) {
            let out = Vector3(Double(position.x), 0, Double(position.z))
            // Either straight up or down, or straight out.
            #expect(abs(abs(normal.y) - 1) < 1e-5 || out.normalized.dot(Vector3(normal)) > 0.9999)
        }
        let box = try parts("[{box: {size: [1, 1, 1], material: m}}]")
        #expect(box.positions.count == 24)
        #expect(box.normals.allSatisfy { abs($0.max()) == 1 || abs($0.min()) == 1 })
    }

    @Test func aFaceHoldsItsTextureOnceAndUpright() throws {
        let box = try parts("[{box: {size: [2, 4, 6], material: m}}]")
        for (normal, right, up) in [
            (SIMD3<Float>(0, 0, 1), Vector3(1, 0, 0), Vector3(0, 1, 0)), ([0, 0, -1], [-1, 0, 0], [0, 1, 0]),
            ([1, 0, 0], [0, 0, -1], [0, 1, 0]), ([-1, 0, 0], [0, 0, 1], [0, 1, 0]),
            ([0, 1, 0], [1, 0, 0], [0, 0, -1]), ([0, -1, 0], [1, 0, 0], [0, 0, 1]),
        ] {
            let corners = box.normals.indices.filter { box.normals[$0] == normal }
            #expect(corners.count == 4)
            for index in corners {
                let at = Vector3(box.positions[index])
                #expect(box.coordinates[index].x == (at.dot(right) > 0 ? 1 : 0))
                #expect(box.coordinates[index].y == (at.dot(up) > 0 ? 1 : 0))
            }
        }
        // Around, from the back over the left and the front; 0.5 looks at the viewer.
        let can = try parts("[{cylinder: {radius: 1, height: 2, segments: 8, material: m}}]")
        let side = can.positions.indices.filter { abs(can.normals[$0].y) < 0.5 }
        #expect(side.count >= 18)
        for index in side {
            let position = can.positions[index]
            let u = Double(can.coordinates[index].x)
            let turn = Angle.degrees((u - 0.5) * 360)
            #expect(abs(Double(position.x) - turn.sine) < 1e-5 && abs(Double(position.z) - turn.cosine) < 1e-5)
            #expect(can.coordinates[index].y == (position.y > 0 ? 1 : 0))
        }
    }

    @Test func aTileSpansItsMetres() throws {
        let mesh = try solid(
            """
            description: A board.
            materials: {m: {colour: grey, tile: [0.5, 2]}}
            parts: [{box: {size: [2, 4, 6], material: m}}]
            """
        ).mesh
        for (normal, largest) in [
            (SIMD3<Float>(0, 0, 1), SIMD2<Float>(4, 2)), ([1, 0, 0], [12, 2]), ([0, 1, 0], [4, 3]),
        ] {
            let places = mesh.normals.indices.filter { mesh.normals[$0] == normal }.map { mesh.coordinates[$0] }
            #expect(places.map(\.x).max() == largest.x && places.map(\.y).max() == largest.y)
        }
    }

    @Test func partsAreScaledThenTurnedThenMoved() throws {
        let mesh = try parts(
            "[{box: {size: [1, 1, 1], scale: [2, 4, 6], rotate: [0, 90, 0], at: [10, 20, 30], material: m}}]")
        #expect((mesh.bounds.center - Vector3(10, 20, 30)).length < 1e-5)
        #expect((mesh.bounds.size - Vector3(6, 4, 2)).length < 1e-5)
        // Nested places apply from the inside out.
        let nested = try parts(
            "[{group: {at: [1, 0, 0], rotate: [0, 90, 0], material: m, parts: [{box: {size: [1, 1, 1], at: [0, 0, 5]}}]}}]"
        )
        #expect((nested.bounds.center - Vector3(6, 0, 0)).length < 1e-5)
    }

    @Test func aMirrorKeepsTheOutsideOutAndLetteringReadable() throws {
        let mesh = try parts(
            "[{mirror: {axis: x, parts: [{cone: {radius: 1, height: 1, at: [3, 0, 0], rotate: [10, 20, 30], material: m}}]}}]"
        )
        let one = try parts("[{cone: {radius: 1, height: 1, material: m}}]")
        #expect(abs(mesh.volume - 2 * one.volume) < 1e-4)
        #expect(mesh.openEdges == 0 && mesh.wrongNormals == 0 && mesh.mirroredTriangles == 0)
        #expect(abs(mesh.bounds.lower.x + mesh.bounds.upper.x) < 1e-5)
    }

    @Test func aGridLiesAboutItsOriginAndACurveEndsAtItsEnds() throws {
        let grid = try parts(
            "[{grid: {count: [3, 1, 2], step: [2, 9, 4], parts: [{box: {size: [1, 1, 1], material: m}}]}}]")
        #expect(grid.triangles.count == 6 * 12)
        #expect((grid.bounds.lower - Vector3(-2.5, -0.5, -2.5)).length < 1e-6)
        #expect((grid.bounds.upper - Vector3(2.5, 0.5, 2.5)).length < 1e-6)
        // Its x axis along the way: up for the whole of it.
        let curve = try parts(
            "[{curve: {points: [[0, 0, 0], [0, 10, 0]], count: 3, parts: [{box: {size: [2, 1, 1], material: m}}]}}]")
        #expect(curve.triangles.count == 3 * 12)
        #expect(abs(curve.bounds.lower.y + 1) < 1e-5 && abs(curve.bounds.upper.y - 11) < 1e-5)
        // All round a closed way, none twice.
        let ring = try parts(
            """
            [{curve: {points: [[1, 0, 1], [1, 0, -1], [-1, 0, -1], [-1, 0, 1]], closed: true, count: 8, \
            parts: [{sphere: {radius: 0.1, segments: 8, material: m}}]}}]
            """)
        var middles: Set<SIMD2<Int>> = []
        for position in ring.positions {
            middles.insert(SIMD2(Int(position.x.rounded()), Int(position.z.rounded())))
        }
        #expect(middles.count == 8)
    }

    @Test func aCutLoftKeepsItsSectionWhereASqueezedOneDoesNot() throws {
        /// Half the width at half the height, behind z = 2.5.
        func width(bottom: String, top: String, cut: String) throws -> Double {
            let mesh = try parts(
                """
                [{loft: {section: [[-1, 0], [1, 0], [0.5, 1], [-0.5, 1]], width: 2, bottom: \(bottom), top: \(top), \
                cut: \(cut), material: m}}]
                """)
            let level = mesh.positions.filter { $0.z > 2.5 && abs(Double($0.y) - 0.5) < 0.01 }
            return level.map { Double($0.x) }.max() ?? 0
        }
        // Of the section, 0.75 is half the width at half its height, 1 that of its foot and 0.5 that of its top.
        let falling = "[[0, 1], [1, 1], [2, 0.5], [3, 0.5]]"
        #expect(abs(try width(bottom: "0", top: falling, cut: "none") - 0.5) < 1e-5)
        #expect(abs(try width(bottom: "0", top: falling, cut: "top") - 0.75) < 0.03)
        let rising = "[[0, 0], [1, 0], [2, 0.5], [3, 0.5]]"
        #expect(abs(try width(bottom: rising, top: "1", cut: "none") - 1) < 1e-5)
        #expect(abs(try width(bottom: rising, top: "1", cut: "bottom") - 0.75) < 0.03)
    }
}
