import Foundation
import Pictures
import Testing

@testable import Datasets

/// Photos have the masks of their names, and of their folders where a name is there several times.
@Suite struct MaskMatchTests {
    private func masks(_ photos: [String], _ masks: [String]) throws -> [String: String?] {
        let pairs = try MaskMatch(photos: photos, masks: masks).pairs
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.photo, $0.mask) })
    }

    @Test func aMaskHasTheNameOfItsPhotoInAnyFolder() throws {
        #expect(
            try masks(["p/a.jpg", "p/b.x.jpg", "p/c.jpg"], ["m/b.x.png", "m/sub/a.png"])
                == ["p/a.jpg": "m/sub/a.png", "p/b.x.jpg": "m/b.x.png", "p/c.jpg": nil])
        // The same photo in two kinds of files.
        #expect(try masks(["p/a.jpg", "p/a.webp"], ["m/a.png"]) == ["p/a.jpg": "m/a.png", "p/a.webp": "m/a.png"])
    }

    @Test func foldersTellApartWhatHasOneName() throws {
        #expect(
            try masks(["images/train/0.png", "images/val/0.png"], ["masks/train/0.png", "masks/val/0.png"])
                == ["images/train/0.png": "masks/train/0.png", "images/val/0.png": "masks/val/0.png"])
        #expect(
            try masks(["d/train/images/0.png", "d/val/images/0.png"], ["d/train/masks/0.png", "d/val/masks/0.png"])
                == ["d/train/images/0.png": "d/train/masks/0.png", "d/val/images/0.png": "d/val/masks/0.png"])
        // The photo of val has none.
        #expect(
            try masks(["images/train/0.png", "images/val/0.png"], ["masks/train/0.png"])
                == ["images/train/0.png": "masks/train/0.png", "images/val/0.png": nil])
    }

    @Test func whatCannotBeToldIsAMistake() throws {
        func reason(_ photos: [String], _ masks: [String]) throws -> String {
            let error = try #require(throws: DatasetError.self) { try MaskMatch(photos: photos, masks: masks) }
            return error.reason
        }
        #expect(
            try reason(["p/0.jpg"], ["a/0.png", "b/0.png"])
                == "it has several masks of its name: a/0.png, b/0.png; name one folder of masks")
        #expect(
            try reason(["a/0.jpg", "b/0.jpg"], ["m/0.png"])
                == "it has the name of several photos: a/0.jpg, b/0.jpg; name one folder of photos")
        #expect(try reason(["p/0.png"], ["p/0.png"]) == "every one of the “images” is among the “masks”, too")
    }

    /// A folder of masks often lies among the photos.
    @Test func masksAreNoPhotos() throws {
        let folder = try TemporaryFolder()
        for name in ["0.png", "1.png", "masks/0.png", "masks/1.png"] {
            try Folder.make(folder.path + "/masks")
            try AtomicFile.write(
                try PhotoFile.encode(Raster(width: 4, height: 2), as: .png()), to: "\(folder.path)/\(name)")
        }
        var source = MasksSource()
        (source.images, source.masks) = ([folder.path], [folder.path + "/masks"])
        #expect(try source.open().photos.map(\.path) == [folder.path + "/0.png", folder.path + "/1.png"])
    }
}
