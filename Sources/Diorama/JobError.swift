import Datasets
public import Findings

/// Why a run cannot be done, in words for the person who started it.
public struct JobError: Error, Sendable, CustomStringConvertible {
    /// The sentence for the person who started the work: the file or setting, the fault, and what to do.
    public let description: String
    /// The findings for a program.
    public let findings: [Finding]
    /// Whether the request cannot be carried out: nothing has been written.
    let isUsage: Bool
    /// Whether the work waits for what other processes have still to do.
    let isIncomplete: Bool

    private init(_ description: String, _ findings: [Finding], isUsage: Bool = false, isIncomplete: Bool = false) {
        (self.description, self.findings, self.isUsage) = (description, findings, isUsage)
        self.isIncomplete = isIncomplete
    }

    /// A request that cannot be carried out: nothing has been written.
    package static func usage(_ sentence: String) -> JobError {
        JobError(sentence, [Finding(.error, .usage, sentence)], isUsage: true)
    }

    /// A photo or object that cannot be read, in a strict run.
    static func unreadable(_ finding: Finding) -> JobError {
        var finding = finding
        finding.severity = .error
        return JobError("\(finding.words) (the run is strict, so it ends here)", [finding])
    }

    /// A photo that should be copied unchanged can no longer be read.
    static func uncarried(_ finding: Finding) -> JobError {
        var finding = finding
        finding.severity = .error
        return JobError(
            "\(finding.words) (it could be read when the run began. The run copies this photo unchanged, and no other "
                + "photo can replace it, so the run ends here)", [finding])
    }

    /// Some of several models cannot be read; the others have been drawn.
    static func undrawn(_ errors: [any ReportableError & CustomStringConvertible], drawn: String) -> JobError {
        JobError(
            "\(drawn), without:\n  " + errors.map(\.description).joined(separator: "\n  "), errors.flatMap(\.findings))
    }

    /// The system gives no more threads, for the reason that it states.
    static func noThread(_ reason: String) -> JobError {
        let finding = Finding(
            .error, .noThread, "a thread cannot be started: \(reason)",
            remedy: "raise the limits on processes and memory, or give a smaller --jobs")
        return JobError("\(finding.problem) (\(finding.remedy ?? ""))", [finding])
    }

    /// A run that had begun failed, and can be resumed: the numbers of finished images and of all images, and the
    /// folder.
    static func stopped(_ error: any Error, finished: Int, of count: Int, in folder: String) -> JobError {
        let finding = Finding(
            .note, .resumable, "\(finished.grouped) of \(count.counting("image")) are finished in \(folder)",
            remedy: "solve that, and give the same command with --resume to go on")
        return JobError(
            "\(error)\n\(finding.problem). Solve that, and give the same command with --resume to go on.",
            Mistake.findings(error) + [finding])
    }

    /// The reader of a stream ended before the stream did.
    ///
    /// - Parameter images: the number of images that were made for it.
    static func unread(after images: Int, _ reason: String) -> JobError {
        let problem = "the stream cannot be written on: \(reason), after about \(images.counting("image"))"
        return JobError(problem, [Finding(.error, .unread, problem)])
    }

    /// A dataset that cannot be put together yet.
    ///
    /// - Parameters:
    ///   - images: the missing images, rising.
    ///   - damaged: those of them that were there and have lost files.
    static func incomplete(
        _ images: [Int], in blocks: BlockPlan, of folder: String, damaged: Set<Int>
    ) -> JobError {
        let numbers = ImageNumbers(joining: Set(images.compactMap(blocks.block)).sorted())
        let listed = ImageNumbers(Array(numbers.ranges.prefix(20))).description
        let more = numbers.ranges.count > 20 ? " and more" : ""
        let finding = Finding(
            .error, .imagesMissing, file: folder,
            "\(images.count.grouped) of \(blocks.images.count.counting("image")) are missing, in "
                + "\(numbers.ranges.reduce(0) { $0 + $1.count }.grouped) of \(blocks.count.counting("block")): \(listed)\(more)"
                + (damaged.isEmpty
                    ? "" : " (\(damaged.count.counting("image")) had lost files, or had damaged ones)"),
            remedy:
                "start the shards again, which make only what is missing, or make it here by the same “diorama run” "
                + "with --resume", count: images.count)
        return JobError("\(folder): \(finding.problem); \(finding.remedy ?? "")", [finding], isIncomplete: true)
    }

    /// A cluster that takes no job, for the reason that it states.
    static func refused(_ reason: String) -> JobError {
        JobError("Slurm takes no job: \(reason)", [Finding(.error, .refused, "Slurm takes no job: \(reason)")])
    }

    /// A dataset yielded nothing.
    ///
    /// - Parameter odd: the faults of the dataset.
    static func fruitless(_ odd: FindingList, _ error: any Error) -> JobError {
        JobError(
            (["\(error)"] + ConversionReport.lines(odd).map { "  \($0)" }).joined(separator: "\n"),
            Mistake.findings(error) + odd.counted)
    }

    /// Datasets have labels, and none can be used.
    static func unlabelled(_ findings: [Finding]) -> JobError {
        JobError(findings.map(\.words).joined(separator: "\n"), findings)
    }

    /// None of the photos can be decoded for this image.
    static func noPhotoLeft(_ image: Int, _ skipped: [Finding]) -> JobError {
        let problem = "none of the photos can be decoded"
        return JobError(
            "image \(image): \(problem):\n  " + skipped.map(\.words).joined(separator: "\n  "),
            [Finding(.error, .noPhotoLeft, subject: "image \(image)", problem)] + skipped)
    }
}

extension JobError: ReportableError {}
