import Cards
import Findings
import Foundation
import Geometry
import Pictures
import Pipelines
import Testing

@testable import Scenes

/// A folder that is there for one test.
private final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/diorama-photos-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func photo(_ name: String, width: Int = 40, height: Int = 30) throws {
        try write(name, PhotoFile.encode(Raster(width: width, height: height), as: .png(level: 1)))
    }

    func library(
        _ photos: [String], tags: [String] = [], maxPixels: Int = 1_000_000
    ) throws(PhotoLibraryError) -> PhotoLibrary {
        var backgrounds = Pipeline.Backgrounds()
        backgrounds.photos = photos.map { Positioned($0.hasPrefix("/") ? $0 : path + "/" + $0) }
        backgrounds.tags = tags.map { Positioned($0) }
        return try PhotoLibrary(backgrounds, seed: 1, maxPixels: maxPixels)
    }

    /// The message of a library that cannot be made, with this folder's name left out.
    func message(_ photos: [String], tags: [String] = [], maxPixels: Int = 1_000_000) -> String {
        do throws(PhotoLibraryError) {
            let library = try library(photos, tags: tags, maxPixels: maxPixels)
            return "made from \(library.photos.count)"
        } catch {
            return "\(error)".replacing(path + "/", with: "")
        }
    }

    func names(_ library: PhotoLibrary) -> [String] { library.photos.map { $0.path.replacing(path + "/", with: "") } }
}

@Suite struct PhotoLibraryTests {
    @Test func filesFoldersAndGlobsComeInTheOrderOfTheList() throws {
        let folder = try Folder()
        for name in ["z.png", "in/b.png", "in/a.png", "in/deep/c.png", "g2.png", "g1.png"] { try folder.photo(name) }
        try folder.write("in/notes.txt", "no photo")
        let library = try folder.library(["z.png", "in", "g*.png"])
        #expect(folder.names(library) == ["z.png", "in/a.png", "in/b.png", "in/deep/c.png", "g1.png", "g2.png"])
        #expect(library.skipped.isEmpty)
        #expect(library.photos[0].width == 40 && library.photos[0].height == 30)
    }

    @Test func aPhotoListedTwiceCountsOnce() throws {
        let folder = try Folder()
        try folder.photo("in/a.png")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link.png", withDestinationPath: folder.path + "/in/a.png")
        try folder.write("cat.yaml", "photos: [{file: in/a.png, title: Known, facts: {horizon: 0.3}}]")
        let library = try folder.library(["in", "in/a.png", "in/../in/a.png", "link.png", "cat.yaml"])
        #expect(folder.names(library) == ["in/a.png"])
        #expect(library.photos[0].facts.horizon == 0.3)
        #expect(library.photos[0].credits.title == "Known")
    }

    @Test func aCatalogueAndASidecarSayWhatAPhotoShows() throws {
        let folder = try Folder()
        try folder.photo("a.png")
        try folder.photo("b.png")
        try folder.write(
            "cat.yaml",
            """
            photos:
              - file: a.png
                title: A street
                author: Anna
                licence: {name: CC-BY-4.0, url: "https://creativecommons.org/licenses/by/4.0/"}
                source: a walk
                facts: {horizon: 0.4, fov: 60, sun: {azimuth: 10, elevation: 20}}
                tags: [street, sunny]
              - file: b.png
            """)
        try folder.write("a.scene.yaml", "{horizon: 0.45, camera_height: 2, author: Anna B., tags: wet}")
        let library = try folder.library(["cat.yaml"])
        let photo = library.photos[0]
        #expect(photo.facts.horizon == 0.45)
        #expect(photo.facts.fieldOfView == .degrees(60))
        #expect(photo.facts.cameraHeightMetres == 2)
        #expect(photo.facts.sun?.azimuth == .degrees(10))
        #expect(photo.credits.title == "A street" && photo.credits.author == "Anna B.")
        #expect(photo.credits.licence?.url == "https://creativecommons.org/licenses/by/4.0/")
        #expect(photo.credits.source == "a walk")
        #expect(photo.tags == ["wet", "street", "sunny"])
        #expect(library.photos[1].facts == PhotoFacts())
    }

