package import JSON

extension Finding: JSONEncodable {
    /// Encodes the finding for a program: unknown values are absent, and so is a count of 1.
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("severity", severity.word)
            writer.member("code", code.rawValue)
            writer.member("file", ifPresent: file)
            writer.member("line", ifPresent: line)
            writer.member("column", ifPresent: column)
            writer.member("subject", ifPresent: subject)
            writer.member("problem", problem)
            writer.member("remedy", ifPresent: remedy)
            writer.member("count", ifPresent: count == 1 ? nil : count)
        }
    }
}
