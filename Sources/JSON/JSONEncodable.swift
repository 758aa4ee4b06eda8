/// A value that can write itself as one JSON value, always as the same bytes.
package protocol JSONEncodable {
    func encode(to writer: inout JSONWriter)
}

extension JSONEncodable {
    /// This value alone, as JSON text.
    package func json(style: JSONWriter.Style = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        encode(to: &writer)
        return writer.bytes
    }
}

extension Int: JSONEncodable {
    package func encode(to writer: inout JSONWriter) { writer.value(self) }
}

extension UInt64: JSONEncodable {
    package func encode(to writer: inout JSONWriter) { writer.value(self) }
}

extension Double: JSONEncodable {
    package func encode(to writer: inout JSONWriter) { writer.value(self) }
}

extension Bool: JSONEncodable {
    package func encode(to writer: inout JSONWriter) { writer.value(self) }
}

extension String: JSONEncodable {
    package func encode(to writer: inout JSONWriter) { writer.value(self) }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.array { writer in
            for element in self { element.encode(to: &writer) }
        }
    }
}
