/// Edges of a picture.
package struct Edges: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let left = Edges(rawValue: 1)
    package static let right = Edges(rawValue: 2)
    package static let top = Edges(rawValue: 4)
    package static let bottom = Edges(rawValue: 8)
    package static let all: Edges = [.left, .right, .top, .bottom]

    /// Whether two edges are among them that lie on opposite sides.
    package var haveOpposites: Bool { isSuperset(of: [.left, .right]) || isSuperset(of: [.top, .bottom]) }

    /// The edges after left and right have changed places.
    package var mirrored: Edges {
        var edges = intersection([.top, .bottom])
        if contains(.left) { edges.insert(.right) }
        if contains(.right) { edges.insert(.left) }
        return edges
    }
}
