internal import Glibc
import Synchronization

/// The number of signals since the latest `Interruption` was made.
///
/// Signals belong to the process, and so does this number. It is made before a handler can read it.
private let received = Atomic(0)

/// Notices Ctrl-C and a scheduler's request to end, so that a run can finish the current images and stop.
///
/// The first signal asks for a stop; a second one ends the process at once, as it would without this class. There is
/// one at a time. It needs no thread of its own: Dispatch waits without end where the system refuses one.
public final class Interruption: Sendable {
    private static let signals = [SIGINT, SIGTERM]

    /// Begins to listen for SIGINT and SIGTERM.
    public init() {
        received.store(0, ordering: .relaxed)
        unblock()
        for number in Self.signals {
            signal(number) { number in
                if received.add(1, ordering: .relaxed).oldValue > 0 {
                    signal(number, SIG_DFL)
                    raise(number)
                }
            }
        }
    }

    deinit {
        for number in Self.signals { signal(number, SIG_DFL) }
    }

    /// Lets the signals through to this thread: a program that was started by a thread which blocks them, as Dispatch's
    /// threads do, would never receive them.
    private func unblock() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in Self.signals { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Whether one of the signals has come.
    public var isRequested: Bool { received.load(ordering: .relaxed) > 0 }
}
