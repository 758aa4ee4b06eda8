import Compositing
import Datasets
import Testing

@testable import Cards
@testable import Diorama
@testable import Objects
@testable import Pipelines
@testable import Scenes

/// Every number of every block and part of a user's files.
@Suite struct NumberRangeTests {
    /// Gives a number that is out of range to every key that takes one.
    private func check<Owner>(_ card: Card<Owner>) {
        let open = 1e9
        for number in card.numbers {
            let (low, high) = (number.range.lowerBound, number.range.upperBound)
            let outside = [low > -open ? low - 1 : nil, high < open ? high + 1 : nil].compactMap { $0 }
            // A format's version is the one number that counts nothing.
            #expect(number.unit != .none || outside.isEmpty || low == high, "\(number.keys) has a range, and no unit")
            for value in outside {
                var reading = Reading(folder: "")
                let position = Position(source: Source(name: "a file", text: ""), line: 1, column: 1)
                _ = card.decode(Node(number.holding(.number(value)), at: position), &reading)
                let messages = reading.diagnostics.map(\.problem.message)
                #expect(
                    messages.contains {
                        $0.hasPrefix("\(value.plainText) is out of range: expected ")
                            && $0.hasSuffix(
                                low == high
                                    ? " the number \(low.plainText)"
                                    : " number" + number.range.wording(number.unit))
                    }, "\(number.keys): \(messages)")
            }
        }
    }

    @Test func aNumberOutOfRangeIsNamedWithItsRangeItsUnitAndWhatItIsAShareOf() {
        check(Pipeline.card(.all))
        check(PhotoCatalogue.card)
        check(PhotoSidecar.card)
        check(ModelCatalogue.card)
    }

    @Test func everyPartIsGoneThrough() {
        let keys = Set(Pipeline.card(.all).numbers.map(\.keys))
        for key in [
            "objects.NAME.from.text.padding", "objects.NAME.place.at.x", "objects.NAME.size", "blend.feather.radius",
            "effects.noise.iso", "effects.noise.chance", "backgrounds.datasets.masks.void", "output.split.train",
            "output.annotations.voc.truncated", "scene.light.sky.yaw", "scene.overlap.visible.min",
            "backgrounds.panoramas.fov", "scene.place.region.polygon",
        ] { #expect(keys.contains(key), "\(key) is not among \(keys.sorted())") }
    }

    @Test(arguments: [
        (
            "objects.NAME.size", 512.0,
            "a number from 0.001 to 4, a share of the picture's shorter side, not pixels or per cent"
        ),
        ("effects.noise.iso", 5, "a number from 25 to 409600 ISO"),
        ("images", 0, "a whole number from 1 to 100000000 images"),
        ("objects.NAME.from.text.border", 9, "a number from 0 to 5 font sizes"),
    ])
    func theMessageIsWhole(_ keys: String, _ value: Double, _ expected: String) throws {
        let card = Pipeline.card(.all)
        let number = try #require(card.numbers.first { $0.keys == keys })
        var reading = Reading(folder: "")
        let position = Position(source: Source(name: "a file", text: ""), line: 1, column: 1)
        _ = card.decode(Node(number.holding(.number(value)), at: position), &reading)
        #expect(
            reading.diagnostics.map(\.problem.message).contains(
                "\(value.plainText) is out of range: expected \(expected)"))
    }
}
