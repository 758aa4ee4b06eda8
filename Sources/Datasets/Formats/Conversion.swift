package import Findings

/// Writes other formats beside a finished dataset's COCO files.
package enum Conversion {
    /// Writes the formats, one after the other.
    ///
    /// Nothing is written when a foreign file is where one of their files would be. A format that was written before is
    /// written anew. A conversion that was cut off can be repeated. No format may appear twice.
    ///
    /// - Parameters:
    ///   - lock: the lock of the folder, so that no two conversions write its list of formats.
    ///   - isUnfinished: whether the run or import that makes the dataset is not over yet, and this is a part of it.
    ///   - surfaces: the surfaces for formats that carry models.
    /// - Returns: for each format, in the order asked for, what it holds and what it leaves out; and the oddities of
    ///   the COCO files.
    package static func write(
        _ formats: [any DerivedFormat], in root: String, holding lock: FolderLock, isUnfinished: Bool = false,
        surfaces: ObjectSurfaces? = nil
    ) throws -> (records: [FormatRecord], oddities: [Finding]) {
        let dataset = try FinishedDataset(root, isUnfinished: isUnfinished, surfaces: surfaces)
        for format in formats {
            if let problem = format.problem(of: dataset.categories) {
                throw DatasetError(code: .malformed, action: "cannot convert", path: root, reason: problem)
            }
        }
        // A run names its images itself, and an import has looked before it began.
        if !isUnfinished, formats.contains(where: { type(of: $0).goesByStem }) { try dataset.checkStems() }
        var records = try FormatRecords(of: root)
        for format in formats where !records.holds(type(of: format).name) {
            for place in type(of: format).places {
                if let path = try place.found(in: root).first {
                    throw LabelOutput.inTheWay(DatasetLayout(root: root).path(path))
                }
            }
        }
        // Until the first format is in the list, nothing else shows that the list was begun.
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
            record.files = try files(of: type(of: format), in: root)
            record.missed = output.instances == 0 ? output.offered : 0
            try records.set(record)
            written.append(record)
        }
        return (written, sorted(dataset.oddities, .warning, .odd))
    }

    /// The formats that are not written completely there with the same keys, or of which a file has been removed since.
    package static func missing(of formats: [any DerivedFormat], in root: String) throws -> [any DerivedFormat] {
        let records = try FormatRecords(of: root).records
        return try formats.filter { format in
            let wanted = FormatRecord(format)
            let written = records.first { $0.name == wanted.name && $0.keys == wanted.keys && $0.isComplete }
            guard let written else { return true }
            return try written.files.map { try files(of: type(of: format), in: root) < $0 } ?? false
        }
    }

    /// The number of files and links at a format's places.
    private static func files(of format: any DerivedFormat.Type, in root: String) throws -> Int {
        try format.places.reduce(0) { try $0 + $1.found(in: root).count }
    }

    /// The formats there that hold none of the dataset's instances, although it has some.
    ///
    /// - Parameter formats: the formats to look at; nil for all that are there.
    package static func empty(of formats: [any DerivedFormat]? = nil, in root: String) throws -> [FormatRecord] {
        let names = formats.map { $0.map { type(of: $0).name } }
        return try FormatRecords(of: root).records.filter { record in
            record.missed > 0 && names?.contains(record.name) ?? true
        }
    }

    private static func sorted(_ notes: [String: Int], _ severity: Finding.Severity, _ code: Finding.Code) -> [Finding]
    {
        notes.sorted { $0.key < $1.key }.map { Finding(severity, code, $0.key, count: $0.value) }
    }
}
