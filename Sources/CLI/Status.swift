import ArgumentParser
import Diorama

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows how far a run has come, on this machine or on several.",
        discussion: "It reads the files of the folder alone, and changes nothing.")

    @Argument(help: "The folder that the run writes to.", completion: .directory)
    var dataset: String

    @OptionGroup var reporting: ReportOptions

    func run() throws { _ = try reporting.report("status") { try StatusReport(dataset) } }
}
