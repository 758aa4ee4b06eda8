/// The plan by which a run reaches the numbers of labels that `balance` asks for: which label each object adds.
///
/// Every object of the run has a slot: they are numbered through the images of one photo, as many in each as its count
/// says. The labels that the photos lack are given to slots of the images that can show them, and within a photo's images
/// in a random order that the seed fixes, so that each image has its fair part of all of them. So the wish of a slot is a
/// function of the pipeline, the seed and the image alone. Nothing is corrected by what was drawn before, and the same
/// image comes out by itself, on another machine or after a break.
package struct BalancePlan: Sendable {
    /// What is planned for the labels of a cell.
    package struct Share: Sendable, Hashable {
        package let cell: BalanceDemand.Cell
        /// How many slots have been given to it.
        package let slots: Int
        /// How many labels these are likely to add.
        package let expected: Int
        /// How many of the photos can show one.
        package let photos: Int
    }

    package let shares: [Share]
    package let demand: BalanceDemand
    /// The number of photos, or of groups of images that are alike.
    package let photos: Int
    /// Slots that no label needs, and that no label may have either: they stay empty.
    package let surplus: Int
    private let wishes: [BalanceWish]
    /// The wish of slots without a cell.
    private let rest: BalanceWish?
    private let groups: [Int]
    /// The number of slots before each image, of images of its group.
    private let before: [Int]
    /// The number of slots of each group.
    private let slots: [Int]
    /// The end of each cell's slots in the order of its group.
    private let ends: [[Int]]
    private let seed: UInt64

    /// - Parameters:
    ///   - slots: the number of labelled objects that each image asks for.
    package init(_ demand: BalanceDemand, slots counts: [Int], within reach: BalanceReach, seed: UInt64) {
        (self.demand, self.seed) = (demand, seed)
        (wishes, rest) = (demand.wishes, demand.rest)
        groups = reach.groups
        var slots = [Int](repeating: 0, count: reach.chances.count)
        before = zip(counts, reach.groups).map { count, group in
            defer { slots[group] += count }
            return slots[group]
        }
        self.slots = slots
        let wanted = demand.wanted
        let allotted = BalanceAllotment(slots: slots, wanted: wanted, chances: reach.chances).counts
        ends = allotted.map { cells in
            var end = 0
            return cells.map { count in
                end += count
                return end
            }
        }
        let used = slots.indices.filter { slots[$0] > 0 }
        shares = demand.cells.enumerated().map { index, cell in
            let expected = used.reduce(0) { $0 + Double(allotted[$1][index]) * reach.chances[$1][index] }
            return Share(
                cell: cell, slots: allotted.reduce(0) { $0 + $1[index] }, expected: Int(expected.rounded()),
                photos: used.count { reach.chances[$0][index] > 0 })
        }
        photos = used.count
        surplus = demand.hasRest ? 0 : demand.slots - shares.reduce(0) { $0 + $1.slots }
    }

    /// The wish of a slot.
    ///
    /// - Parameters:
    ///   - image: the image, below the number of images.
    ///   - number: the number of the slot in the image, below its count.
    /// - Returns: nil for a slot that stays empty.
    func wish(image: Int, number: Int) -> BalanceWish? {
        let group = groups[image]
        let order = KeyedPermutation(count: max(1, slots[group]), seed: seed, index: group, name: "balance")
        let place = order[before[image] + number]
        if let cell = ends[group].firstIndex(where: { place < $0 }) { return wishes[cell] }
        return rest
    }
}
