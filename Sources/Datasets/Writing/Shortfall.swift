package import JSON

/// A way in which a dataset is far from what its pipeline asked for.
package enum Shortfall: Hashable, Sendable {
    /// Images that were to hold a labelled object and hold no label.
    case empty(Int, of: Int)
    /// Images in which the weather hides all labelled objects.
    case veiled(Int, of: Int)
    /// A kind of object that was asked for, and is in no image.
    case absent(String, asked: Int)
    /// The number of objects of all kinds that were placed, of those that were asked for.
    case few(Int, of: Int)
}

extension PlacementTally {
    /// A dataset falls short above this share of empty images among those that were to hold a labelled object, and above
    /// this share of images in which the weather leaves none to be seen.
    package static let mostEmpty = 0.05
    /// A dataset falls short below this share of placed objects among those that were asked for.
    package static let leastPlaced = 0.75
    /// When fewer objects of a kind than this were asked for, bad luck may leave all of them out.
    package static let unlucky = 3
    /// When fewer objects than this were asked for, bad luck may leave a quarter of them out.
    package static let few = 20

    /// The ways in which it falls short: none in a sound dataset.
    package var shortfalls: [Shortfall] {
        var shortfalls: [Shortfall] = []
        if asking > 0, Double(empty) > PlacementTally.mostEmpty * Double(asking) {
            shortfalls.append(.empty(empty, of: images))
        }
        if asking > 0, Double(veiled) > PlacementTally.mostEmpty * Double(asking) {
            shortfalls.append(.veiled(veiled, of: images))
        }
        for (name, kind) in kinds.sorted(by: { $0.key < $1.key })
        where kind.placed == 0 && (kind.hopeless > 0 || kind.asked >= PlacementTally.unlucky) {
            shortfalls.append(.absent(name, asked: kind.asked))
        }
        if Double(placed) < PlacementTally.leastPlaced * Double(asked), asked >= PlacementTally.few {
            shortfalls.append(.few(placed, of: asked))
        }
        return shortfalls
    }
}

extension DatasetLayout {
    /// Whether the `stats.json` of the finished dataset names a shortfall.
    package var namesShortfall: Bool {
        get throws {
            let statistics = try? JSONTree(try OpenFile.bytes(of: path(Self.statistics), action: "cannot read"))
            return !(statistics?["objects"]?["shortfalls"]?.elements ?? []).isEmpty
        }
    }
}

extension Shortfall: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .empty(let count, let images):
                writer.member("what", "empty images")
                writer.member("images", images)
                writer.member("empty", count)
            case .veiled(let count, let images):
                writer.member("what", "images hidden by weather")
                writer.member("images", images)
                writer.member("hidden", count)
            case .absent(let name, let asked):
                writer.member("what", "object without an instance")
                writer.member("object", name)
                writer.member("asked", asked)
            case .few(let placed, let asked):
                writer.member("what", "fewer objects than asked for")
                writer.member("asked", asked)
                writer.member("placed", placed)
            }
        }
    }
}
