import Testing

@testable import Datasets

@Suite struct ImageNumberingTests {
    private let numbering = ImageNumbering(variants: ["clear", "fog", "fog_2"], scenes: 4)

    @Test func imagesOfASceneFollowEachOther() {
        #expect((0..<12).map(numbering.scene(ofImage:)) == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])
        #expect((0..<5).map(numbering.variant(ofImage:)) == [0, 1, 2, 0, 1])
        #expect(numbering.images(ofScene: 2) == 6..<9)
        #expect(numbering.name(ofImage: 7) == "000002-fog")
    }

    /// Photos that are copied unchanged come once.
    @Test func laterImagesHaveNoVariant() {
        #expect((12..<15).map(numbering.scene(ofImage:)) == [4, 5, 6])
        #expect(numbering.variant(ofImage: 12) == nil)
        #expect(numbering.name(ofImage: 13) == "000005")
        #expect(numbering.images(ofScene: 5) == 13..<14)
    }

    @Test func everyNameIsThatOfOneImage() {
        let names = (0..<20).map(numbering.name(ofImage:))
        #expect(Set(names).count == 20)
        #expect(names.map(numbering.image(named:)) == Array(0..<20))
        for name in [
            "000002", "000002-rain", "000002-", "2-fog", "000004-fog", "", "fog", "99999999999999999999",
            "9223372036854775807",
        ] {
            #expect(numbering.image(named: name) == nil, "\(name)")
        }
    }

    @Test func scenesAreChosenWithAllTheirImages() throws {
        let chosen = try #require(ImageNumbers("1,3-5"))
        #expect(numbering.images(ofScenes: chosen).description == "3-5,9-13")
        #expect(ImageNumbering().images(ofScenes: chosen) == chosen)
    }

    @Test func aChoiceMayEndAtAnyNumber() throws {
        for text in ["7", "0-9223372036854775807", "9223372036854775807"] {
            let chosen = try #require(ImageNumbers(text))
            #expect(chosen.description == text)
            #expect(chosen.indices(below: 9) == (text == "7" ? [7] : text.hasPrefix("0") ? Array(0..<9) : []))
        }
    }

    @Test func withoutVariantsANumberIsTheName() {
        let plain = ImageNumbering()
        #expect(plain.name(ofImage: 7) == "000007" && plain.image(named: "000007") == 7)
        #expect(plain.scene(ofImage: 7) == 7 && plain.imagesPerScene == 1)
    }
}
