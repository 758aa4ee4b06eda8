/// Finds equal labels of one image: the second of two teaches nothing, and counts an object twice.
struct RepeatedLabels<Label: Hashable> {
    private var first: [Label: Int] = [:]

    /// Where the same label stood before; nil for the first of its kind.
    ///
    /// - Parameter index: the place of this label, such as a line.
    mutating func earlier(_ label: Label, at index: Int) -> Int? {
        if let known = first[label] { return known }
        first[label] = index
        return nil
    }
}
