import Testing

@testable import Cards
@testable import Pipelines

/// Parts for the tests: one source, one placer, and so on, with keys of each kind.
struct Card1: Part {
    var file = ""
    var strength = 0.5
    var colors: [Named<String>] = []
    static let card = Card<Card1>(
        "cutouts", "Cut-outs.",
        .required("file", \.file, .path, "The file."),
        .field("strength", \.strength, .share(of: "full strength"), "How strong."),
        .field("colors", \.colors, .map(.text(), of: "names"), "Colours."))
}

struct Bare: Part {
    static let card = Card<Bare>("alpha", "Plain.")
}

struct Soft: Part {
    var radius = 2.0
    static let card = Card<Soft>(
        "feather", "Soft.", .field("radius", \.radius, .number(in: 0...64, .pixels), "How wide."))
}

let parts = Pipeline.Parts(
    sources: Catalogue("object source", [Card1.self]), placers: Catalogue("placer", [Bare.self]),
    blends: Catalogue("blend", [Bare.self, Soft.self]), effects: Catalogue("effect", [Soft.self]),
    formats: Catalogue("annotation format", [Bare.self]), datasets: Catalogue("dataset", [Card1.self]))

/// Reads a pipeline whose text is marked with `❱` where a diagnostic must fall; checks that they fall there and
/// returns their messages.
func messages(_ marked: String, changes: [String] = []) throws -> [String] {
    var text = ""
    var places: [[Int]] = []
    for (number, line) in marked.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        var clean = ""
        for character in line {
            if character == "❱" { places.append([number + 1, clean.count + 1]) } else { clean.append(character) }
        }
        text += clean + "\n"
    }
    do {
        _ = try Pipeline.decode(Source(name: "p.yaml", text: text), folder: "folder", changes: changes, parts: parts)
        #expect(places.isEmpty, "the mistakes were not found")
        return []
    } catch {
        if changes.isEmpty { #expect(error.diagnostics.map { [$0.position.line, $0.position.column] } == places) }
        return error.diagnostics.map(\.problem.message)
    }
}

