import Cards
import Geometry
import Rendering

struct LoftPart: SolidPart {
    var common = PartCommon()
    var section: [[Expression]] = []
    var width: [[Expression]] = []
    var bottom: [[Expression]] = []
    var top: [[Expression]] = []
    var cut = SolidShape.LoftCut.none

    static let name = "loft"
    static let faces = SolidShape.prismFaces

    static func summary() -> String { "A section drawn out along z, whose width, bottom and top change on the way." }

    static func fields(_ scope: SolidScope) -> [Field<LoftPart>] {
        [
            .required(
                "section", \.section, .corners(scope, 2...3, atLeast: 3),
                "Corners [x, y] or [x, y, rounding], x from -1 to 1 across the width, y from 0 at the bottom to 1 at the "
                    + "top."),
            .required(
                "width", \.width, .curve(scope), "A number, or points [z, width] or [z, width, rounding]; metres."),
            .required("bottom", \.bottom, .curve(scope), "The same for the height of its underside."),
            .required("top", \.top, .curve(scope), "The same for the height of its upper side."),
            .field(
                "cut", \.cut, .word,
                "How the section fits where there is less height than elsewhere: none squeezes it, bottom cuts it "
                    + "off below (a car's body over its wheels), top cuts it off above (a windscreen's slope)."),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        var section = piece.path(section, isClosed: true, "section")
        let curves = [curve(width, "width", &piece), curve(bottom, "bottom", &piece), curve(top, "top", &piece)]
        guard section.count > 2, !curves.contains(where: \.isEmpty) else { return }
        let area = Polygon(section).signedArea
        guard abs(area) > 1e-10, section.allSatisfy({ abs($0.x) <= 1.0001 && (-0.0001...1.0001).contains($0.y) }) else {
            piece.report(
                .rule("a section lies within x from -1 to 1 and y from 0 to 1, and encloses something"),
                at: self.section[0][0].position)
            return
        }
        if area < 0 { section.reverse() }
        var zs: [Double] = []
        for z in curves.filter({ $0.count > 1 }).flatMap({ $0.map(\.x) }).sorted() {
            if let last = zs.last, z - last < 1e-7 { continue }
            zs.append(z)
        }
        guard zs.count > 1 else {
            piece.report(.rule("a loft needs points at two z at least, in “width”, “bottom” or “top”"))
            return
        }
        let stations = zs.map { z in
            SolidShape.Station(
                z: z, width: Self.value(curves[0], z), bottom: Self.value(curves[1], z), top: Self.value(curves[2], z))
        }
        if let flat = stations.first(where: { $0.width < 1e-4 || $0.top - $0.bottom < 1e-4 }) {
            piece.report(
                .rule(
                    "the loft is flat at z = \(((flat.z * 1000).rounded() / 1000).plainText): its width is more than 0 and "
                        + "its top above its bottom everywhere"))
            return
        }
        guard let shape = SolidShape.loft(section, stations, cut: cut) else {
            piece.report(.rule("the section crosses itself"), at: self.section[0][0].position)
            return
        }
        piece.add(shape, common, faces: Self.faces, pose)
    }

    /// Points by rising z. A step up or down at one z becomes a slope a hundredth of a millimetre long.
    private func curve(_ corners: [[Expression]], _ name: String, _ piece: inout Workpiece) -> [Point] {
        if corners.count == 1, corners[0].count == 1 { return [Point(0, piece.number(corners[0][0]))] }
        var points = piece.path(corners, isClosed: false, name)
        for index in points.indices.dropFirst() where points[index].x <= points[index - 1].x + 1e-6 {
            guard points[index].x > points[index - 1].x - 1e-4 else {
                piece.report(.rule("the points of “\(name)” go back: their z must rise"), at: corners[0][0].position)
                return []
            }
            points[index].x = points[index - 1].x + 1e-5
        }
        return points
    }

    private static func value(_ curve: [Point], _ z: Double) -> Double {
        guard let next = curve.firstIndex(where: { $0.x >= z }) else { return curve[curve.count - 1].y }
        guard next > 0 else { return curve[0].y }
        let (a, b) = (curve[next - 1], curve[next])
        return a.y + (b.y - a.y) * (z - a.x) / (b.x - a.x)
    }
}

extension Form where V == [[Expression]] {
    /// One number for the whole length, or points of a curve.
    fileprivate static func curve(_ scope: SolidScope) -> Form {
        let (one, points) = (Form<Expression>.expression(scope), Form.corners(scope, 2...3, atLeast: 2))
        return Form(
            expectation: one.expectation + ", or " + points.expectation, schema: .map([:]),
            decode: { node, reading in
                if node.elements != nil { return points.decode(node, &reading) }
                return one.decode(node, &reading).map { [[$0]] }
            },
            encode: points.encode)
    }
}
