extension Array {
    /// The elements in groups of one key each. Groups stand in the order of their first elements, and so do the elements in a
    /// group.
    func grouped<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
        var (groups, places): ([[Element]], [Key: Int]) = ([], [:])
        for element in self {
            let key = key(element)
            if let place = places[key] {
                groups[place].append(element)
            } else {
                places[key] = groups.count
                groups.append([element])
            }
        }
        return groups
    }
}
