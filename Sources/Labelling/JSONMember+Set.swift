package import JSON

extension [JSONMember] {
    /// Sets a name to a number, which replaces an earlier value.
    package mutating func set(_ name: String, to number: some JSONEncodable) {
        removeAll { $0.name == name }
        append(JSONMember(name: name, json: number.json()))
    }
}

extension JSONMember {
    /// Whether its value is a list of two numbers or more, as places are written, or a list of such lists.
    var isListOfNumbers: Bool {
        guard json.first(where: { !Self.blanks.contains($0) }) == UInt8(ascii: "["),
            let elements = (try? JSONTree(json))?.elements
        else { return false }
        func areNumbers(_ list: [JSONTree]) -> Bool { list.count > 1 && list.allSatisfy { $0.number != nil } }
        return areNumbers(elements)
            || (!elements.isEmpty && elements.allSatisfy { $0.elements.map(areNumbers) ?? false })
    }

    private static let blanks = Array(" \n\r\t".utf8)
}
