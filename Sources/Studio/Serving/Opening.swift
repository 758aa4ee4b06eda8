import Dispatch
import Synchronization

/// What was named on the command line, on its way to being shown.
///
/// Labels of 100,000 images take seconds to read. The page is there meanwhile, and says what it waits for.
final class Opening: Sendable {
    enum State {
        case reading
        case open(Shown)
        case failed(any Error)
    }

    /// What was named, for people.
    let name: String
    private let current: Mutex<State>

    var state: State { current.withLock { $0 } }

    /// Begins to read on a thread of its own.
    ///
    /// - Parameters:
    ///   - name: what was named, for people.
    ///   - pipeline: the pipeline that made a dataset, where the command line names it.
    ///   - read: reads what was named.
    init(_ name: String, pipeline: String?, read: @escaping @Sendable () throws -> Subject) {
        self.name = name
        current = Mutex(.reading)
        DispatchQueue(label: "diorama.studio.opening").async { [self] in
            let state: State
            do { state = .open(Shown(try read(), pipeline: pipeline)) } catch { state = .failed(error) }
            current.withLock { $0 = state }
        }
    }

    /// What has been read already.
    init(_ subject: Subject, pipeline: String?) {
        name = subject.name
        current = Mutex(.open(Shown(subject, pipeline: pipeline)))
    }
}
