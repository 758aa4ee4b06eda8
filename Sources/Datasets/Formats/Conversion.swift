package import Findings

/// Writes other formats beside a finished dataset's COCO files.
package enum Conversion {
    /// Writes the formats, one after the other.
    ///
    /// Nothing is written when a foreign file is where one of their files would be. A format that was written before is
    /// written anew. Cut off, it can be done again. No format may stand there twice.
    ///
    /// - Parameters:
    ///   - lock: of the folder, so that no two conversions write its list of formats.
    ///   - isUnfinished: whether the run or import that makes the dataset is not over yet, and this is a part of it.
    ///   - surfaces: where formats that carry models get them from.
    /// - Returns: what each format holds and what it does not say, in the order in which they were asked for; and what
    ///   is odd about the COCO files.
    package static func write(
        _ formats: [any DerivedFormat], in root: String, holding lock: FolderLock, isUnfinished: Bool = false,
        surfaces: ObjectSurfaces? = nil
    ) throws -> (records: [FormatRecord], oddities: [Finding]) {
        let dataset = try FinishedDataset(root, isUnfinished: isUnfinished, surfaces: surfaces)
        var records = try FormatRecords(of: root)
        for format in formats where !records.holds(type(of: format).name) {
            for place in type(of: format).places {
                if let path = try place.found(in: root).first {
                    throw LabelOutput.inTheWay(DatasetLayout(root: root).path(path))
                }
            }
        }
        // Before the first format is in the list, nothing else says that one was begun.
        try DatasetLayout(root: root).removeTemporariesOfFormatList()
        var written: [FormatRecord] = []
        for format in formats {
            var record = FormatRecord(format)
            let output = LabelOutput(type(of: format), root: root, isKnown: records.holds(record.name))
            if records.records.contains(where: { $0.name == record.name && !$0.isComplete }) {
                try DatasetLayout(root: root).removeTemporaries(ofFormat: record.name)
            }
            // From here on the files are known as ours, also after a kill.
            try records.set(record)
            try format.write(dataset, to: output)
            try output.synchronize()
            record.isComplete = true
            (record.images, record.instances, record.notes) = (
                output.images, output.instances, sorted(output.notes, .note, .unsaid)
            )
            try records.set(record)
            written.append(record)
        }
        return (written, sorted(dataset.oddities, .warning, .odd))
    }

    /// Those of the formats that do not lie there whole, with the same keys.
    package static func missing(of formats: [any DerivedFormat], in root: String) throws -> [any DerivedFormat] {
        let records = try FormatRecords(of: root).records
        return formats.filter { format in
            let wanted = FormatRecord(format)
            return !records.contains { $0.name == wanted.name && $0.keys == wanted.keys && $0.isComplete }
        }
    }

    private static func sorted(_ notes: [String: Int], _ severity: Finding.Severity, _ code: Finding.Code) -> [Finding]
    {
        notes.sorted { $0.key < $1.key }.map { Finding(severity, code, $0.key, count: $0.value) }
    }
}
