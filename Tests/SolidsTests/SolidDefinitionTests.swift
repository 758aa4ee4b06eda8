import Cards
import Drawings
import Findings
import Geometry
import Pipelines
import Rendering
import Studios
import Testing

@testable import Solids

/// What a definition may say, and what is said of one that is wrong.
@Suite struct SolidDefinitionTests {
    private let post = """
        description: A post.
        parameters:
          height: {number: 2, range: [1, 3], unit: metres, about: Of the post.}
          paint: {colour: "#ff0000", about: Of the post.}
          cap: {choice: [flat, round], about: Its upper end.}
          name: {text: "", about: What is on it.}
        let:
          radius: height / 20
        materials:
          paint: {colour: paint, roughness: 0.25}
          iron: {colour: {mix: [black, white, 0.2]}, metalness: 1}
        parts:
          - cylinder: {radius: radius, height: height, at: [0, height/2, 0], material: paint}
          - sphere: {when: cap.round, radius: radius, at: [0, height, 0], material: iron}
          - box: {when: name.given, size: [1, 0.2, 0.01], at: [0, height - 0.2, radius], material: iron}
        keypoints:
          top: [0, height, 0]
          side: [radius, height / 2, 0]
        """

    @Test func parametersSetMeasuresColoursAndParts() throws {
        let plain = try solid(post)
        #expect((plain.mesh.bounds.size - Vector3(0.2, 2, 0.2)).length < 1e-6)
        #expect(plain.keypoints.map(\.name) == ["top", "side"])
        #expect(plain.keypoints.map(\.position) == [[0, 2, 0], [0.1, 1, 0]])
        #expect(plain.mesh.materials.map(\.name) == ["paint", "iron"])
        #expect(plain.mesh.materials[0].baseColour == [1, 0, 0])
        #expect(plain.mesh.materials[0].roughness == 0.25)
        // A fifth of the way from black to white in sRGB is 51, which is 0.0331 of the light.
        #expect(abs(plain.mesh.materials[1].baseColour.x - 0.0331) < 1e-4)
        #expect(plain.mesh.materials[1].metalness == 1)

        let set = try solid(post, ["height": "3", "paint": "lime", "cap": "round", "name": "A 1"])
        #expect(abs(set.mesh.bounds.upper.y - 3.15) < 1e-5 && abs(set.mesh.bounds.size.x - 1) < 1e-6)
        #expect(set.mesh.materials[0].baseColour == [0, 1, 0])
        #expect(set.keypoints[1].position == [0.15, 1.5, 0])
    }

    @Test(arguments: [
        (
            "heigth", "1",
            "s.yaml: has no parameter “heigth”; did you mean “height”? It has: height, paint, cap, name"
        ),
        ("height", "4", "s.yaml: “height” cannot be “4”: expected a number from 1 to 3 metres"),
        ("height", "tall", "s.yaml: “height” cannot be “tall”: expected a number from 1 to 3 metres"),
        (
            "paint", "rouge",
            "s.yaml: “paint” cannot be “rouge”: expected a colour such as \"#c8102e\" (in quotes, as # begins a comment) "
                + "or red"
        ),
        ("cap", "oval", "s.yaml: “cap” cannot be “oval”: expected one of flat, round"),
    ])
    func aSettingThatIsNotTakenIsNamed(_ name: String, _ value: String, _ words: String) throws {
        let error = try #require(throws: ObjectError.self) { try solid(post, [name: value]) }
        #expect(error.description == words)
    }

    @Test(arguments: [
        ("2 + 3 * 4", 14.0), ("(2 + 3) * 4", 20), ("8 / 4 / 2", 1), ("2 - 3 - 4", -5), ("-2 * -3", 6),
        ("- (1 + 1)", -2),
        ("1.5e1", 15), (".5", 0.5), ("min(3, 1, 2)", 1), ("max(3, 1)", 3), ("sqrt(16)", 4), ("sin(30)", 0.5),
        ("cos(60)", 0.5), ("tan(45)", 1), ("abs(0 - 7)", 7), ("floor(2.9)", 2), ("2 * pi", 2 * Double.pi),
        ("a * b", 6), ("two.x - 1", 0),
    ])
    func anExpressionIsArithmetic(_ text: String, _ value: Double) throws {
        let shape = try solid(
            """
            description: A point.
            parameters: {a: {number: 2}, b: {number: 3}, two: {choice: [x, y]}}
            materials: {m: {colour: grey}}
            parts: [{box: {size: [1, 1, 1], material: m}}]
            keypoints: {p: ["\(text)", 0, 0]}
            """)
        #expect(abs(shape.keypoints[0].position.x - value) < 1e-12)
    }

