/// Which labels objects can add to which images.
///
/// A photo without a known ground, one seen from above or one full of things may not show an object at every size that
/// `balance` asks for. Images of the same photo are alike in this, so they form a group.
package struct BalanceReach: Sendable, Hashable {
    /// The group of each image.
    package let groups: [Int]
    /// The chance, from 0 to 1, that a slot for the label of a cell adds it: by the group, and within it by the cell.
    package let chances: [[Double]]

    package init(groups: [Int], chances: [[Double]]) {
        (self.groups, self.chances) = (groups, chances)
    }

    /// Every image can show everything.
    package static func all(images: Int, cells: Int) -> BalanceReach {
        BalanceReach(
            groups: [Int](repeating: 0, count: images), chances: [[Double](repeating: 1, count: cells)])
    }
}
