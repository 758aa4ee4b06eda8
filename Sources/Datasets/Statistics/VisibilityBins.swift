package import JSON

/// Labels by the share of them that nothing hides.
package struct VisibilityBins: Hashable, Sendable {
    /// The names of the bins, in order.
    package static let names = ["below_25", "25_to_50", "50_to_75", "75_to_99", "whole"]

    /// The number of labels in each bin: up to 25 %, 50 %, 75 %, 99 %, and 100 %.
    package private(set) var counts = [0, 0, 0, 0, 0]

    package init() {}

    /// The number of labels whose visibility is known.
    package var total: Int { counts.reduce(0, +) }

    package mutating func add(_ share: Double) {
        // The last per cent is rounding along outlines.
        counts[share >= 0.99 ? 4 : Int(min(max(0, share) * 4, 3))] += 1
    }

    package static func += (total: inout Self, more: Self) {
        for (place, count) in more.counts.enumerated() { total.counts[place] += count }
    }
}

extension VisibilityBins: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            for (name, count) in zip(Self.names, counts) { writer.member(name, count) }
        }
    }
}
