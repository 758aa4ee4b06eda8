import Diorama

/// The exit codes that diorama guarantees.
enum ExitStatus: Int32 {
    case done = 0
    /// The work failed.
    case failed = 1
    /// Wrong usage or an invalid pipeline; nothing was written.
    case usage = 2
    /// Images of other shards are missing; the same command later may succeed (EX_TEMPFAIL of sysexits.h).
    case incomplete = 75
    /// Stopped by a signal; can be resumed.
    case interrupted = 130

    init(for error: any Error) {
        self = Mistake.isUsers(error) ? .usage : Mistake.isIncomplete(error) ? .incomplete : .failed
    }
}
