import Foundation
import Studios
import Testing

/// The scripts for a Slurm cluster. `Tests/Cluster/run` gives them to a real one.
@Suite struct SubmitTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(2)
        try studio.cutout("cut outs/disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            images: 30
            backgrounds: {photos: [photos]}
            objects: {disc: {from: {cutouts: "cut outs/*.png"}}}

            """, to: "it's one.yaml")
    }

    private func submit(_ more: String...) throws -> Tool.Outcome {
        try Tool.Running(
            ["submit", "slurm", "it's one.yaml", "--out", "out", "--tasks", "4"] + more, in: studio.path,
            environment: ["PATH": "/nowhere"]
        ).wait()
    }

    @Test func aDryRunPrintsScriptsThatTheShellTakes() throws {
        let outcome = try submit(
            "--dry-run", "--sbatch", "--partition=gpu --time=1:00:00", "--seed", "5", "--without", "match")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try studio.names("").allSatisfy { !$0.hasPrefix("out") })
        let folder = studio.path + "/out.slurm"
        for line in [
            "#SBATCH --array=0-3", "#SBATCH --requeue", "#SBATCH --partition=gpu --time=1:00:00",
            "#SBATCH --output=\(folder)/task-%a.log",
            "\(Tool.path) run '\(studio.path)/it'\\''s one.yaml' --out \(studio.path)/out --quiet --set seed=5 --without "
                + "match --jobs \"${SLURM_CPUS_ON_NODE:-1}\" --shard \"$SLURM_ARRAY_TASK_ID/4\"",
            "\(Tool.path) merge \(studio.path)/out",
        ] {
            #expect(outcome.output.contains(line + "\n"), "\(line)")
        }
        let script = try studio.write(outcome.output, to: "scripts.sh")
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-n", script]
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
    }

    /// sbatch reads lines with quotation marks of its own, and takes “%” in a log's name for a pattern.
    @Test func theLogsOfAFolderWithAnOddNameAreQuoted() throws {
        let outcome = try submit("--dry-run", "--out", "it's 5 % \"more\"")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output.contains(
                "#SBATCH --output=\"\(studio.path)/it's 5 %% \\\"more\\\".slurm/\"task-%a.log\n"), "\(outcome.output)")
    }

    @Test func aForeignFolderNeverWaitsInAQueue() throws {
        try studio.write("mine", to: "mine/notes.txt")
        let outcome = try submit("--dry-run", "--out", "mine")
        #expect(outcome.status == 2)
        #expect(
            outcome.errors
                == "error: cannot write a dataset to mine: it is not empty (it holds notes.txt); choose another folder\n"
        )
    }

    @Test func withoutSlurmNothingIsWrittenAndTheReasonIsNamed() throws {
        let outcome = try submit()
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("error: “sbatch” is not to be found: "), "\(outcome.errors)")
        #expect(try studio.names("").allSatisfy { !$0.hasPrefix("out") })
    }

    @Test func aWrongPipelineNeverWaitsInAQueue() throws {
        let outcome = try submit("--dry-run", "--set", "images=none")
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty && outcome.errors.contains("images"))
    }

    @Test(arguments: [
        (["--tasks", "0"], "--tasks takes a number from 1 to 1000, found 0"),
        (["--tasks", "4000"], "--tasks takes a number from 1 to 1000, found 4000"),
        (["--tasks", "2", "--sbatch", "--time=1\nrm"], "--sbatch takes options in one line"),
        (["--tasks", "2", "--out", "a\nb"], "a path with a line break cannot be given to Slurm"),
        (
            ["--tasks", "2", "--sbatch", "--time=1 --array=0-9"],
            "--sbatch --array=0-9: the array has the tasks that --tasks says; leave it out"
        ),
    ])
    func wrongUsageIsNamed(options: [String], words: String) throws {
        let outcome = try Tool.Running(
            ["submit", "slurm", "it's one.yaml", "--out", "out", "--dry-run"] + options, in: studio.path
        ).wait()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
}