    @Test(arguments: [
        ("1 +", "6:19: expected a number, a name or “(” here"),
        ("(1 + 2", "6:22: a “)” is missing (inside [ ] or { }, put an expression with commas in quotes)"),
        ("1 + 2)", "6:21: there is no “(” for this “)”"),
        ("2 hight", "6:18: expected + - * / or the end, found “h”"),
        ("hight / 2", "6:16: unknown parameter “hight”; did you mean “height”?"),
        ("sqr(2)", "6:16: unknown function “sqr”; did you mean “sqrt”?"),
        ("max(2)", "6:16: max takes two values or more, found 1"),
        ("1 * paint", "6:20: “paint” is a colour, not a number"),
        ("cap", "6:16: “cap” is no number, but “cap.flat” is: 1 where that is so, else 0"),
        ("1.2.3", "6:16: “1.2.3” is no number"),
        (
            "1 / (height - 2)",
            "6:15: “1 / (height - 2)” is no finite number here (a division by 0, or a name that comes later?)"
        ),
        ("later", "6:15: “later” is no finite number here (a division by 0, or a name that comes later?)"),
    ])
    func aMistakeInAnExpressionIsShownWhereItStands(_ text: String, _ words: String) {
        let found = mistakes(
            """
            description: A box.
            parameters: {height: {number: 2}, paint: {colour: red}, cap: {choice: [flat]}}
            materials: {m: {colour: grey}}
            parts: [{box: {size: [1, 1, 1], material: m}}]
            let:
              here:       "\(text)"
              later: 1
            """)
        #expect(found == [words])
    }