    @Test func anIdentityIsTheSameFromAnyFolder() throws {
        let (one, other) = (try Folder(), try Folder())
        try one.photo("a.png")
        try other.photo("deep/a.png")
        let identity = try one.library(["a.png"]).photos[0].identity
        #expect(try other.library(["deep"]).photos[0].identity == identity)
        #expect(identity.hasPrefix("a.png:"))
        try other.photo("b/a.png", width: 41, height: 77)
        #expect(try other.library(["b"]).photos[0].identity != identity)
    }

    @Test func whatCannotBeUsedIsSkippedWithItsReason() throws {
        let folder = try Folder()
        try folder.photo("good.png")
        try folder.photo("large.png", width: 1200, height: 900)
        try folder.write("empty.png", "")
        try folder.write("text.jpg", "This is a text.")
        try folder.write(
            "cat.yaml",
            "photos: [{file: gone.jpg, package: some-wallpapers}, {file: lost.jpg}]")
        let library = try folder.library(
            ["cat.yaml", "empty.png", "good.png", "large.png", "text.jpg"], maxPixels: 1_000_000)
        #expect(folder.names(library) == ["good.png"])
        #expect(
            library.skipped.map { $0.words.replacing(folder.path + "/", with: "") } == [
                "gone.jpg: is not installed; apt install some-wallpapers",
                "lost.jpg: no such file; correct its path",
                "empty.png: is empty (zero bytes); replace it with an undamaged copy",
                "large.png: has 1200 × 900 pixels, more than the limit of 1000000 (raise it with --max-pixels)",
                "text.jpg: is text, not a JPEG, PNG, WebP or TIFF picture",
            ])
        let alone = folder.message(["empty.png", "cat.yaml"])
        #expect(
            alone == """
                photos: none of 3 can be used:
                  empty.png: is empty (zero bytes); replace it with an undamaged copy
                  gone.jpg: is not installed; apt install some-wallpapers
                  lost.jpg: no such file; correct its path
                """)
    }

    @Test func aLongListOfReasonsIsCutShort() throws {
        let folder = try Folder()
        for number in 10..<35 { try folder.write("\(number).png", "") }
        let lines = folder.message(["*.png"]).split(separator: "\n")
        #expect(lines.count == 22)
        #expect(lines.last == "  … and 5 more")
    }

    @Test func everyMistakeIsToldAtOnce() throws {
        let folder = try Folder()
        try folder.photo("a.png")
        try folder.write("a.scene.yaml", "horizn: 0.5\n")
        try folder.write(
            "cat.yaml",
            """
            photos:
              - file: a.png
                facts: {fov: wide}
              - titel: Nothing
            """)
        try FileManager.default.createDirectory(
            atPath: folder.path + "/hollow", withIntermediateDirectories: true)
        let message = folder.message(["nowhere", "hollow", "*.webp", "gone.yaml", "cat.yaml", "a.png"])
        #expect(
            message == """
                nowhere: there is no such file or folder
                hollow: the folder is empty: it should hold files ending in .jpeg, .jpg, .png, .tif, .tiff, .webp
                *.webp: the pattern matches nothing
                gone.yaml: there is no such file or folder
                cat.yaml:3:18: error: expected a number from 1 to 170 degrees, found the text “wide”
                      facts: {fov: wide}
                                   ^
                cat.yaml:4:5: error: unknown key “titel” in a photo of a catalogue; did you mean “title”?
                    - titel: Nothing
                      ^
                cat.yaml:4:5: error: a photo of a catalogue needs “file”: Where it lies; relative to the catalogue.
                    - titel: Nothing
                      ^
                a.scene.yaml:1:1: error: unknown key “horizn” in a photo's facts; did you mean “horizon”?
                  horizn: 0.5
                  ^
                """)
    }

    @Test func tagsChoosePhotos() throws {
        let folder = try Folder()
        for name in ["a.png", "b.png", "c.png", "d.png"] { try folder.photo(name) }
        try folder.write("c.scene.yaml", "tags: [indoor]")
        try folder.write(
            "cat.yaml",
            """
            photos:
              - {file: a.png, tags: [street, sunny]}
              - {file: b.png, tags: [meadow]}
              - {file: gone.png, tags: [meadow], package: some-wallpapers}
            """)
        let listed = ["cat.yaml", "c.png", "d.png"]
        #expect(folder.names(try folder.library(listed, tags: ["street", "indoor"])) == ["a.png", "c.png"])
        // What is not asked for is not missed, either.
        #expect(try folder.library(listed, tags: ["street"]).skipped.isEmpty)
        #expect(try folder.library(listed, tags: ["meadow"]).skipped.count == 1)
        #expect(
            folder.message(listed, tags: ["street", "strret"])
                == "unknown tag “strret”; did you mean “street”?")
    }

    @Test func theFirstCatalogueThatKnowsAPhotoCounts() throws {
        let folder = try Folder()
        try folder.photo("a.png")
        try folder.write("one.yaml", "photos: [{file: a.png, facts: {horizon: 0.1}, tags: [floor]}]")
        try folder.write("two.yaml", "photos: [{file: a.png, facts: {horizon: 0.2}, tags: [table]}]")
        #expect(try folder.library(["a.png", "*.yaml"]).photos.map(\.facts.horizon) == [0.1])
        #expect(try folder.library(["*.yaml"], tags: ["table"]).photos.map(\.facts.horizon) == [0.2])
    }

    @Test func aGlobOfCataloguesPassesOverSidecars() throws {
        let folder = try Folder()
        try folder.photo("a.png")
        try folder.write("a.scene.yaml", "horizon: 0.7")
        try folder.write("cat.yaml", "photos: [{file: a.png}]")
        #expect(try folder.library(["*.yaml"]).photos.map(\.facts.horizon) == [0.7])
        #expect(
            folder.message(["*.scene.yaml"]) == "photos: the list names files of facts (.scene.yaml), but no photo")
    }

    @Test func manyPhotosComeInOrderWhateverTheThreads() throws {
        let folder = try Folder()
        let bytes = try PhotoFile.encode(Raster(width: 16, height: 16), as: .jpeg())
        for number in 1000..<1400 { try folder.write("\(number).jpg", number % 7 == 0 ? [] : bytes) }
        let library = try folder.library(["*.jpg"])
        let expected = (1000..<1400).filter { $0 % 7 != 0 }.map { "\($0).jpg" }
        #expect(folder.names(library) == expected)
        #expect(library.skipped.count == 400 - expected.count)
        #expect(library.photo(forImage: 3)?.path == library.photos[library.mix.photo(forImage: 3) ?? 0].path)
    }

    @Test func aLensGivesTheFieldOfView() {
        func degrees(_ millimetres: Double?, _ width: Int, _ height: Int) -> Double? {
            PhotoFacts(exif: PhotoFile.Info(width: width, height: height, focalLength35mm: millimetres))
                .fieldOfView?.degrees
        }
        #expect(abs((degrees(36 / 2 / tan(30 * .pi / 180), 3000, 2000) ?? 0) - 60) < 1e-9)
        #expect(abs((degrees(24 / 2 / tan(20 * .pi / 180), 2000, 3000) ?? 0) - 40) < 1e-9)
        #expect(degrees(65_535, 3000, 2000) == nil)
        // That of the uncropped photo tells nothing of a cropped one.
        var cropped = PhotoFacts()
        cropped.principal = Point(0.5, 1)
        let info = PhotoFile.Info(width: 3000, height: 2000, focalLength35mm: 30)
        #expect(PhotoFacts(exif: info).fieldOfView != nil)
        #expect(PhotoFacts(exif: info, besides: cropped).fieldOfView == nil)
        #expect(degrees(nil, 3000, 2000) == nil)
    }

    @Test func aPhotosOwnLensIsUsedUnlessFactsSayOtherwise() throws {
        let folder = try Folder()
        // EXIF with one entry, which leads to one more: FocalLengthIn35mmFilm, 18 mm.
        let exif: [UInt8] =
            Array("Exif\0\0II*\0".utf8) + [8, 0, 0, 0]
            + [1, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]
            + [1, 0, 0x05, 0xA4, 3, 0, 1, 0, 0, 0, 18, 0, 0, 0, 0, 0, 0, 0]
        let jpeg = try PhotoFile.encode(Raster(width: 36, height: 24), as: .jpeg())
        let bytes = jpeg[..<2] + [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif + jpeg[2...]
        try folder.write("own.jpg", Array(bytes))
        try folder.write("told.jpg", Array(bytes))
        try folder.write("told.scene.yaml", "fov: 50")
        let photos = try folder.library(["*.jpg"]).photos
        #expect(abs((photos[0].facts.fieldOfView?.degrees ?? 0) - 90) < 1e-9)
        #expect(photos[1].facts.fieldOfView == .degrees(50))
    }

    @Test(arguments: [
        ("in/street.jpg", "in/street.scene.yaml"), ("a.b/street", "a.b/street.scene.yaml"),
        ("in/.hidden", "in/.hidden.scene.yaml"), ("in/two.dots.png", "in/two.dots.scene.yaml"),
    ])
    func aSidecarIsNamedForItsPhoto(_ photo: String, _ sidecar: String) {
        #expect(PhotoSidecar.path(beside: photo) == sidecar)
    }
}

