package import JSON

/// In what a dataset is far from what its pipeline asked for.
package enum Shortfall: Hashable, Sendable {
    /// Images that were to hold a labelled object and hold no label.
    case empty(Int, of: Int)
    /// A kind of object that was asked for, and is nowhere.
    case absent(String, asked: Int)
    /// Objects of all kinds that are there, and that were asked for.
    case few(Int, of: Int)
}

extension PlacementTally {
    /// The share of empty images, of those that were to hold a labelled object, above which a dataset falls short.
    package static let mostEmpty = 0.05
    /// The share of objects that are placed, of all that were asked for, below which a dataset falls short.
    package static let leastPlaced = 0.75
    /// So many objects of a kind may all be left out by bad luck, short of this many.
    package static let unlucky = 3
    /// Of so few objects, a quarter may be missing by bad luck, short of this many.
    package static let few = 20

    /// In what it falls short: nothing in a sound dataset.
    package var shortfalls: [Shortfall] {
        var shortfalls: [Shortfall] = []
        if asking > 0, Double(empty) > PlacementTally.mostEmpty * Double(asking) {
            shortfalls.append(.empty(empty, of: images))
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
    /// Whether the `stats.json` of the finished dataset names anything in which it falls short.
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
