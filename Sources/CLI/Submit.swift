import ArgumentParser
import Diorama

struct Submit: ParsableCommand {
    /// The clusters that jobs can be given to.
    enum Engine: String, ExpressibleByArgument, CaseIterable {
        case slurm
    }

    static let configuration = CommandConfiguration(
        abstract: "Gives a run to a Slurm cluster, in parts.",
        discussion: """
            An array of tasks makes one part each, and a job after them merges the parts. A task that fails, or whose node is \
            lost, is started again; the merge starts tasks again, too, where images are missing.

            The program, the pipeline and the folder must be at the same paths on all nodes. Scripts and logs lie in a folder \
            beside the dataset's: DIR.slurm.
            """)

    @Argument(help: "The kind of cluster: slurm.")
    var engine: Engine

    @OptionGroup var options: PipelineOptions

    @Option(name: .shortAndLong, help: "The dataset's folder.", completion: .directory)
    var out: String

    @Option(parsing: .unconditional, help: "The number of tasks.")
    var tasks: Int

    @Option(parsing: .unconditional, help: "Options for sbatch, such as '--partition=gpu --time=4:00:00'.")
    var sbatch: String?

    @Option(parsing: .unconditional, help: "How many images to make, in place of the pipeline's.")
    var images: Int?

    @Flag(help: "End at the first photo or object that cannot be read, instead of going on without it.")
    var strict = false

    @Flag(help: "Take the run for sound even where images are empty or objects are missing.")
    var allowEmpty = false

    @Flag(help: "Print the scripts, and do nothing.")
    var dryRun = false

    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        // Slurm's own limit for arrays is 1001 unless a cluster has another.
        if !(1...1000).contains(tasks) {
            throw ValidationError("--tasks takes a number from 1 to 1000, found \(tasks)")
        }
        if let images, images < 1 { throw ValidationError("--images takes a number from 1, found \(images)") }
    }

    func run() throws {
        var run = Job.Options(pipeline: options.pipeline, output: out)
        run.changes = options.changes(images: images)
        run.without = options.without
        (run.isStrict, run.allowsEmpty) = (strict, allowEmpty)
        var job = SlurmJob.Options(run: run, tasks: tasks)
        job.sbatch = sbatch
        let options = job
        if dryRun {
            for script in try SlurmJob(options).scripts {
                try Terminal.print("# \(script.name)\n\(script.text)")
            }
            return
        }
        _ = try reporting.report("submit") { try SlurmJob(options).submit() }
    }
}
