/// A run's images in blocks of consecutive ones. A block is committed as a whole, by the process that finishes it first.
///
/// The size depends on the run alone: any number of machines, and any retry, makes the same blocks.
package struct BlockPlan: Hashable, Sendable {
    /// The numbers of the run's images, rising.
    package let images: [Int]
    /// The number of images in each block but the last.
    package let size: Int

    package init(_ images: [Int], size: Int) {
        precondition(size > 0, "a block has images")
        (self.images, self.size) = (images, size)
    }

    package var count: Int { (images.count + size - 1) / size }

    package func images(of block: Int) -> ArraySlice<Int> {
        images[block * size..<min((block + 1) * size, images.count)]
    }

    /// Nil for a number that is none of the run's.
    package func block(of image: Int) -> Int? {
        var (low, high) = (0, images.count)
        while low < high {
            let middle = (low + high) / 2
            if images[middle] < image { low = middle + 1 } else { high = middle }
        }
        return low < images.count && images[low] == image ? low / size : nil
    }

    /// The limits of a block's size. The loss of a machine costs at most the images of a block on each of its cores'
    /// way, so slow images come in smaller blocks; a block costs a few milliseconds, so it is never tiny.
    private static let (least, most, mostSlow) = (8, 512, 64)
    /// A run has about so many blocks, so that many machines can share it evenly.
    private static let usual = 256

    /// The size of a run's blocks.
    ///
    /// - Parameters:
    ///   - unit: the number of neighbours that are best made together, such as the variants of a scene.
    ///   - isSlow: whether an image takes seconds.
    package static func size(images: Int, unit: Int = 1, isSlow: Bool = false) -> Int {
        let size = min(max(images / usual, least), isSlow ? mostSlow : most)
        return unit <= size ? (size + unit - 1) / unit * unit : size
    }
}
