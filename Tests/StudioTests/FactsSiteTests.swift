import Foundation
import Geometry
import JSON
import Studios
import Testing

@testable import Studio

/// What a person draws on a photo becomes its facts, in the file beside it.
@Suite struct FactsSiteTests {
    private let folder: Studio

    /// A photo of 96 × 64 pixels.
    init() throws {
        folder = try Studio()
        try folder.photo("photos/a.jpg")
    }

    private func site(_ name: String = "photos") throws -> Site {
        Site(gate: Gate(token: Gate.makeToken(), port: 4711), subject: try Subject(named: [folder.path(name)]))
    }

    private func ask(_ site: Site, _ name: String, _ body: String? = nil) async throws -> (status: Int, tree: JSONTree)
    {
        var request = Request(
            path: ["api", name], query: ["image": "0"],
            headers: ["host": "127.0.0.1:4711", "x-diorama-token": site.gate.token])
        if let body { (request.method, request.body) = ("POST", Array(body.utf8)) }
        let reply = await site.reply(to: request)
        return (reply.status, try JSONTree(reply.bytes))
    }

    /// The horizon through the middle, and a person of 1.7 m whose head touches it: the camera is as high as the person.
    private static let marks = #"""
        {"image": 0, "facts": {"ground": [[0, 0.6], [1, 0.6], [1, 1]]}, "horizon": [[0, 32], [96, 32]],
         "figures": [{"foot": [48, 48], "head": [48, 32], "metres": 1.7}]}
        """#

    @Test func aHorizonAndAFigureGiveTheFactsThatWereWorkedOutByHand() async throws {
        let site = try site()
        let worked = try await ask(site, "facts-work", Self.marks).tree
        #expect(worked["facts"]?["horizon"]?.number == 0.5 && worked["warnings"]?.elements?.isEmpty == true)
        let grid = try #require(worked["grid"]?.elements)
        #expect(!grid.isEmpty && worked["people"]?.elements?.isEmpty == false)
        // A level camera sees every head of 1.7 m on the horizon.
        for person in worked["people"]?.elements ?? [] {
            #expect(abs((person.numbers(4) ?? [])[3] - 32) < 1e-6)
        }
        let facts = try #require(worked["facts"]).json()
        let saved = try await ask(site, "facts", #"{"image": 0, "facts": \#(String(decoding: facts, as: UTF8.self))}"#)
        #expect(saved.status == 200)
        #expect(
            try folder.text("photos/a.scene.yaml") == """
                horizon: 0.5
                camera_height: 1.7
                ground: [[0, 0.6], [1, 0.6], [1, 1]]

