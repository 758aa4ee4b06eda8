package import JSON

extension [JSONMember] {
    /// Puts a number under a name, in place of what stood there.
    package mutating func set(_ name: String, to number: some JSONEncodable) {
        removeAll { $0.name == name }
        append(JSONMember(name: name, json: number.json()))
    }
}
