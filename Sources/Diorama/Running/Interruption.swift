import Dispatch
import Foundation
import Synchronization

/// Notices Ctrl-C and a scheduler's request to end, so that a run can finish the images in hand and stop.
///
/// The first signal asks for a stop; a second one ends the process at once, as it would have without us.
public final class Interruption: Sendable {
    private let received = Flag()
    /// Only made and cancelled here; Dispatch sources may be used from any thread, which their type does not say.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    /// What the signals' handlers hold on to.
    private final class Flag: Sendable {
        let isUp = Atomic(false)
    }

    public init() {
        let queue = DispatchQueue(label: "diorama.interruption")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        for (number, source) in zip([SIGINT, SIGTERM], sources) {
            source.setEventHandler { [received] in
                if received.isUp.exchange(true, ordering: .relaxed) {
                    signal(number, SIG_DFL)
                    raise(number)
                }
            }
            source.resume()
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    public var isRequested: Bool { received.isUp.load(ordering: .relaxed) }
}
