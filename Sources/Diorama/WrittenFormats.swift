import Datasets
import Findings
import JSON

/// The formats that were written beside a dataset's COCO files: their counts, and the facts that they leave out.
struct WrittenFormats: Sendable {
    var records: [FormatRecord] = []
    /// The oddities of the COCO files.
    var oddities: [Finding] = []

    /// A line for each format, and one for each fact that it cannot hold.
    var lines: [String] {
        func lines(_ notes: [Finding]) -> [String] { notes.map { "  \($0.count.grouped) × \($0.problem)" } }
        return (oddities.isEmpty ? [] : ["in the COCO files:"] + lines(oddities))
            + records.flatMap { record in
                ["\(record.name): \(record.instances.counting("instance")) in \(record.images.counting("image"))"]
                    + lines(record.notes)
            }
    }

    /// The formats that hold none of the dataset's labels.
    var empty: [EmptyFormat] {
        records.filter { $0.missed > 0 }.map { EmptyFormat(name: $0.name, labels: $0.missed) }
    }

    /// The findings for a program; a finding about a fact that a format leaves out names the format.
    var findings: [Finding] {
        oddities
            + records.flatMap { record in
                record.notes.map { note in
                    var note = note
                    note.subject = record.name
                    return note
                }
            }
    }

    /// The member of a report's summary.
    func encodeMember(to writer: inout JSONWriter) {
        writer.key("formats")
        writer.array { writer in
            for record in records {
                writer.object { writer in
                    writer.member("name", record.name)
                    writer.member("keys", record.keys)
                    writer.member("images", record.images)
                    writer.member("instances", record.instances)
                }
            }
        }
    }
}