@Suite struct PhotoCatalogueTests {
    private let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/backgrounds"

    @Test(arguments: ["catalogue.yaml", "surfaces.yaml", "tables.yaml"])
    func everyPhotoOfOurCatalogueSaysWhoseItIs(_ name: String) throws {
        let catalogue = try PhotoCatalogue.read(path: folder + "/" + name)
        #expect(!catalogue.photos.isEmpty)
        for entry in catalogue.photos {
            #expect(entry.package != nil && !entry.tags.isEmpty, "\(entry.file)")
            #expect(entry.credits.author != nil && entry.credits.licence != nil, "\(entry.file)")
            // A ground without a tilt and a height says nothing of sizes.
            if entry.facts.ground != nil {
                #expect(entry.facts.horizon != nil || entry.facts.pitch != nil, "\(entry.file)")
                #expect(entry.facts.cameraHeightMetres != nil, "\(entry.file)")
            }
        }
    }

    @Test func everyPanoramaOfOurCatalogueSaysWhoseItIs() throws {
        let catalogue = try PhotoCatalogue.read(path: folder + "/panoramas.yaml")
        #expect(catalogue.panoramas.count == 8 && catalogue.photos.isEmpty)
        for entry in catalogue.panoramas {
            #expect(
                entry.package != nil && !entry.tags.isEmpty && entry.facts.groundRadiusMetres != nil, "\(entry.file)")
            #expect(entry.credits.author != nil && entry.credits.licence != nil, "\(entry.file)")
        }
    }

    @Test func whatIsInstalledIsUsedAndTheRestNamesItsPackage() throws {
        let catalogue = try PhotoCatalogue.read(path: folder + "/catalogue.yaml")
        var backgrounds = Pipeline.Backgrounds()
        backgrounds.photos = [Positioned(folder + "/catalogue.yaml")]
        do throws(PhotoLibraryError) {
            let library = try PhotoLibrary(backgrounds, seed: 1)
            let installed = catalogue.photos.filter { FileManager.default.fileExists(atPath: $0.file) }
            #expect(library.photos.map(\.path) == installed.map(\.file))
            #expect(library.skipped.count == catalogue.photos.count - installed.count)
            #expect(library.skipped.allSatisfy { $0.remedy?.hasPrefix("apt install ") == true })
            #expect(library.photos.allSatisfy { $0.facts.fieldOfView != nil && $0.width > 640 })
        } catch {
            // A machine on which none is installed.
            guard case .noneLeft(let skipped) = error else { throw error }
            #expect(skipped.count == catalogue.photos.count)
        }
    }
}
