import Cards
import Geometry
import Rendering

/// A part of a solid: a shape, or an arrangement of parts.
protocol SolidPart: Defaulted {
    /// The part's name in a file.
    static var name: String { get }
    /// The part's keys besides `PartCommon`, read with the names of its file.
    static func summary() -> String
    static func fields(_ scope: SolidScope) -> [Field<Self>]
    /// The faces that can have materials of their own.
    static var faces: [String] { get }

    var common: PartCommon { get set }

    /// - Parameter pose: solid from part.
    func add(to piece: inout Workpiece, _ pose: Pose)
}

extension SolidPart {
    static var faces: [String] { [] }

    static func card(_ scope: SolidScope) -> Card<Self> {
        Card(name, summary(), fields(scope) + PartCommon.fields(scope))
    }
}

/// Every part that a definition can name.
enum SolidParts {
    static let all: [any SolidPart.Type] = [
        BoxPart.self, SpherePart.self, CylinderPart.self, ConePart.self, TorusPart.self, CapsulePart.self,
        LathePart.self, ExtrudePart.self, LoftPart.self, TubePart.self, GroupPart.self, GridPart.self, CurvePart.self,
        MirrorPart.self,
    ]
    static let names = all.map { $0.name }
}

/// The keys of every part.
struct PartCommon: Sendable {
    var at: [Expression] = [0, 0, 0]
    /// The turn in degrees.
    var rotate: [Expression] = [0, 0, 0]
    var scale: [Expression] = [1]
    var material: String?
    var faces: [Named<String>] = []
    var when: Expression?
    /// The place of the part in its file.
    var position: Position?

    static func fields<P: SolidPart>(_ scope: SolidScope) -> [Field<P>] {
        var fields: [Field<P>] = [
            .field("at", \P.common.at, .triple(scope), "The place of its origin, [x, y, z] in metres."),
            .field(
                "rotate", \P.common.rotate, .triple(scope),
                "Degrees about x, y and z: first it rolls about z, then pitches about x, then turns about y."),
            .field(
                "scale", \P.common.scale, .oneOrThree(scope),
                "A factor, or one each along x, y and z, before it is turned."),
            .field(
                "material", \P.common.material, .optional(.material(scope)),
                "Its material; the default is that of the parts around it."),
            .field(
                "when", \P.common.when, .optional(.expression(scope)), "The part is left out if this is 0."),
        ]
        if !P.faces.isEmpty {
            fields.append(
                .field(
                    "faces", \P.common.faces, .faces(P.faces, scope),
                    "Materials of some of its faces: " + P.faces.joined(separator: ", ") + "."))
        }
        return fields
    }
}

extension Form where V == [Expression] {
    /// One number for all three axes, or three.
    fileprivate static func oneOrThree(_ scope: SolidScope) -> Form {
        let (one, three) = (Form<Expression>.expression(scope), Form.triple(scope))
        return Form(
            expectation: one.expectation + ", or " + three.expectation, schema: .map([:]),
            decode: { node, reading in
                if node.elements != nil { return three.decode(node, &reading) }
                return one.decode(node, &reading).map { [$0] }
            },
            encode: three.encode)
    }
}

extension Form where V == [Named<String>] {
    /// A map from faces to materials.
    fileprivate static func faces(_ known: [String], _ scope: SolidScope) -> Form {
        let map = Form.map(.material(scope), of: "faces")
        return Form(
            expectation: map.expectation, schema: map.schema,
            decode: { node, reading in
                let strangers = (node.pairs ?? []).filter { !known.contains($0.key) }
                for pair in strangers {
                    reading.report(.unknownName(pair.key, kind: "face", known: known), at: pair.keyPosition)
                }
                let faces = map.decode(node, &reading)
                return strangers.isEmpty ? faces : nil
            },
            encode: map.encode)
    }
}

extension Form where V == [any SolidPart] {
    /// A list of parts, each `name: {keys}`.
    static func parts(_ scope: SolidScope) -> Form {
        let expectation = "a list of parts, such as - box: {size: [1, 1, 1]}"
        return Form(
            expectation: expectation, schema: .map(["type": "array"]),
            decode: { node, reading in
                guard let nodes = node.elements else {
                    reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                    return nil
                }
                guard !nodes.isEmpty else {
                    reading.report(.wrongType(expected: "at least one part", found: "none"), at: node.position)
                    return nil
                }
                let parts = nodes.compactMap { part($0, scope, &reading) }
                return parts.count == nodes.count ? parts : nil
            },
            encode: { .list($0.map { .text(type(of: $0).name) }) })
    }

    private static func part(_ node: Node, _ scope: SolidScope, _ reading: inout Reading) -> (any SolidPart)? {
        guard let pairs = node.pairs, pairs.count == 1 else {
            reading.report(.notOneName(kind: "part", found: node.pairs?.map(\.key) ?? []), at: node.position)
            return nil
        }
        let pair = pairs[0]
        guard let type = SolidParts.all.first(where: { $0.name == pair.key }) else {
            reading.report(.unknownName(pair.key, kind: "part", known: SolidParts.names), at: pair.keyPosition)
            return nil
        }
        func decoded<P: SolidPart>(_ type: P.Type) -> (any SolidPart)? {
            guard var part = type.card(scope).decode(pair.value, &reading) else { return nil }
            part.common.position = pair.keyPosition
            return part
        }
        return decoded(type)
    }
}
