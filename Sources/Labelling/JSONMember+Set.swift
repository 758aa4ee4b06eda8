package import JSON

extension [JSONMember] {
    /// Sets a name to a number, which replaces an earlier value.
    package mutating func set(_ name: String, to number: some JSONEncodable) {
        removeAll { $0.name == name }
        append(JSONMember(name: name, json: number.json()))
    }
}
