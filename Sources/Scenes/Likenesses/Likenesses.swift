package import Cards

/// All that a run has learnt from the labels of datasets.
package struct Likenesses: Sendable {
    /// By the rule with the categories that count.
    package var boxes: [Likeness: BoxDistribution] = [:]
    /// The number of objects in an image, where it is learnt.
    package var count: CountDistribution?

    package init() {}

    /// The boxes for an object of a category. The run has looked for them before its first image.
    func boxes(_ likeness: Likeness, of category: String) -> BoxDistribution {
        guard let boxes = boxes[likeness.of(category)] else {
            preconditionFailure("the boxes of “\(category)” have not been learnt")
        }
        return boxes
    }
}
