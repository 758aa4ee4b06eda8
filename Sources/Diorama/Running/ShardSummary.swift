public import Findings
import JSON

/// The result of one shard of a run, for the person who started it.
public struct ShardSummary: CommandReport {
    /// The shard.
    public let shard: Shard
    /// The number of its images that are finished, whoever has made them.
    public let finished: Int
    /// The number of its images.
    public let images: Int
    /// The number of images that this process has made.
    public let newImages: Int
    /// The dataset's folder, by the name that was given.
    public let output: String
    /// False when it was stopped before its last image.
    public let isComplete: Bool
    /// Whether the dataset was finished already.
    public let wasFinished: Bool
    /// The time by the clock.
    public let elapsed: Duration

    /// Whether all its images are there.
    public var isSound: Bool { isComplete }

    /// A sentence with the counts and the next step.
    public var description: String {
        if wasFinished { return "Nothing was left to do for shard \(shard): the dataset in \(output) is finished." }
        guard isComplete else {
            return "Stopped with \(finished.grouped) of \(images.counting("image")) of shard \(shard) finished in "
                + "\(output). To go on, give the same command again."
        }
        let rate = Double(newImages) / Swift.max(elapsed / .seconds(1), 1e-9)
        let made =
            newImages > 0
            ? "\(newImages.grouped) made now, \(elapsed.text), \(rate.rateText) images/s" : "none made now"
        return "Shard \(shard): \(images.counting("image")) finished in \(output) (\(made)). "
            + "When all shards are done, “diorama merge \(output)” makes the dataset of them."
    }

    /// An error where it was stopped.
    public var findings: [Finding] {
        guard !isComplete else { return [] }
        return [
            Finding(
                .error, .interrupted,
                "the run was stopped with \(finished.grouped) of \(images.counting("image")) of shard \(shard) finished",
                remedy: "to go on, give the same command again")
        ]
    }

    /// The counts as a document.
    public var json: String {
        ReportDocument(command: "run", isSound: isSound, findings: findings) { writer in
            writer.member("dataset", output)
            writer.member("shard", shard.description)
            writer.member("complete", isComplete)
            writer.member("images", images)
            writer.member("images_finished", finished)
            writer.member("images_made_now", newImages)
        }.text
    }
}
