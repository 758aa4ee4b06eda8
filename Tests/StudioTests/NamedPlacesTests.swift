import Foundation
import Studios
import Testing

@testable import Studio

/// The files that the studio may read.
@Suite struct NamedPlacesTests {
    private let folder: Studio

    init() throws {
        folder = try Studio()
        try folder.write("in", to: "named/in.txt")
        try folder.write("out", to: "out.txt")
        try folder.write("out", to: "named-too/out.txt")
        for (link, target) in [("link.txt", "out.txt"), ("home.txt", "named/in.txt"), ("folder", "named-too")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("named/" + link), withDestinationPath: folder.path(target))
        }
    }

    @Test func whatLiesInTheFolderIsRead() {
        let places = NamedPlaces(folders: [folder.path("named")])
        #expect(places.holds(folder.path("named/in.txt")))
        #expect(places.holds(folder.path("named/home.txt")))
    }

    @Test(arguments: [
        "named/../out.txt", "named/link.txt", "named/folder/out.txt", "named-too/out.txt", "out.txt", "named/gone.txt",
    ])
    func whatLiesOutsideIsNot(path: String) {
        #expect(!NamedPlaces(folders: [folder.path("named")]).holds(folder.path(path)))
    }

    @Test func aFileThatIsNamedIsReadAlone() {
        let places = NamedPlaces(folders: [], files: [folder.path("named/link.txt")])
        #expect(places.holds(folder.path("out.txt")))
        #expect(!places.holds(folder.path("named/in.txt")))
    }
}
