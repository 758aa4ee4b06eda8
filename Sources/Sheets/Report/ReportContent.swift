package import Datasets
package import Findings
package import JSON

/// All that a report shows of a dataset.
package struct ReportContent: Sendable {
    /// The dataset's name; nil for one of ours, whose report does not depend on where it lies.
    package var name: String?
    package var statistics: LabelStatistics
    package var tiles: [ReportTileGroup] = []
    /// The content of `stats.json`; nil for a dataset of another tool.
    package var run: JSONTree?
    /// The faults that were found while the dataset was read.
    package var problems: [Finding] = []
    package var credits: [ReportCredit] = []
    /// Credits that are not listed, since there are too many.
    package var moreCredits = 0
    /// The text of the pipeline as run.
    package var pipeline: String?
    /// The version of diorama.
    package var version: String

    package init(_ statistics: LabelStatistics, version: String) {
        (self.statistics, self.version) = (statistics, version)
    }
}

/// The origin of a photo or an object, with its licence.
package struct ReportCredit: Hashable, Sendable {
    package var isObject = false
    package var title = ""
    package var author = ""
    package var source = ""
    package var licence = ""
    package var address = ""

    package init() {}
}
