import Cards
import Geometry
import Pipelines
import Testing

@testable import Scenes

private func decode(_ text: String) throws -> (facts: PhotoFacts?, messages: [String]) {
    var reading = Reading(folder: "")
    let node = try Node(parsing: Source(name: "a.scene.yaml", text: text))
    let facts = PhotoFacts.card.decode(node, &reading)
    return (facts, reading.diagnostics.map { "\($0.position.line):\($0.position.column) \($0.problem.message)" })
}

@Suite struct PhotoFactsTests {
    @Test func everyFactIsRead() throws {
        let facts = try #require(
            decode(
                """
                horizon: 0.42
                roll: -1.5
                fov: 65
                principal: [0.4, -0.25]
                camera_height: 1.7
                ground: [[0, 0.7], [1, 0.7], [1, 1], [0, 1]]
                slopes: [[[0, 0.3], [0.5, 0.4], [0, 0.7]]]
                windows:
                  - [[0.6, 0.2], [0.65, 0.2], [0.65, 0.3]]
                  - [[0.7, 0.2], [0.75, 0.2], [0.75, 0.3]]
                regions:
                  table: [[0.1, 0.2], [0.4, 0.2], [0.4, 0.5]]
                planes:
                  wall: {corners: [[0.1, 0.2], [0.4, 0.3], [0.4, 0.6], [-0.1, 0.7]], width: 3.2}
                sun: {azimuth: 120, elevation: 35}
                """
            ).facts)
        #expect(facts.horizon == 0.42)
        #expect(facts.roll == .degrees(-1.5))
        #expect(facts.fieldOfView == .degrees(65))
        #expect(facts.principal == Point(0.4, -0.25))
        #expect(facts.cameraHeightMetres == 1.7)
        #expect(facts.ground?.vertices == [Point(0, 0.7), Point(1, 0.7), Point(1, 1), Point(0, 1)])
        #expect(facts.slopes == [Polygon([Point(0, 0.3), Point(0.5, 0.4), Point(0, 0.7)])])
        #expect(
            facts.windows == [
                Polygon([Point(0.6, 0.2), Point(0.65, 0.2), Point(0.65, 0.3)]),
                Polygon([Point(0.7, 0.2), Point(0.75, 0.2), Point(0.75, 0.3)]),
            ])
        #expect(facts.regions == ["table": Polygon([Point(0.1, 0.2), Point(0.4, 0.2), Point(0.4, 0.5)])])
        let corners = [Point(0.1, 0.2), Point(0.4, 0.3), Point(0.4, 0.6), Point(-0.1, 0.7)]
        #expect(facts.planes == ["wall": PhotoFacts.Plane(corners, widthMetres: 3.2)])
        #expect(facts.sun == PhotoFacts.Sun(azimuth: .degrees(120), elevation: .degrees(35)))
    }

    @Test func nothingIsKnownUnlessItIsSaid() throws {
        #expect(try decode("").facts == PhotoFacts())
    }

    @Test func everyMistakeIsNamedAtItsPlace() throws {
        let found = try decode(
            """
            horizn: 0.4
            fov: 200
            ground: [[0, 1], [1, 1]]
            regions:
              table: [[0, 0], [0.5, 0.5], [1, 1]]
              sky: [[0, 0], [0.5, 1.5], [1, 1]]
              wall: all of it
            sun: {azimut: 5}
            """)
        #expect(found.facts == nil)
        #expect(
            found.messages == [
                "1:1 unknown key “horizn” in facts; did you mean “horizon”?",
                "2:6 200 is out of range: expected a number from 1 to 170 degrees",
                "3:9 expected a list of three or more corners, each [x, y] with shares from 0 to 1, found a list of 2",
                "5:10 these corners lie on one line, or enclose nothing",
                "6:23 1.5 is out of range: expected a number from 0 to 1, a share of the photo's width or height, not "
                    + "pixels or per cent",
                "7:9 expected a list of three or more corners, each [x, y] with shares from 0 to 1, "
                    + "found the text “all of it”",
                "8:7 unknown key “azimut” in sun; did you mean “azimuth”?",
                "8:6 sun needs “azimuth”: 0 is straight ahead of the camera, 90 to its right, 180 behind it.",
                "8:6 sun needs “elevation”: Above the horizon.",
            ])
    }

    /// The corners of no rectangle, in the words of what is wrong with them.
    @Test(arguments: [
        ("[[0, 0], [1, 1], [1, 0], [0, 1]]", "its sides cross: name the corners clockwise from the top left one"),
        (
            "[[0, 0], [0, 1], [1, 1], [1, 0]]",
            "its corners go round the wrong way: name them clockwise from the top left one"
        ),
        (
            "[[0, 0], [1, 0], [0.2, 0.2], [0, 1]]",
            "its corners are those of no rectangle in front of the camera: one lies within the triangle of the others, or on "
                + "a line with two of them"
        ),
        (
            "[[0, 0], [0.5, 0], [1, 0], [1, 1]]",
            "its corners are those of no rectangle in front of the camera: one lies within the triangle of the others, or on "
                + "a line with two of them"
        ),
        ("[[0, 0], [0.2, 0.2], [1, 1], [0.5, 0.5]]", "its corners lie on one line"),
    ])
    func aPlaneThatNoCameraSeesIsAMistake(corners: String, words: String) throws {
        let found = try decode("planes:\n  wall: {corners: \(corners), width: 2}")
        #expect(found.facts == nil && found.messages == ["2:9 this is no plane: \(words)"])
    }

    @Test func aPlaneNeedsFourCornersAndAWidth() throws {
        #expect(
            try decode("planes:\n  wall: {corners: [[0, 0], [1, 0], [1, 3]]}").messages == [
                "2:19 expected a list of 4, each [x, y] with shares from -1 to 2, found a list of 3",
                "2:9 a plane needs “width”: The length of its upper side. The height follows from the corners and the field of view.",
            ])
    }

    @Test func aHorizonAndAPitchContradictEachOther() throws {
        #expect(try decode("pitch: -90").facts?.pitch == .degrees(-90))
        let both = try decode("{pitch: -90, horizon: 0.5}")
        #expect(both.messages == ["1:1 a photo's facts give either “horizon” or “pitch”"])
    }

    @Test func whatIsWrittenReadsBackAsTheSame() throws {
        var facts = PhotoFacts()
        facts.horizon = 0.5
        facts.roll = .degrees(2)
        facts.ground = Polygon([Point(0, 0.7), Point(1, 0.7), Point(1, 1)])
        facts.regions = [
            "b": Polygon([Point(0, 0), Point(1, 0), Point(1, 1)]),
            "a": Polygon([Point(0, 0), Point(1, 0), Point(0, 1)]),
        ]
        facts.planes = ["wall": .init([Point(0, 0), Point(1, 0.1), Point(1, 1), Point(-0.5, 1)], widthMetres: 2.5)]
        guard case .map(let entries) = PhotoFacts.card.encode(facts) else {
            Issue.record("facts are written as a map")
            return
        }
        #expect(try decode(Value.map(entries.filter { $0.value != .null }).jsonText).facts == facts)
    }

    @Test func unknownFactsAreFilledAndKnownOnesKept() {
        var own = PhotoFacts()
        own.pitch = .degrees(-90)
        own.regions = ["table": Polygon([Point(0, 0), Point(1, 0), Point(1, 1)])]
        var other = PhotoFacts()
        other.horizon = 0.1
        other.fieldOfView = .degrees(50)
        other.regions = ["table": Polygon([]), "sky": Polygon([])]
        own.planes = ["wall": .init([], widthMetres: 1)]
        other.planes = ["wall": .init([], widthMetres: 2), "floor": .init([], widthMetres: 3)]
        let both = own.filled(from: other)
        #expect(both.pitch == .degrees(-90) && both.horizon == nil)
        #expect(both.fieldOfView == .degrees(50))
        #expect(both.planes.mapValues(\.widthMetres) == ["wall": 1, "floor": 3])
        #expect(both.regions == ["table": Polygon([Point(0, 0), Point(1, 0), Point(1, 1)]), "sky": Polygon([])])
    }
}
