import ArgumentParser
import Diorama
import Foundation

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a dataset from a pipeline file.",
        discussion: """
            The same pipeline and seed give the same bytes, whatever --jobs is.

            A dataset that is far from what the pipeline asks for is written whole, and the exit code is 1: more than 5 % \
            of the images that were to hold an object are empty, an object was asked for and is in no image, or more than a \
            quarter of all objects found no room. The summary says which photos and objects, and what to change.
            """)

    @OptionGroup var options: PipelineOptions

    @Option(name: .shortAndLong, help: "The dataset's folder.", completion: .directory)
    var out: String?

    @Option(parsing: .unconditional, help: "How many images to make, in place of the pipeline's.")
    var images: Int?

    @Option(parsing: .unconditional, help: "Threads that make images; one per core unless given.")
    var jobs: Int?

    @Option(help: "Make only these images of the run, such as 7 or 3,10-12.", transform: selection)
    var only: ImageSelection?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Make only one of N parts, K from 0, for one of several machines that share the folder.",
            discussion: """
                “diorama merge” makes the dataset when all parts are done. A part that is started again, or twice, makes \
                only what is missing, and N may change.
                """, valueName: "K/N"), transform: shard)
    var shard: Shard?

    @OptionGroup var streaming: StreamOptions

    @Flag(help: "Go on with a run that was cut off, in the same folder.")
    var resume = false

    @Flag(help: "Replace the dataset in the folder.")
    var overwrite = false

    @Flag(help: "End at the first photo or object that cannot be read, instead of going on without it.")
    var strict = false

    @Flag(help: "Exit with 0 even where images are empty or objects are missing.")
    var allowEmpty = false

    @Flag(inversion: .prefixedNo, help: "Write report.html into the dataset's folder.")
    var report = true

    @Flag(help: "Show no progress.")
    var quiet = false

    @Option(parsing: .unconditional, help: "The largest photo that is read, in pixels. (default: 200000000)")
    var maxPixels: Int?

    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        if let images, images < 1 { throw ValidationError("--images takes a number from 1, found \(images)") }
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1, found \(jobs)") }
        if let maxPixels, maxPixels < 1 {
            throw ValidationError("--max-pixels takes a number from 1, found \(maxPixels)")
        }
        if out == nil, streaming.stream == nil {
            throw ValidationError("where to? “--out DIR” for a folder, or “--stream -” for a pipe")
        }
        if streaming.stream != nil {
            let folder = [
                ("--out", out != nil), ("--only", only != nil), ("--resume", resume), ("--overwrite", overwrite),
            ]
            if let other = folder.first(where: \.1)?.0 {
                throw ValidationError("\(other) is for a dataset in a folder, and --stream writes none: leave one out")
            }
        }
        if resume, overwrite {
            throw ValidationError("--resume keeps what is there and --overwrite removes it: give one")
        }
        if shard != nil, overwrite {
            throw ValidationError("--overwrite does not go with --shard: give another folder, or remove this one")
        }
    }

    func run() throws {
        guard let out else { return try runStream() }
        var job = Job.Options(pipeline: options.pipeline, output: out)
        job.changes = options.changes(images: images)
        job.without = options.without
        if let jobs { job.workers = jobs }
        job.only = only
        job.resumes = resume
        job.overwrites = overwrite
        job.isStrict = strict
        job.maxPixels = maxPixels
        job.allowsEmpty = allowEmpty
        job.writesReport = report
        let options = job
        if let shard {
            let summary = try reporting.report("run") {
                try Job(options).run(shard, interruption: Interruption(), isQuiet: quiet)
            }
            if !summary.isComplete { throw ExitCode(ExitStatus.interrupted.rawValue) }
            return
        }
        let summary = try reporting.report("run") {
            try Job(options).run(interruption: Interruption(), isQuiet: quiet)
        }
        if !summary.isComplete { throw ExitCode(ExitStatus.interrupted.rawValue) }
        if !summary.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    @Sendable private static func shard(_ text: String) throws -> Shard {
        guard let shard = Shard(text) else {
            throw ValidationError("expected K/N with K from 0 to N − 1, such as 0/8 for the first of eight")
        }
        return shard
    }

    @Sendable private static func selection(_ text: String) throws -> ImageSelection {
        guard let selection = ImageSelection(text) else {
            throw ValidationError("expected numbers and ranges from 0, such as 7 or 3,10-12")
        }
        return selection
    }
}
