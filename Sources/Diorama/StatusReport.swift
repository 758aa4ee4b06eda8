import Datasets
public import Findings
import JSON

/// The report of `diorama status`: the progress of a dataset that one or several processes are making.
public struct StatusReport: CommandReport {
    private let dataset: String
    private let progress: DatasetProgress

    /// Reads the progress from the files of a dataset's folder, and from nothing else.
    public init(_ dataset: String) throws {
        self.dataset = dataset
        progress = try DatasetProgress(of: dataset)
    }

    /// True: a dataset that is not finished is no fault.
    public let isSound = true
    /// None.
    public let findings: [Finding] = []
    /// Whether nothing is left to do.
    public var isFinished: Bool { progress.isFinished }
    /// The number of images of the finished dataset.
    public var images: Int { progress.images }
    /// The number of images in finished blocks.
    public var finishedImages: Int { progress.finishedImages }

    /// The counts; a line for each block that is begun; the blocks that nobody has begun.
    public var description: String {
        if progress.isFinished { return "\(dataset): finished, \(progress.images.counting("image"))" }
        var lines = [
            "\(dataset): \(progress.finishedImages.grouped) of \(progress.images.counting("image")) are finished, in "
                + "\(progress.finishedBlocks.grouped) of \(progress.blocks.counting("block"))"
        ]
        for begun in progress.begun.prefix(Self.listed) {
            let age = Duration.seconds(begun.secondsSinceChange.rounded()).text
            lines.append(
                "  block \(begun.block): \(begun.images.grouped) of \(begun.of.counting("image")), the last one \(age) ago"
            )
        }
        if progress.begun.count > Self.listed {
            lines.append("  \((progress.begun.count - Self.listed).counting("more block")) begun")
        }
        let untouched = progress.untouched
        if !untouched.isEmpty {
            let blocks = ImageNumbers(joining: untouched).description
            lines.append("  not begun: \(untouched.count == 1 ? "block" : "blocks") \(blocks)")
        }
        if let rate = progress.imagesPerSecond {
            let left = Duration.seconds((Double(progress.images - progress.finishedImages) / rate).rounded())
            lines.append("  \(rate.rateText) images/s lately; about \(left.text) left")
        }
        if progress.finishedBlocks == progress.blocks {
            lines.append("  “diorama merge \(dataset)” makes the dataset of them")
        }
        return lines.joined(separator: "\n")
    }

    /// The most blocks in work that are listed.
    private static let listed = 20

    /// The counts as a document.
    public var json: String {
        ReportDocument(command: "status", isSound: isSound, findings: findings) { writer in
            writer.member("dataset", dataset)
            writer.member("finished", progress.isFinished)
            writer.member("images", progress.images)
            writer.member("images_finished", progress.finishedImages)
            writer.member("blocks", progress.blocks)
            writer.member("blocks_finished", progress.finishedBlocks)
            writer.key("begun")
            writer.array { writer in
                for begun in progress.begun {
                    writer.object { writer in
                        writer.member("block", begun.block)
                        writer.member("images", begun.of)
                        writer.member("images_finished", begun.images)
                        writer.member("seconds_since_change", begun.secondsSinceChange)
                    }
                }
            }
            writer.member("not_begun", ImageNumbers(joining: progress.untouched).description)
            writer.member("images_per_second", ifPresent: progress.imagesPerSecond)
        }.text
    }
}
