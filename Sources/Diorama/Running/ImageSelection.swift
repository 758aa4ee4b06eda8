import Datasets

/// The images of a run to make: `3`, `3,7,10-12`.
public struct ImageSelection: Sendable, Hashable, CustomStringConvertible {
    let numbers: ImageNumbers

    /// The numbers of the images, ascending; ranges do not touch.
    public var ranges: [ClosedRange<Int>] { numbers.ranges }

    /// Nil for anything but numbers and ranges of numbers, from 0, separated by commas.
    public init?(_ text: String) {
        guard let numbers = ImageNumbers(text) else { return nil }
        self.numbers = numbers
    }

    /// The selection in the usual notation: `3,7,10-20`.
    public var description: String { numbers.description }

    /// The indices below `count`, rising, each once.
    func indices(below count: Int) -> [Int] { numbers.indices(below: count) }

    /// The largest index that is named.
    var last: Int { numbers.last }
}
