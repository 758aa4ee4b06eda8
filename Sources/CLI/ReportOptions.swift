import ArgumentParser
import Diorama

/// The format of a command's report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// The options of every command that reports findings.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The form of the report on standard output: text or json.",
            discussion: """
                json is one document: the version, the command, whether all is well (“ok”), “findings” and a “summary”. A \
                finding has a severity, a code that stays the same from version to version, a file with line and column or \
                a subject where they are known, the problem, a remedy where there is one, and a count where it stands for \
                several. An error that ends the command is a finding too. Progress and errors in words go to standard error \
                in any case.
                """))
    var format = ReportFormat.text

    /// Does the work and writes its report to standard output.
    func report<Report: CommandReport>(_ command: String, _ work: () throws -> Report) throws -> Report {
        let report: Report
        do { report = try work() } catch {
            guard format == .json else { throw error }
            try Terminal.print(FailureReport(command, error).json)
            throw error
        }
        try Terminal.print(format == .json ? report.json : report.description)
        return report
    }
}
