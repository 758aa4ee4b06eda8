import Cards
import Foundation
import Geometry
import Scenes
import Testing

@testable import Facts

/// Facts that are put into a file leave it as a person would have written it.
@Suite struct FactsTextTests {
    /// The facts that a text states, changed.
    private func sidecar(_ text: String, _ change: (inout PhotoFacts) -> Void) throws -> String {
        var facts = text.isEmpty ? PhotoFacts() : try PhotoSidecar.decode(text, named: "a.scene.yaml").facts
        change(&facts)
        return try FactsText.sidecar(text, named: "a.scene.yaml", stating: facts)
    }

    private let square = Polygon([Point(0, 0.6), Point(1, 0.6), Point(1, 1), Point(0, 1)])

    @Test func aNewFileIsThatOfAPerson() throws {
        let text = try sidecar("") { facts in
            facts.horizon = 0.45
            facts.roll = .degrees(-1.5)
            facts.fieldOfView = .degrees(60)
            facts.principal = Point(0.3, 1.20004)
            facts.cameraHeightMetres = 1.6
            facts.ground = square
            facts.regions = ["sky": Polygon([Point(0, 0), Point(1, 0), Point(1, 0.4)]), "far wall": square]
            facts.planes = [
                "wall": .init(
                    [Point(0.1, 0.25), Point(0.4, 0.3), Point(0.4, 0.6), Point(-0.1, 0.70004)], widthMetres: 3.2)
            ]
            facts.sun = .init(azimuth: .degrees(-60), elevation: .degrees(35))
        }
        #expect(
            text == """
                horizon: 0.45
                roll: -1.5
                fov: 60
                principal: [0.3, 1.2]
                camera_height: 1.6
                ground: [[0, 0.6], [1, 0.6], [1, 1], [0, 1]]
                regions:
                  "far wall": [[0, 0.6], [1, 0.6], [1, 1], [0, 1]]
                  sky: [[0, 0], [1, 0], [1, 0.4]]
                planes:
                  wall:
                    corners: [[0.1, 0.25], [0.4, 0.3], [0.4, 0.6], [-0.1, 0.7]]
                    width: 3.2
                sun: {azimuth: -60, elevation: 35}

                """)
    }

    private let written = """
        # Checked against: the kerb, 12 cm.
        author: Jo Example
        horizon: 0.450        # by the roofs
        camera_height: 1.6

        # What is level.
        ground: [[0, 0.6], [1, 0.6],   # the far edge
          [1, 1], [0, 1]]
        regions:
          sky: [[0.0, 0], [1, 0], [1, 0.4]]   # all of it
          wall: [[0, 0.2], [0.5, 0.2], [0.5, 0.4]]
        tags: [street]
        # The end.

        """

    @Test func whatDoesNotChangeStaysToTheLastBlank() throws {
        #expect(try sidecar(written) { _ in } == written)
        #expect(
            try sidecar(written) { $0.horizon = 0.43 }
                == written.replacing("horizon: 0.450        # by", with: "horizon: 0.43         # by"))
        #expect(
            try sidecar(written) { $0.cameraHeightMetres = 1.82 } == written.replacing("1.6\n", with: "1.82\n"))
        #expect(
            try sidecar(written) { $0.fieldOfView = .degrees(55.5) }
                == written.replacing("# by the roofs\n", with: "# by the roofs\nfov: 55.5\n"))
        #expect(
            try sidecar(written) { $0.sun = .init(azimuth: .degrees(10), elevation: .degrees(20)) }
                == written.replacing("tags:", with: "sun: {azimuth: 10, elevation: 20}\ntags:"))
        #expect(
            try sidecar(written) { $0.cameraHeightMetres = nil } == written.replacing("camera_height: 1.6\n", with: ""))
    }

    @Test func commentsInAValueThatIsReplacedStay() throws {
        #expect(
            try sidecar(written) { $0.ground = square.moved }
                == written.replacing(
                    "ground: [[0, 0.6], [1, 0.6],   # the far edge\n  [1, 1], [0, 1]]",
                    with: "ground: [[0, 0.7], [1, 0.7], [1, 1], [0, 1]]  # the far edge"))
    }

    @Test func oneRegionChangesAlone() throws {
        #expect(
            try sidecar(written) { $0.regions["wall"] = Polygon([Point(0, 0.1), Point(0.5, 0.2), Point(0.5, 0.4)]) }
                == written.replacing("wall: [[0, 0.2]", with: "wall: [[0, 0.1]"))
        #expect(
            try sidecar(written) { $0.regions["road"] = square }
                == written.replacing("tags:", with: "  road: [[0, 0.6], [1, 0.6], [1, 1], [0, 1]]\ntags:"))
        #expect(
            try sidecar(written) { $0.regions["wall"] = nil }
                == written.replacing("  wall: [[0, 0.2], [0.5, 0.2], [0.5, 0.4]]\n", with: ""))
    }

    @Test func onePlaneChangesAlone() throws {
        let text = """
            planes:
              wall: {corners: [[0, 0], [1, 0.0], [1, 1], [0, 1]], width: 2.0}   # by the door
              table:
                corners: [[0, 0.6], [1, 0.6], [1, 1], [0, 1]]
                width: 1.2   # measured

            """
        #expect(try sidecar(text) { _ in } == text)
        #expect(
            try sidecar(text) { $0.planes["table"]?.widthMetres = 1.4 }
                == text.replacing("  table:\n", with: "  # measured\n  table:\n").replacing(
                    "width: 1.2   # measured", with: "width: 1.4"))
        #expect(
            try sidecar(text) { $0.planes["table"] = nil }
                == text.replacing(
                    "  table:\n    corners: [[0, 0.6], [1, 0.6], [1, 1], [0, 1]]\n    width: 1.2   # measured\n",
                    with: "  # measured\n"))
    }

    @Test func anOutlineOfManyCornersGoesOnInFurtherLines() throws {
        let ring = Polygon(
            (0..<20).map {
                Point(
                    0.5 + 0.4321 * Angle.degrees(Double($0) * 18).sine,
                    0.7 + 0.2345 * Angle.degrees(Double($0) * 18).cosine)
            })
        let text = try sidecar("horizon: 0.3\n") { $0.ground = ring }
        let lines = text.split(separator: "\n")
        #expect(lines.count > 2 && lines.allSatisfy { $0.count <= 120 } && lines[2].hasPrefix("  ["))
        #expect(try PhotoSidecar.decode(text, named: "a").facts.ground?.vertices.count == 20)
    }

    @Test func lineEndsOfWindowsStay() throws {
        let text = try sidecar("horizon: 0.3\r\ntags: [a]\r\n") { $0.fieldOfView = .degrees(50) }
        #expect(text == "horizon: 0.3\r\nfov: 50\r\ntags: [a]\r\n")
    }

    private let catalogue = """
        photos:
          # First.
          - file: a.jpg
            author: "Jo: #1"
            facts:
              horizon: 0.5   # sea
              fov: 60
            tags: [a]

          # Second, without facts.
          - file: b.jpg
            title: A yard
            tags: [b]

          - {file: c.jpg, tags: [c]}
          - file: d.jpg
            facts: {horizon: 0.4, camera_height: 2}   # by the door

        """

    private func catalogue(_ photo: Int, _ change: (inout PhotoFacts) -> Void) throws -> String {
        var facts = try PhotoCatalogue.decode(catalogue, named: "cat.yaml").photos[photo].facts
        change(&facts)
        return try FactsText.catalogue(catalogue, named: "cat.yaml", photo: photo, stating: facts)
    }

    @Test func anEntryOfACatalogueChangesAlone() throws {
        #expect(try catalogue(0) { _ in } == catalogue)
        #expect(
            try catalogue(0) { $0.cameraHeightMetres = 1.7 }
                == catalogue.replacing("fov: 60\n", with: "fov: 60\n      camera_height: 1.7\n"))
        #expect(
            try catalogue(0) { $0.horizon = 0.52 } == catalogue.replacing("horizon: 0.5   #", with: "horizon: 0.52  #"))
        #expect(
            try catalogue(1) { ($0.horizon, $0.fieldOfView) = (0.3, .degrees(40)) }
                == catalogue.replacing(
                    "title: A yard\n", with: "title: A yard\n    facts:\n      horizon: 0.3\n      fov: 40\n"))
        #expect(
            try catalogue(3) { $0.fieldOfView = .degrees(40) }
                == catalogue.replacing(
                    "{horizon: 0.4, camera_height: 2}   #", with: "{horizon: 0.4, fov: 40, camera_height: 2}  #"))
    }

    @Test func whatCannotBeKeptIsRefused() throws {
        #expect(throws: Undetermined.self) { try catalogue(2) { $0.horizon = 0.5 } }
        #expect(throws: Undetermined.self) { try sidecar("{horizon: 0.3, fov: 50}\n") { $0.horizon = 0.5 } }
        #expect(throws: InvalidFile.self) { try sidecar("horizon: [\n") { $0.horizon = 0.5 } }
    }

    /// The catalogue that comes with the program: every fact of every photo is changed, one at a time, and back.
    @Test func everyFactOfTheShippedCatalogueGoesThereAndBack() throws {
        let path = #filePath.replacing("Tests/FactsTests/FactsTextTests.swift", with: "backgrounds/catalogue.yaml")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let photos = try PhotoCatalogue.decode(text, named: path).photos
        for photo in photos.indices {
            var facts = photos[photo].facts
            facts.horizon = facts.horizon.map { $0 + 0.01 }
            facts.pitch = facts.pitch.map { $0 + .degrees(1) }
            facts.fieldOfView = facts.fieldOfView.map { $0 + .degrees(0.5) }
            facts.cameraHeightMetres = facts.cameraHeightMetres.map { $0 + 0.125 }
            facts.sun?.elevation = .degrees(33)
            let changed = try FactsText.catalogue(text, named: path, photo: photo, stating: facts)
            #expect(changed != text)
            #expect(
                try FactsText.catalogue(changed, named: path, photo: photo, stating: photos[photo].facts) == text,
                "photo \(photo + 1)")
        }
    }
}

extension Polygon {
    fileprivate var moved: Polygon { Polygon(vertices.map { Point($0.x, $0.y == 0.6 ? 0.7 : $0.y) }) }
}
