/// A member of an object without a field of ours, kept unchanged: its value is JSON text.
package struct JSONMember: Hashable, Sendable {
    package var name: String
    /// One JSON value, with its original white space and digits.
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