    @Test func allMistakesOfAFileAreToldAtOnce() {
        let found = mistakes(
            """
            description: Everything wrong.
            parameters:
              size: {number: 2, range: [0, 1]}
              both: {number: 2, text: x}
            materials:
              wood: {color: red}
              paint: {colour: reddish, patterns: [{nose: {colour: red}}, {stripes: {colour: paint}}]}
            parts:
              - bx: {size: [1, 1, 1]}
              - box: {sise: [1, 1, 1]}
              - box: {size: [1, 1], material: wod}
              - box: {size: [1, 1, 1], material: wood, faces: {frnt: wood}}
              - cylinder: {radius: 1, height: 1}
                box: {size: [1, 1, 1]}
              - group: {parts: []}
            keypoint: {}
            """)
        #expect(
            found == [
                "3:9: the default 2 is out of range: expected a number from 0 to 1",
                "4:9: a parameter has one of number, colour, text and choice, which is its default; found 2",
                "6:9: a material needs “colour”: Its colour in white light.",
                "6:10: unknown key “color” in a material; did you mean “colour”?",
                "7:19: expected a colour such as \"#c8102e\" (in quotes), the name of a colour parameter, or "
                    + "{mix: [a, b, 0.5]}, found the text “reddish”",
                "7:40: unknown pattern “nose”; did you mean “noise”?",
                "7:72: stripes needs “width”: The width of a stripe.",
                "7:81: expected a colour such as \"#c8102e\" (in quotes), the name of a colour parameter, or "
                    + "{mix: [a, b, 0.5]}, found the text “paint”",
                "9:5: unknown part “bx”; did you mean “box”?",
                "10:10: box needs “size”: The size along x, y and z, in metres.",
                "10:11: unknown key “sise” in box; did you mean “size”?",
                "11:17: expected a list of 3, each a number, or arithmetic such as 2 * radius, found a list of 2",
                "11:35: unknown material “wod”; did you mean “wood”?",
                "12:52: unknown face “frnt”; did you mean “front”?",
                "13:5: expected one part, found 2: cylinder, box",
                "15:20: expected at least one part, found none",
                "16:1: unknown key “keypoint” in a solid; did you mean “keypoints”?",
            ])
    }

    @Test func everythingThatCannotBeBuiltIsToldAtOnce() {
        let found = mistakes(
            """
            description: Nothing fits.
            materials: {m: {colour: grey, roughness: 2, tile: [0, 1]}}
            parts:
              - box: {size: [1, 0, 1], material: m}
              - box: {size: [1, 1, 1]}
              - box: {size: [1, 1, 1], round: 0.6, material: m}
              - sphere: {radius: 1, scale: [1, 0, 1], material: m}
              - torus: {radius: 1, tube: 2, material: m}
              - capsule: {radius: 1, height: 1, material: m}
              - lathe: {profile: [[-1, 0], [1, 1]], material: m}
              - lathe: {profile: [[0, 0], [0, 1]], material: m}
              - lathe: {ring: true, profile: [[0, 0], [1, 0], [1, 1]], material: m}
              - extrude: {outline: [[0, 0], [1, 1], [1, 0], [0, 1]], depth: 1, material: m}
              - extrude: {outline: [[0, 0], [1, 0], [1, 1, 0.9], [0, 1, 0.9]], depth: 1, material: m}
              - extrude: {outline: [[0, 0], [1, 0], [1, 0], [0, 1]], depth: 1, material: m}
              - extrude: {outline: [[0, 0], [1, 0], [1, 1], [0, 1]], bevel: 0.6, depth: 2, material: m}
              - loft: {section: [[-1, 0], [1, 0], [0, 1]], width: 1, bottom: [[0, 0], [1, 2]], top: 1, material: m}
              - loft: {section: [[-1, 0], [1, 0], [0, 1]], width: [[1, 1], [0, 1]], bottom: 0, top: 1, material: m}
              - grid: {count: [0, 1, 1], step: [1, 1, 1], parts: [{box: {size: [1, 1, 1], material: m}}]}
            """)
        #expect(
            found == [
                "2:42: “roughness”, which is 2, is out of range: expected a number from 0 to 1, a share of full roughness, not "
                    + "pixels or per cent",
                "2:52: “tile”, which is 0, is out of range: expected a length from 0.0001 to 10000 metres",
                "4:21: “size”, which is 0, is out of range: expected a length from 0.0001 to 10000 metres",
                "5:5: this part has no “material”, and nothing around it gives one",
                "6:35: “round”, which is 0.6, is out of range: expected a number from 0 to 0.5 metres",
                "7:33: “scale” flattens the part: no factor may be 0",
                "8:30: the “tube” of 2 must be thinner than the “radius” of 1",
                "9:34: the “height” of 1 must be at least twice the “radius” of 1",
                "10:24: a profile's distances from the axis are 0 or more",
                "11:24: the profile encloses nothing",
                "12:36: the profile of a ring keeps off the axis: every distance is more than 0",
                "13:26: “outline” encloses nothing",
                "14:48: the rounding of 0.9 does not fit between the points beside it: at most 0.5",
                "15:42: a point of “outline” is the same as the one before it",
                "16:26: the outline crosses itself or a hole, or the “bevel” of 0.6 is too much for it",
                "17:5: the loft is flat at z = 1: its width is more than 0 and its top above its bottom everywhere",
                "18:57: the points of “width” go back: their z must rise",
                "19:20: “count”, which is 0, is out of range: expected a number from 1 to 10000 of them",
            ])
    }

    @Test func anOutlineThatCrossesItselfIsToldFromOneThatDoesNot() {
        func found(_ outline: String) -> [String] {
            mistakes(
                """
                description: A plate.
                materials: {m: {colour: grey}}
                parts:
                  - extrude: {outline: \(outline), depth: 1, material: m}
                """)
        }
        #expect(found("[[0, 0], [3, 0], [3, 3], [1, -1]]") == ["4:26: the outline crosses itself or a hole"])
        #expect(found("[[0, 0], [3, 0], [3, 3], [1, 1]]") == [])
        #expect(
            found("[[0, 0], [3, 0], [3, 3], [0, 3]], holes: [[[1, 1], [5, 1], [2, 2]]]")
                == ["4:26: the outline crosses itself or a hole"])
    }

    @Test func tooManyTrianglesAreRefusedBeforeTheyAreMade() {
        let found = mistakes(
            """
            description: A sea of balls.
            materials: {m: {colour: grey}}
            parts:
              - grid:
                  count: [10000, 10000, 10000]
                  step: [1, 1, 1]
                  parts: [{grid: {count: [100, 1, 1], step: [1, 1, 1], parts: [{sphere: {radius: 0.1, material: m}}]}}]
            """)
        #expect(
            found == ["7:16: the solid has more than 100000 triangles: give it fewer copies or fewer “segments”"])
    }

    @Test func aSolidOfWhichNothingIsThereIsRefused() {
        let found = mistakes(
            """
            description: Nothing.
            materials: {m: {colour: grey}}
            parts: [{box: {when: 0, size: [1, 1, 1], material: m}}]
            """)
        #expect(found == ["1:1: the solid has no part to be seen: each has a “when” of 0"])
    }

    @Test func aSolidKeepsItsBytesAndAChangedFileIsReadAnew() throws {
        #expect(try solid(post).mesh == solid(post).mesh)
        let folder = try Folder()
        let path = try folder.write("post.yaml", post)
        #expect(try SolidDefinition.read(path).keypoints.count == 2)
        try folder.write("post.yaml", post.replacing("  side: [radius, height / 2, 0]", with: ""))
        #expect(try SolidDefinition.read(path).keypoints.count == 1)
    }
}