                """)
        #expect(try await ask(site, "facts").tree["facts"]?["camera_height"]?.number == 1.7)
    }

    /// No camera can be made of these, and none is tried.
    @Test(arguments: [
        ("fov", "200"), ("fov", "180"), ("fov", "0"), ("fov", "1e308"), ("horizon", "1e308"), ("roll", "90"),
        ("pitch", "500"), ("camera_height", "-1"), ("principal", "[9, 0]"),
    ])
    func aNumberThatCannotBeIsNamedAndNotTaken(key: String, number: String) async throws {
        let body = "{\"image\": 0, \"facts\": {\"\(key)\": \(number)}}"
        let site = try site()
        #expect(try await ask(site, "facts-guess", body).status == 200)
        let worked = try await ask(site, "facts-work", body)
        #expect(worked.status == 200 && worked.tree["facts"]?[key] == nil)
        #expect(worked.tree["warnings"]?.elements?.first?.text?.hasPrefix("“\(key)” is left out: ") == true)
    }

    @Test func aMarkThatNoPageCanDrawIsLeftOut() async throws {
        let far = #"[[1e308, 5], [1e9, 1e308]]"#
        let marks = #""horizon": \#(far), "lines": [{"direction": "level", "lines": [[0, 0, 9, 1e300], [0, 0, 9, 9]]}]"#
        let plane = #"{"corners": [[0.1, 0.1], [0.5, 0.1], [0.5, 0.6], [0.1, 0.5]], "width": 1e308}"#
        let facts = "{\"ground\": [[0, 1e308], [1, 1], [1, 0]], \"planes\": {\"wall\": \(plane)}}"
        let worked = try await ask(try site(), "facts-work", #"{"image": 0, "facts": \#(facts), \#(marks)}"#)
        #expect(worked.status == 200 && worked.tree["facts"]?["horizon"] == nil)
    }

    @Test func aFigureWithoutASizeIsNamed() async throws {
        let marks = Self.marks.replacing("1.7", with: "0")
        let worked = try await ask(try site(), "facts-work", marks).tree
        #expect(worked["facts"]?["camera_height"] == nil)
        #expect(worked["warnings"]?.elements?.first?.text?.contains("mark 1 has no size") == true)
    }

    @Test(arguments: [-90.0, 90, -89.5]) func aPhotoTakenStraightDownHasNoHorizon(pitch: Double) async throws {
        let worked = try await ask(
            try site(), "facts-work", #"{"image": 0, "facts": {"pitch": \#(pitch), "camera_height": 2}}"#
        ).tree
        #expect(worked["horizon"] == nil && worked["taken"]?["horizon"] == nil)
        #expect(abs((worked["taken"]?["pitch"]?.number ?? 0) - pitch) < 1e-9)
        #expect((worked["grid"]?.elements?.isEmpty == false) == (pitch < 0))
    }

    /// The right half of a photo of a box, 96 × 64 pixels: A, B and its corners.
    @Test func aCroppedPhotoTellsItsPrincipalPoint() async throws {
        let camera = Camera(
            width: 96, height: 64, focalPixels: 80, principal: Point(5, 40), pitch: .degrees(-20), heightMetres: 2)
        func line(_ from: Vector3, _ direction: Vector3) throws -> String {
            let (a, b) = (try #require(camera.image(of: from)), try #require(camera.image(of: from + direction)))
            return "[\(a.x), \(a.y), \(b.x), \(b.y)]"
        }
        func group(_ name: String, _ direction: Vector3) throws -> String {
            let lines = try [Vector3(0, 0, -5), Vector3(3, 1, -6), Vector3(1, 2, -7)].map { try line($0, direction) }
            return #"{"direction": "\#(name)", "lines": [\#(lines.joined(separator: ", "))]}"#
        }
        let groups = try [group("level", [1, 0, -1]), group("level", [1, 0, 1]), group("upright", [0, 1, 0])]
        let body = #"{"image": 0, "lines": [\#(groups.joined(separator: ", "))], "facts": "#
        let site = try site()
        let worked = try await ask(site, "facts-work", body + "{}}").tree
        let share = try #require(worked["principal_by_lines"]?.numbers(2))
        #expect(abs(share[0] - 5.0 / 96) < 1e-3 && abs(share[1] - 40.0 / 64) < 1e-3)
        #expect(worked["warnings"]?.elements?.contains { $0.text?.contains("was cropped") == true } == true)
        let taken = try await ask(site, "facts-work", body + #"{"principal": [\#(share[0]), \#(share[1])]}}"#).tree
        #expect(taken["warnings"]?.elements?.isEmpty == true)
        #expect(abs((taken["facts"]?["fov"]?.number ?? 0) - camera.horizontalFieldOfView.degrees) < 0.1)
        #expect(abs((taken["facts"]?["horizon"]?.number ?? 0) - camera.horizonY(atX: 48) / 64) < 1e-3)
        let facts = String(decoding: try #require(taken["facts"]).json(), as: UTF8.self)
        #expect(try await ask(site, "facts", #"{"image": 0, "facts": \#(facts)}"#).status == 200)
        #expect(try folder.text("photos/a.scene.yaml").contains("\nprincipal: [0.0521, 0.625]\n"))
    }

    @Test func otherKeysAndCommentsStay() async throws {
        try folder.write("# By eye.\nhorizon: 0.4   # the sea\ntags: [sea]\n", to: "photos/a.scene.yaml")
        let saved = try await ask(try site(), "facts", #"{"image": 0, "facts": {"horizon": 0.4, "fov": 55}}"#)
        #expect(saved.status == 200)
        let text = try folder.text("photos/a.scene.yaml")
        #expect(text.hasPrefix("# By eye.\nhorizon: 0.4   # the sea\n"))
        #expect(text.contains("fov: 55\n") && text.contains("tags: [sea]\n"))
    }

    @Test func aFileThatWasChangedMeanwhileIsNotOverwritten() async throws {
        try folder.write("horizon: 0.4\n", to: "photos/a.scene.yaml")
        let site = try site()
        let stamp = try #require(try await ask(site, "facts").tree["stamp"]?.text)
        func save(_ stamp: String, _ facts: String) async throws -> (status: Int, tree: JSONTree) {
            try await ask(site, "facts", "{\"image\": 0, \"stamp\": \"\(stamp)\", \"facts\": \(facts)}")
        }
        // A comment is kept anyway.
        try folder.write("# By eye.\nhorizon: 0.4\n", to: "photos/a.scene.yaml")
        let saved = try await save(stamp, #"{"horizon": 0.5}"#)
        #expect(saved.status == 200)
        try folder.write("horizon: 0.5\ncamera_height: 2\n", to: "photos/a.scene.yaml")
        let next = try #require(saved.tree["stamp"]?.text)
        let refused = try await save(next, #"{"horizon": 0.6}"#)
        #expect(refused.status == 409 && refused.tree["error"]?.text?.contains("changed meanwhile") == true)
        #expect(try folder.text("photos/a.scene.yaml") == "horizon: 0.5\ncamera_height: 2\n")
        let again = try #require(try await ask(site, "facts").tree["stamp"]?.text)
        #expect(try await save(again, #"{"horizon": 0.6}"#).status == 200)
        #expect(try folder.text("photos/a.scene.yaml") == "horizon: 0.6\n")
    }

    @Test func planesGoToThePageAndBack() async throws {
        let text = "planes:\n  wall: {corners: [[0.1, 0.2], [0.4, 0.3], [0.4, 0.6], [0.1, 0.7]], width: 3.2}\n"
        try folder.write(text, to: "photos/a.scene.yaml")
        let site = try site()
        let facts = try #require(try await ask(site, "facts").tree["facts"])
        let wall = try #require(facts["planes"]?["wall"])
        #expect(wall["width"]?.number == 3.2 && wall["corners"]?.elements?[1].numbers(2) == [0.4, 0.3])
        let same = String(decoding: facts.json(), as: UTF8.self)
        #expect(try await ask(site, "facts", #"{"image": 0, "facts": \#(same)}"#).status == 200)
        #expect(try folder.text("photos/a.scene.yaml") == text)
        let wider = same.replacing("3.2", with: "3.5")
        #expect(try await ask(site, "facts", #"{"image": 0, "facts": \#(wider)}"#).status == 200)
        #expect(try folder.text("photos/a.scene.yaml").contains("width: 3.5"))
        let crossed = #"{"planes": {"wall": {"corners": [[0, 0], [1, 1], [1, 0], [0, 1]], "width": 2}}}"#
        let worked = try await ask(site, "facts-work", #"{"image": 0, "facts": \#(crossed)}"#)
        #expect(worked.tree["warnings"]?.elements?.first?.text?.contains("sides cross") == true)
    }

    @Test func factsOfACatalogueAreSavedInIt() async throws {
        try folder.write("photos:\n  - file: photos/a.jpg\n    facts:\n      horizon: 0.4\n", to: "catalogue.yaml")
        let site = try site("catalogue.yaml")
        #expect(try await ask(site, "facts").tree["facts"]?["horizon"]?.number == 0.4)
        #expect(try await ask(site, "facts", #"{"image": 0, "facts": {"horizon": 0.45}}"#).status == 200)
        #expect(try folder.text("catalogue.yaml").contains("horizon: 0.45\n"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("photos/a.scene.yaml")))
    }

    @Test func whatIsNotKnownIsTakenAsUsualAndNotSaid() async throws {
        let worked = try await ask(try site(), "facts-work", #"{"image": 0, "facts": {"camera_height": 3}}"#).tree
        #expect(worked["facts"]?["fov"] == nil && worked["facts"]?["horizon"] == nil)
        let taken = try #require(worked["taken"])
        #expect(abs((taken["fov"]?.number ?? 0) - 60) < 1e-9 && taken["horizon"]?.number == 0.5)
        #expect(taken["camera_height"]?.number == 3)
    }

    @Test func thePipelinesObjectsStandOnThePhotoByFactsThatAreNotSaved() async throws {
        try folder.cutout("disc.png", .disc)
        let pipeline = try folder.write(
            """
            diorama: 1
            backgrounds: {photos: [gone.jpg]}
            objects: {disc: {from: {cutouts: disc.png}, height: 1}}
            scene: {count: 1, place: {ground: {distance: 4}}}
            output: {split: {train: 0.5, val: 0.5, by: background}}
            """, to: "try.yaml")
        let site = Site(
            gate: Gate(token: Gate.makeToken(), port: 4711), subject: try Subject(named: [folder.path("photos")]),
            pipeline: pipeline)
        func picture(_ metres: Double) async throws -> JSONTree {
            let facts = #"{"horizon": 0.3, "camera_height": \#(metres)}"#
            return try await ask(site, "facts-try", #"{"image": 0, "facts": \#(facts)}"#).tree
        }
        let low = try await picture(1.5)
        #expect(low["picture"]?.text?.hasPrefix("data:image/jpeg;base64,") == true, "\(low["error"]?.text ?? "")")
        #expect(try await picture(1.5)["picture"]?.text == low["picture"]?.text)
        let high = try await picture(2.5)
        #expect(high["picture"]?.text != nil && high["picture"]?.text != low["picture"]?.text)
        #expect(!FileManager.default.fileExists(atPath: folder.path("photos/a.scene.yaml")))
        let unnamed = try await ask(try self.site(), "facts-try", #"{"image": 0, "facts": {}}"#)
        #expect(unnamed.status == 409 && unnamed.tree["error"]?.text?.contains("--pipeline") == true)
    }

    @Test func whatTellsNothingIsAWarning() async throws {
        let worked = try await ask(
            try site(), "facts-work",
            #"{"image": 0, "facts": {"horizon": 0.5}, "figures": [{"foot": [48, 20], "head": [48, 10], "metres": 1.7}]}"#
        )
        #expect(worked.tree["facts"]?["camera_height"]?.number == nil)
        #expect(worked.tree["warnings"]?.elements?.first?.text?.contains("above the horizon") == true)
    }

    @Test func factsAreNeitherReadNorWrittenThroughALink() async throws {
        try folder.write("secret: word\n", to: "secret.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("photos/a.scene.yaml"), withDestinationPath: folder.path("secret.yaml"))
        let site = try site()
        let read = await site.reply(
            to: Request(
                path: ["api", "facts"], query: ["image": "0"],
                headers: ["host": "127.0.0.1:4711", "x-diorama-token": site.gate.token]))
        #expect(read.status == 409 && !String(decoding: read.bytes, as: UTF8.self).contains("word"))
        #expect(try await ask(site, "facts", #"{"image": 0, "facts": {"horizon": 0.5}}"#).status == 409)
        #expect(try folder.text("secret.yaml") == "secret: word\n")
    }

    @Test func factsAreSavedThroughALinkThatStaysWithinAndTheLinkStays() async throws {
        try folder.write("horizon: 0.4   # the sea\n", to: "photos/facts/shared.yaml")
        let link = folder.path("photos/a.scene.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: "facts/shared.yaml")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.path("photos/facts/shared.yaml"))
        #expect(try await ask(try site(), "facts", #"{"image": 0, "facts": {"horizon": 0.5}}"#).status == 200)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "facts/shared.yaml")
        #expect(try folder.text("photos/facts/shared.yaml") == "horizon: 0.5   # the sea\n")
        let kept = try FileManager.default.attributesOfItem(atPath: folder.path("photos/facts/shared.yaml"))
        #expect(kept[.posixPermissions] as? Int == 0o600, "what the owner alone may read stays so")
    }

    @Test func aMistakeInTheFileIsNamed() async throws {
        try folder.write("horizn: 0.5\n", to: "photos/a.scene.yaml")
        let read = try await ask(try site(), "facts")
        #expect(read.status == 409 && read.tree["error"]?.text?.contains("horizn") == true)
    }
}
