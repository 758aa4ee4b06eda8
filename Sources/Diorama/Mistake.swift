import Cards
import Datasets
public import Findings

/// Separates a person's mistakes from failures of the work: they have different exit codes.
public enum Mistake {
    /// Whether an error means wrong usage or an invalid pipeline, so that nothing was written.
    public static func isUsers(_ error: any Error) -> Bool {
        switch error {
        case is InvalidFile: true
        case let error as JobError: error.isUsage
        case let error as DatasetError: error.code == .occupied
        default: false
        }
    }

    /// Whether an error means that the work waits for what other processes have still to do.
    public static func isIncomplete(_ error: any Error) -> Bool { (error as? JobError)?.isIncomplete ?? false }

    /// An error as findings of a report: at least one.
    public static func findings(_ error: any Error) -> [Finding] {
        (error as? any ReportableError)?.findings ?? [Finding(.error, .failed, "\(error)")]
    }

    /// Whether an error's description is a list of diagnostics, each with its own heading.
    public static func isListed(_ error: any Error) -> Bool {
        error is InvalidFile
    }
}
