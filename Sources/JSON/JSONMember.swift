/// A member of an object that we have no field for, kept as it was written: its value is JSON text.
package struct JSONMember: Hashable, Sendable {
    package var name: String
    /// One JSON value, with the white space and the digits that it came with.
    package var json: [UInt8]

    package init(name: String, json: [UInt8]) {
        self.name = name
        self.json = json
    }
}

extension JSONWriter {
    package mutating func members(_ members: [JSONMember]) {
        for member in members {
            key(member.name)
            raw(member.json)
        }
    }
}
