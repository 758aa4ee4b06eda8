import Cards
import Geometry
import Rendering

struct ExtrudePart: SolidPart {
    var common = PartCommon()
    var outline: [[Expression]] = []
    var holes: [[[Expression]]] = []
    var depth: Expression = 1
    var bevel: Expression = 0

    static let name = "extrude"
    static let faces = SolidShape.prismFaces

    static func summary() -> String { "A polygon in x and y, drawn out along z about its origin." }

    static func fields(_ scope: SolidScope) -> [Field<ExtrudePart>] {
        [
            .required(
                "outline", \.outline, .corners(scope, 2...3, atLeast: 3),
                "Its corners, [x, y] or [x, y, rounding], in metres."),
            .field("holes", \.holes, .list(.corners(scope, 2...3, atLeast: 3)), "Outlines of holes in it."),
            .required("depth", \.depth, .expression(scope), "The depth along z, in metres."),
            .field("bevel", \.bevel, .expression(scope), "How far the edges of front and back are rounded, in metres."),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let depth = piece.length(depth, "depth")
        let bevel = min(piece.number(bevel, "bevel", in: 0...depth / 2, .metres), depth / 2 * 0.999)
        var loops: [[Point]] = []
        for (index, corners) in ([outline] + holes).enumerated() {
            let name = index == 0 ? "outline" : "holes"
            let points = piece.path(corners, isClosed: true, name)
            guard points.count > 2 else { return }
            // `signedArea` is positive clockwise on a screen, whose y points down; here it points up.
            let area = Polygon(points).signedArea
            guard abs(area) > 1e-10 else {
                piece.report(.rule("“\(name)” encloses nothing"), at: corners[0][0].position)
                return
            }
            loops.append((area > 0) == (index == 0) ? points : points.reversed())
        }
        guard let shape = SolidShape.prism(loops, depth: depth, bevel: bevel) else {
            piece.report(
                .rule(
                    bevel > 0
                        ? "the outline crosses itself or a hole, or the “bevel” of \(bevel.plainText) is too much for it"
                        : "the outline crosses itself or a hole"), at: outline[0][0].position)
            return
        }
        piece.add(shape, common, faces: Self.faces, pose)
    }
}
