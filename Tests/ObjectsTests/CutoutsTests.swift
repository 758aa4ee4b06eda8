import Cards
import Drawings
import Findings
import Foundation
import Pictures
import Pipelines
import Studios
import Testing

@testable import Objects

@Suite struct CutoutsTests {
    let folder: Folder
    init() throws { folder = try Folder() }

    @Test func aPictureWithAlphaIsTrimmedAndPremultiplied() throws {
        let file = try folder.write(
            "a.png",
            raster(
                """
                ......
                ..##..
                ..++..
                ......
                """))
        let library = ObjectLibrary()
        let sprite = try library.sprite(of: chosen(library, "cutouts", ["files": [.text(file)]]), heightPixels: 50)
        #expect(
            alpha(of: sprite) == """
                ##
                ++
                """)
        #expect(texel(sprite, 0, 0) == [200, 100, 50, 255])
        #expect(texel(sprite, 0, 1) == [100, 50, 25, 128])
    }

    @Test func aMaskSaysWhereTheObjectIs() throws {
        try folder.write("images/dog.jpg", PhotoFile.encode(raster("####\n####\n####"), as: .jpeg(quality: 100)))
        try folder.write("masks/dog_mask.png", PhotoFile.encode(mask(".##.\n.#+.\n...."), as: .png()))
        let library = ObjectLibrary()
        let one = try chosen(
            library, "cutouts", ["files": [.text(folder.path + "/images")], "masks": [.text(folder.path + "/masks")]])
        #expect(one.values[key: "masks"] == .list([.text(folder.path + "/masks/dog_mask.png")]))
        let sprite = try library.sprite(of: one, heightPixels: 50)
        #expect(
            alpha(of: sprite) == """
                ##
                #+
                """)
    }

    @Test func masksAreFoundByNameBesideTheirPicturesAndInFoldersOfTheSameName() throws {
        let pairs = try MaskPairs(
            ["a/x.jpg", "a/x-mask.png", "b/y.jpg", "c/y.jpg"], masks: ["a/x-mask.png", "m/b/y.png", "m/c/y.png"])
        #expect(pairs.files == ["a/x.jpg", "b/y.jpg", "c/y.jpg"])
        #expect(try pairs.files.map { try pairs.mask(of: $0) } == ["a/x-mask.png", "m/b/y.png", "m/c/y.png"])
        // One picture and one mask belong together whatever they are called.
        #expect(try MaskPairs(["dog.jpg"], masks: ["alpha.png"]).mask(of: "dog.jpg") == "alpha.png")

        let torn = try MaskPairs(["x.jpg", "y.jpg"], masks: ["m/x.png", "n/x_mask.png"])
        let doubled = try #require(throws: ObjectError.self) { try torn.mask(of: "x.jpg") }
        #expect(doubled.description == "x.jpg: has more than one mask: m/x.png, n/x_mask.png")
        let missing = try #require(throws: ObjectError.self) { try torn.mask(of: "y.jpg") }
        #expect(missing.description == "y.jpg: has no mask: among the “masks” there is no y, y-mask or y_mask")
    }

    /// Each picture of a name has the mask of its own folder, or none.
    @Test func aMaskOfAnotherFolderIsNotTaken() throws {
        let pairs = try MaskPairs(
            ["d/a/images/x.jpg", "d/b/images/x.jpg"], masks: ["d/a/masks/x.png", "d/b/masks/x_mask.png"])
        #expect(try pairs.files.map { try pairs.mask(of: $0) } == ["d/a/masks/x.png", "d/b/masks/x_mask.png"])

        let lacking = try MaskPairs(["images/a/x.jpg", "images/b/x.jpg"], masks: ["masks/b/x.png"])
        #expect(try lacking.mask(of: "images/b/x.jpg") == "masks/b/x.png")
        #expect(throws: ObjectError.self) { try lacking.mask(of: "images/a/x.jpg") }

        let either = try MaskPairs(["a/x.jpg", "b/x.jpg"], masks: ["m/x.png"])
        let shared = try #require(throws: ObjectError.self) { try either.mask(of: "b/x.jpg") }
        #expect(
            shared.description
                == "b/x.jpg: shares its name and mask, m/x.png, with others, and their folders do not tell which of them it "
                + "belongs to: a/x.jpg, b/x.jpg")
    }

    @Test func aSpriteComesInflatedWhereTheLightNeedsIt() throws {
        let file = try folder.write("a.png", raster("##\n##"))
        for inflated in [false, true] {
            let library = ObjectLibrary(inflated: inflated)
            let one = try chosen(library, "cutouts", ["files": [.text(file)]])
            #expect(try (library.sprite(of: one, heightPixels: 9).relief != nil) == inflated)
        }
    }

    @Test func aFolderGivesEveryFileItsTurnTheSameForTheSameSeed() throws {
        for name in ["a", "b", "c", "d"] { try folder.write("\(name).png", raster("#")) }
        let drawn = part("cutouts", ["files": [.text(folder.path)]])
        func names() throws -> [String] {
            let library = ObjectLibrary()
            return try (0..<40).map { image in
                let one = try library.choose(drawn, from: RandomStreams(seed: 3, image: image))
                let again = try library.choose(one, from: RandomStreams(seed: 9, image: image + 1))
                #expect(one == again)
                return one.values.flowText
            }
        }
        let first = try names()
        #expect(Set(first).count == 4)
        #expect(try names() == first)
    }

    @Test func aPhotoWithoutAlphaOrMaskIsRefused() throws {
        let file = try folder.write("photo.png", PhotoFile.encode(raster("##"), as: .png()))
        let error = try refusal("cutouts", ["files": [.text(file)]])
        #expect(error.code == .noAlpha)
        #expect(
            error.description
                == "\(file): has no alpha, so that nothing says where the object is: give a picture with alpha, or “masks”"
        )
    }

    @Test func whatIsFullyTransparentIsRefused() throws {
        let file = try folder.write("clear.png", raster("..\n.."))
        let error = try refusal("cutouts", ["files": [.text(file)]])
        #expect(error.code == .nothingVisible)
        #expect(error.description == "\(file): is fully transparent: there is nothing to see of the object")

        let photo = try folder.write("photo.png", PhotoFile.encode(raster("##"), as: .png()))
        let black = try folder.write("black.png", PhotoFile.encode(mask(".."), as: .png()))
        let masked = try refusal("cutouts", ["files": [.text(photo)], "masks": [.text(black)]])
        #expect(
            masked.description
                == "\(photo): nothing is left of it under its mask \(black): a mask is white where the object is")
    }

    @Test func aMaskOfAnotherSizeIsRefused() throws {
        let photo = try folder.write("photo.png", PhotoFile.encode(raster("##"), as: .png()))
        let small = try folder.write("small.png", PhotoFile.encode(mask("#"), as: .png()))
        let error = try refusal("cutouts", ["files": [.text(photo)], "masks": [.text(small)]])
        #expect(
            error.description
                == "\(photo): has 2 × 1 pixels, but its mask \(small) has 1 × 1: a mask has the size of its picture")
    }

    @Test func filesThatAreMissingEmptyCutOffOrNoPicturesAreNamed() throws {
        #expect(
            try refusal("cutouts", ["files": ["nowhere/cone.png"]]).description
                == "nowhere/cone.png: there is no such file or folder")
        let empty = try folder.write("empty.png", [UInt8]())
        #expect(try refusal("cutouts", ["files": [.text(empty)]]).description.hasPrefix("\(empty): "))
        let text = try folder.write("text.png", "Hello")
        let words = try refusal("cutouts", ["files": [.text(text)]])
        #expect(words.code == .unreadable)
        #expect(words.description == "\(text): is text, not a JPEG, PNG, WebP or TIFF picture")
        let whole = try PhotoFile.encodeWithAlpha(raster("#.#\n.#.", scale: 40))
        let torn = try folder.write("torn.png", whole.prefix(whole.count / 2))
        #expect(try refusal("cutouts", ["files": [.text(torn)]]).code == .unreadable)
        let large = try folder.write("large.png", raster("##", scale: 50))
        #expect(try refusal("cutouts", ["files": [.text(large)]], maxPixels: 4999).code == .tooLarge)
    }

    @Test func everyMistakeOfAnObjectIsFoundBeforeTheRun() throws {
        try folder.write("full/a.png", raster("#"))
        try folder.write("full/b.png", raster("#"))
        try folder.write("masks/a.png", raster("#"))
        try FileManager.default.createDirectory(atPath: folder.path + "/hollow", withIntermediateDirectories: true)
        let library = ObjectLibrary()
        #expect(try library.problems(in: draft("cutouts: \(folder.path)/full")).isEmpty)
        let problems = try library.problems(
            in: draft(
                """
                choice:
                  - cutouts: [\(folder.path)/full, \(folder.path)/hollow, {choice: [gone.png, "\(folder.path)/x*.png"]}]
                  - cutouts: {files: \(folder.path)/full, masks: \(folder.path)/masks}
                """))
        #expect(
            problems.map(\.problem.message) == [
                "\(folder.path)/hollow: the folder is empty: it should hold files ending in .jpeg, .jpg, .png, .tif, .tiff, .webp",
                "gone.png: there is no such file or folder",
                "\(folder.path)/x*.png: the pattern matches nothing",
                "\(folder.path)/full/b.png: has no mask: among the “masks” there is no b, b-mask or b_mask",
            ])
        #expect(problems.map(\.position.line) == [2, 2, 2, 3])
    }
}
