package import Cards

/// The number of labels in an image, as often as in the images of a dataset.
package struct CountDistribution: Sendable {
    /// The number of each image, from the fewest.
    package let counts: [Int]

    /// - Parameter counts: the number of each image; at least one.
    package init(_ counts: [Int]) {
        precondition(!counts.isEmpty, "a number is learnt from at least one image")
        self.counts = counts.sorted()
    }

    package func draw(from stream: inout RandomStream) -> Int { counts[stream.integer(0, counts.count - 1)] }
}
