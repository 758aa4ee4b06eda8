import Sheets

extension PictureFile {
    /// Checks that the sheet may be written where `--out` says.
    ///
    /// - Parameters: see `obstacle`.
    /// - Throws: `JobError.usage` where it may not.
    func requireFree(inputs: some Sequence<String>, overwrites: Bool) throws(JobError) {
        if let obstacle = obstacle(inputs: inputs, overwrites: overwrites) { throw .usage("--out \(obstacle)") }
    }
}