@Suite struct PipelineDiagnosticTests {
    @Test func everyMistakeIsReportedAtOnceEachAtItsPlace() throws {
        let found = try messages(
            """
            diorama: 1
            ❱sede: 7
            images: ❱many
            backgrounds:
              photos: [a]
              flip: {chance: ❱1.5}
            objects:
              cone:
                from: {❱cutout: x.png}
                weight: ❱-1
                height: {uniform: ❱[2, 1]}
                pose: {yaw: {❱unifrom: [0, 1]}}
            scene:
              count: {❱uniform: [1, 2]}
            """)
        #expect(
            found == [
                "unknown key “sede” in the pipeline; did you mean “seed”?",
                "expected a whole number from 1 to 100000000 images, found the text “many”",
                "1.5 is out of range: expected a number from 0 to 1, a share of all images, not pixels or per cent",
                "unknown object source “cutout”; did you mean “cutouts”?",
                "-1 is out of range: expected a number from 0 to 1000000 relative to the other weights",
                "the range [2, 1] is reversed: the smaller number comes first",
                "unknown key “unifrom” in a distribution (expected a number from -360 to 360 degrees, or a "
                    + "distribution of such); did you mean “uniform”?",
                "expected a whole number from 0 to 5000 objects, or {integers: [a, b]} or {choice: […]}, found “uniform”",
            ])
    }

    @Test func theWholeMessageShowsTheLineAndACaret() throws {
        let source = Source(
            name: "pipelines/p.yaml", text: "diorama: 1\nbackgrounds: {photos: [a]}\nscene:\n  cuont: 3\n")
        let error = try #require(throws: InvalidFile.self) { try Pipeline.decode(source, folder: "", parts: parts) }
        #expect(
            error.description == """
                pipelines/p.yaml:4:3: error: unknown key “cuont” in scene; did you mean “count”?
                    cuont: 3
                    ^
                """)
    }

    @Test func aMissingKeySaysWhatItIsFor() throws {
        #expect(
            try messages("❱diorama: 1") == [
                "the pipeline needs “backgrounds”: The photos that objects are set into; a list of such blocks mixes several "
                    + "sources by their weights."
            ])
    }

    @Test func distributionsAreCheckedWhereverTheyStand() throws {
        let head = "diorama: 1\nbackgrounds: {photos: [a]}\nobjects:\n  x:\n    from: {cutouts: a}\n    height: "
        func height(_ text: String) throws -> [String] { try messages(head + text) }
        #expect(
            try height("{choice: [1, 2], weights: ❱[1]}") == ["1 weight for 2 choices: give one weight to each choice"])
        #expect(
            try height("{choice: [1, 2], weights: [1, ❱-2]}") == ["a weight is a number from 0 to 1000000, found -2"])
        #expect(
            try height("{choice: [1, 2], weights: [1, ❱1e308]}") == [
                "a weight is a number from 0 to 1000000, found 1e308"
            ])
        #expect(
            try height("{choice: [1, 2], weights: ❱[0, 0]}") == ["all weights are 0: at least one must be more than 0"])
        #expect(try height("{choice: ❱[]}") == ["expected a list of at least one choice, found an empty list"])
        #expect(
            try height("{log_uniform: ❱[0, 1]}") == [
                "[0, 1] is out of range: expected a number from 0.001 to 1000 metres"
            ])
        #expect(try height("{normal: ❱[1, -1]}") == ["a deviation of -1 is out of range: expected 0 or more"])
        #expect(
            try height("{normal: [1, 1], clip: ❱[3, 2]}") == [
                "the range [3, 2] is reversed: the smaller number comes first"
            ])
        #expect(try height("{uniform: ❱[1]}") == ["expected a list of two numbers, both ends, found [1]"])
        #expect(
            try height("{uniform: [1, 2], ❱clip: [1, 2]}") == [
                "unknown key “clip” in this distribution; known here: uniform"
            ])
        #expect(try height("{choice: [1, {uniform: [2, 3]}], weights: [1, 2]}") == [])
    }

    @Test func partsAreNamedAloneWithKeysOrByChoice() throws {
        let head = "diorama: 1\nbackgrounds: {photos: [a]}\nblend: "
        #expect(try messages(head + "alpha") == [])
        #expect(try messages(head + "{feather: {radius: {uniform: [1, 3]}}}") == [])
        #expect(try messages(head + "{feather: 3}") == [])
        #expect(try messages(head + "{choice: [alpha, feather], weights: [1, 2]}") == [])
        #expect(try messages(head + "❱fether") == ["unknown blend “fether”; did you mean “feather”?"])
        #expect(try messages(head + "❱{alpha: , feather: }") == ["expected one blend, found 2: alpha, feather"])
        #expect(
            try messages(head + "{feather: {❱radios: 1}}") == [
                "unknown key “radios” in feather; did you mean “radius”?"
            ])
    }

    @Test func yamlThatIsNotYAMLIsNamedByLine() throws {
        let found = try messages("diorama: 1\nbackgrounds: ❱]\nimages: 3")
        #expect(found.count == 1 && found[0].hasPrefix("this is not valid YAML: "))
    }

    @Test func mistakesOfYAMLAreToldInOneSentenceWithOnePlace() throws {
        #expect(
            try messages("diorama: 1\nseed: ❱\u{1}") == [
                "this is not valid YAML: control characters are not allowed"
            ])
        #expect(
            try messages("diorama: 1\n❱---\nseed: 1\n") == [
                "this is not valid YAML: expected a single document in the stream, but found another document"
            ])
    }

    @Test func aKeyGivenTwiceIsAMistake() throws {
        #expect(try messages("diorama: 1\nseed: 1\n❱seed: 2") == ["“seed” is given twice; keep one of them"])
    }

    @Test func anchorsThatExplodeAreRefused() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            text +=
                "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        let source = Source(name: "bomb.yaml", text: text)
        let error = try #require(throws: Diagnostic.self) { try Node(parsing: source) }
        #expect(
            error.problem.message
                == "the file's anchors expand to more than \(200_000 + text.utf8.count) values; use fewer aliases")
    }

    @Test(arguments: ["? *a29\n: 1\n", "*a29 : 1\n", "? [*a29]\n", "{*a29 : 1}\n", "[*a29]: 1\n", "{x: *a29} : 1\n"])
    func keysThatExplodeAreRefused(key: String) throws {
        var text = "a0: &a0 [x, x]\n"
        for level in 1..<30 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let source = Source(name: "bomb.yaml", text: text + "k:\n  " + key)
        let error = try #require(throws: Diagnostic.self) { try Node(parsing: source) }
        #expect(error.problem.message == "aliases cannot be used in keys, nor lists and maps as keys")
    }

    @Test func aliasesAsValuesAreRead() throws {
        let lines = (0..<50).map { "k\($0): *a\n\"l \($0)\": [*a, {b: *a}] # what? so:\n" }.joined()
        let source = Source(name: "p.yaml", text: "a: &a {x: 1}\n" + lines)
        #expect(try Node(parsing: source).pairs?.count == 101)
    }

    @Test func aMistakeInAnAnchorIsToldOnce() throws {
        let pipeline = """
            diorama: 1
            backgrounds: {photos: [a]}
            blend: alpha
            objects:
              x: &x {from: {cutouts: a}, ❱sise: 1}
              y: *x
              z: *x
            """
        #expect(try messages(pipeline).count == 1)
    }

    @Test func aLongListWithoutAnchorsIsRead() throws {
        let entry = "- {file: a.jpg, author: A, tags: [a, b], facts: {horizon: 0.5, ground: [[0, 1], [1, 1]]}}\n"
        let source = Source(name: "long.yaml", text: String(repeating: entry, count: 20_000))
        #expect(try Node(parsing: source).elements?.count == 20_000)
    }

    @Test func anObjectOnTheGroundNeedsItsHeight() throws {
        let ground = Pipeline.Parts(
            sources: parts.sources, placers: Catalogue("placer", [Ground.self]), blends: parts.blends,
            effects: parts.effects, formats: parts.formats, datasets: parts.datasets)
        let source = Source(
            name: "p.yaml",
            text:
                "diorama: 1\nbackgrounds: {photos: [a]}\nscene: {place: ground}\nobjects:\n  x: {from: {cutouts: a}}\n")
        let error = try #require(throws: InvalidFile.self) { try Pipeline.decode(source, folder: "", parts: ground) }
        #expect(
            error.diagnostics.map(\.problem.message)
                == ["“x” is placed on the ground, which needs its “height” in metres"])
    }

    struct Ground: Part {
        static let card = Card<Ground>("ground", "On the ground.")
        static func needs(of values: DraftValues) -> [Need] { [.height] }
    }
}
