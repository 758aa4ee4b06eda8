import Findings
import JSON

extension Finding {
    /// Reads a finding that was skipped for an image from its line of the journal (`Finding.encode(to:)`).
    init(from reader: inout JSONReader) throws {
        self.init(.warning, .skipped, "")
        try reader.object { reader, name in
            switch name {
            case "code": code = Code(try reader.string())
            case "file": file = try reader.string()
            case "subject": subject = try reader.string()
            case "problem": problem = try reader.string()
            case "remedy": remedy = try reader.string()
            default: try reader.skip()
            }
        }
    }
}
