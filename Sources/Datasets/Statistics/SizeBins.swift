package import JSON

/// Labels by their area, with the limits of COCO's evaluation.
package struct SizeBins: Hashable, Sendable {
    /// Below 32² pixels.
    package var small = 0
    /// From 32² to below 96² pixels.
    package var medium = 0
    /// From 96² pixels.
    package var large = 0

    package init() {}

    package mutating func add(area: Double) {
        if area < 32 * 32 {
            small += 1
        } else if area < 96 * 96 {
            medium += 1
        } else {
            large += 1
        }
    }

    package static func += (total: inout Self, more: Self) {
        total.small += more.small
        total.medium += more.medium
        total.large += more.large
    }
}

extension SizeBins: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("small", small)
            writer.member("medium", medium)
            writer.member("large", large)
        }
    }
}
