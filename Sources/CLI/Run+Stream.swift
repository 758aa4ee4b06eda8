import ArgumentParser
import Diorama
import Foundation

/// The epochs of a stream.
enum EpochCount: ExpressibleByArgument, Equatable {
    case some(Int)
    case endless

    init?(argument: String) {
        if argument == "endless" {
            self = .endless
        } else if let count = Int(argument), count > 0 {
            self = .some(count)
        } else {
            return nil
        }
    }
}

/// The options of a run whose images go into a pipe.
struct StreamOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write the images to a pipe as they are made, in place of a folder: “--stream -”.",
            discussion: """
                Standard output is then a tar archive for WebDataset's readers: for each image 000007.jpg and 000007.json, \
                with masks and layers where the pipeline has them. Its first member, __begin__, says how many samples come, \
                and its last, __end__, that all have come. The report goes to standard error.
                """, valueName: "-"))
    var stream: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many epochs a stream has, each of new images: a number, or “endless”. (default: 1)", valueName: "N"))
    var epochs: EpochCount?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The first epoch of a stream; epoch E has the pipeline's seed plus E. (default: 0)", valueName: "E"))
    var epoch: Int?

    func validate() throws {
        if let stream, stream != "-" {
            throw ValidationError("--stream takes “-”, standard output; to write files, give --out")
        }
        if stream == nil, epochs != nil || epoch != nil {
            throw ValidationError(
                "\(epochs != nil ? "--epochs" : "--epoch") is for a stream: give “--stream -” with it")
        }
        if let epoch, epoch < 0 { throw ValidationError("--epoch takes a number from 0, found \(epoch)") }
        if stream != nil, isatty(STDOUT_FILENO) == 1 {
            throw ValidationError("--stream writes pictures, and standard output is a terminal: give it a reader")
        }
    }
}

extension Run {
    /// Writes the stream; its report goes to standard error, where it does not mix with the pictures.
    func runStream() throws {
        var job = StreamJob.Options(pipeline: options.pipeline)
        job.changes = options.changes(images: images)
        job.without = options.without
        if let jobs { job.workers = jobs }
        job.shard = shard
        job.epoch = streaming.epoch ?? 0
        if case .endless? = streaming.epochs { job.epochs = nil }
        if case .some(let count)? = streaming.epochs { job.epochs = count }
        job.isStrict = strict
        job.maxPixels = maxPixels
        job.allowsEmpty = allowEmpty
        let summary = try StreamJob(job).run(to: STDOUT_FILENO, interruption: Interruption(), isQuiet: quiet)
        if !quiet || !summary.isSound {
            Terminal.complain(reporting.format == .json ? summary.json : summary.description)
        }
        if !summary.isComplete { throw ExitCode(ExitStatus.interrupted.rawValue) }
        if !summary.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
