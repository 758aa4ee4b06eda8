import Datasets
public import Findings
import Foundation
import JSON

/// A run as jobs of a Slurm cluster: an array of tasks that make one shard each, and a job after them that merges.
///
/// Everything that happens on the cluster is in three scripts, which lie in a folder beside the dataset's. They need
/// nothing but Slurm's own commands, and the program, the pipeline and the folders at the same paths on every node.
public struct SlurmJob: Sendable {
    /// The options of the jobs.
    public struct Options: Sendable {
        /// The run, as on one machine.
        public var run: Job.Options
        /// The number of tasks.
        public var tasks: Int
        /// Options for `sbatch` of the user's own, as one text: `--partition=gpu --time=4:00:00`.
        public var sbatch: String?
        /// The program; the running one by default.
        public var program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "diorama"

        /// - Parameters:
        ///   - run: the pipeline, the folder, and what changes the pipeline.
        ///   - tasks: the number of shards, from 1.
        public init(run: Job.Options, tasks: Int) { (self.run, self.tasks) = (run, tasks) }
    }

    private let options: Options
    /// The dataset's folder, and the one of scripts and logs beside it, as absolute paths.
    private let (output, folder): (String, String)
    /// The pipeline file, as an absolute path.
    private let pipeline: String

    /// Checks everything that can be checked before a task waits in a queue: the pipeline, its photos and objects.
    ///
    /// - Throws: an error whose description says what is wrong, where, and what to do.
    public init(_ options: Options) throws {
        self.options = options
        output = Self.absolute(options.run.output)
        folder = output + ".slurm"
        if let text = options.sbatch, text.contains(where: \.isNewline) {
            throw JobError.usage("--sbatch takes options in one line")
        }
        // The name of a log is in a line of a script.
        guard !output.contains(where: \.isNewline) else {
            throw JobError.usage("--out: a path with a line break cannot be given to Slurm; choose another folder")
        }
        let words = (options.sbatch ?? "").split(separator: " ")
        if let word = words.first(where: { $0.hasPrefix("--array") || ($0.hasPrefix("-a") && !$0.hasPrefix("--")) }) {
            throw JobError.usage("--sbatch \(word): the array has the tasks that --tasks says; leave it out")
        }
        try DatasetLayout(root: options.run.output).requireOwn()
        pipeline = Self.absolute(try Job(options.run).plan.path)
    }

    private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    /// The scripts by their names, in the order in which they are used.
    public var scripts: [(name: String, text: String)] {
        [("submit.sh", submission), ("task.sh", task), ("merge.sh", merge)]
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    private var submission: String {
        """
        #!/bin/bash
        # Gives Slurm the tasks, and the job that merges what they have made.
        set -eu
        tasks=$(sbatch --parsable \(ShellWord.quoted(path("task.sh"))))
        tasks=${tasks%%;*}
        merge=$(sbatch --parsable --dependency="afterany:$tasks" \(ShellWord.quoted(path("merge.sh"))))
        echo "tasks: job $tasks; merge: job ${merge%%;*}"

        """
    }

    private var task: String {
        """
        \(head(of: "tasks", log: "task-%a.log"))
        #SBATCH --array=0-\(options.tasks - 1)

        \(command) --jobs "${SLURM_CPUS_ON_NODE:-1}" --shard "$SLURM_ARRAY_TASK_ID/\(options.tasks)"
        code=$?
        # 0: done. 2: the pipeline or the folder is wrong, and would be so again.
        case $code in 0 | 2) exit $code ;; esac
        # Slurm starts a task again where its node is lost, but not where it ends with an error.
        if [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
            scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" && sleep 60
        fi
        exit $code

        """
    }

    private var merge: String {
        """
        \(head(of: "merge", log: "merge.log"))

        \(ShellWord.quoted(options.program)) merge \(ShellWord.quoted(output))
        code=$?
        # 75: images are missing, as tasks were killed or had no more time. They go on where they were.
        round=${DIORAMA_ROUND:-1}
        if [ $code -eq 75 ] && [ "$round" -lt 4 ]; then
            DIORAMA_ROUND=$((round + 1)) bash \(ShellWord.quoted(path("submit.sh"))) && exit 0
        fi
        exit $code

        """
    }

    private func head(of name: String, log: String) -> String {
        let own = options.sbatch.map { "\n#SBATCH \($0)" } ?? ""
        return """
            #!/bin/bash
            #SBATCH --job-name=diorama-\(name)
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --output=\(Self.directive(path("")))\(log)\(own)
            """
    }

    private var command: String {
        let run = options.run
        var words = [options.program, "run", pipeline, "--out", output, "--quiet"]
        for change in run.changes { words += ["--set", change] }
        for key in run.without { words += ["--without", key] }
        if let only = run.only { words += ["--only", only.description] }
        if let pixels = run.maxPixels { words += ["--max-pixels", "\(pixels)"] }
        if run.isStrict { words.append("--strict") }
        if run.allowsEmpty { words.append("--allow-empty") }
        return words.map(ShellWord.quoted).joined(separator: " ")
    }

    /// A folder in a line that sbatch reads: it has quotation marks of its own, and takes per cent signs in the name of a
    /// log for patterns.
    private static func directive(_ folder: String) -> String {
        let name = folder.replacing("%", with: "%%")
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return ShellWord.isPlain(name) ? name : "\"\(escaped)\""
    }

    /// Writes the scripts and gives the jobs to Slurm.
    ///
    /// - Throws: `JobError` where this machine has no Slurm, or Slurm refuses a job, with its own words.
    public func submit() throws -> SlurmSubmission {
        let submitter = Process()
        submitter.executableURL = URL(fileURLWithPath: "/bin/bash")
        guard Self.isInPath("sbatch") else {
            throw JobError.usage(
                "“sbatch” is not to be found: this machine does not belong to a Slurm cluster, or its programs are not in "
                    + "PATH; --dry-run prints the scripts")
        }
        try Folder.make(folder)
        for script in scripts { try AtomicFile.write(Array(script.text.utf8), to: path(script.name)) }
        submitter.arguments = [path("submit.sh")]
        let (words, errors) = (Pipe(), Pipe())
        (submitter.standardOutput, submitter.standardError) = (words, errors)
        try submitter.run()
        let told = String(decoding: words.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let refusal = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        submitter.waitUntilExit()
        guard submitter.terminationStatus == 0 else {
            throw JobError.refused(refusal.split(separator: "\n").joined(separator: "; "))
        }
        return SlurmSubmission(
            jobs: told.split(separator: "\n").joined(separator: "; "), tasks: options.tasks, output: options.run.output,
            folder: folder)
    }

    private static func isInPath(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }
}

/// The report of `diorama submit slurm`.
public struct SlurmSubmission: CommandReport {
    /// The numbers of the jobs, in words.
    public let jobs: String
    /// The number of tasks.
    public let tasks: Int
    /// The dataset's folder, by the name that was given.
    public let output: String
    /// The folder of the scripts and logs.
    public let folder: String
    /// True: a refused job is an error.
    public let isSound = true
    /// None.
    public let findings: [Finding] = []

    /// The jobs, and where to look for progress and logs.
    public var description: String {
        "\(tasks.counting("task")) given to Slurm (\(jobs)); logs in \(folder); “diorama status \(output)” shows the progress"
    }

    /// The jobs as a document.
    public var json: String {
        ReportDocument(command: "submit", isSound: isSound, findings: findings) { writer in
            writer.member("dataset", output)
            writer.member("tasks", tasks)
            writer.member("jobs", jobs)
            writer.member("folder", folder)
        }.text
    }
}
