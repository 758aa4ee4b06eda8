import Dispatch
import Synchronization

/// Puts what a run writes on the disk, block by block, while the run goes on.
///
/// A record goes to the journal at once, so that a kill loses nothing. The pictures of some hundreds of records, or of
/// some seconds, make a block: it is put on the disk by a thread of its own, then the records, then the journal's line that
/// says so. A power cut loses the blocks that were on their way at most. Where the disk is slower than the workers they
/// wait for it, so that no more than three blocks are ever on their way.
final class JournalBlocks: Sendable {
    private struct State {
        var files: UnsyncedFiles
        /// Where the record of the last of them ends in the journal.
        var end = 0
        /// Blocks that the thread has not done yet.
        var waiting = 0
        /// Ends the run with the next record.
        var failure: (any Error)?
    }

    private let journal: Journal
    private let layout: DatasetLayout
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "diorama.blocks")
    /// Only made and cancelled here; Dispatch sources may be used from any thread, which their type does not say.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    init(_ journal: Journal, _ layout: DatasetLayout) {
        self.journal = journal
        self.layout = layout
        state = Mutex(State(files: UnsyncedFiles(in: layout.root)))
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak self] in self?.state.withLock { self?.handOver(&$0, whenFull: true) } }
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.resume()
    }

    deinit { timer.cancel() }

    /// Appends a record whose files lie under their names.
    func append(_ line: [UInt8], files: [WrittenFile]) throws {
        let isFar = try state.withLock { state in
            if let failure = state.failure { throw failure }
            // Within the lock: no record before the end of a block may be of a later one.
            state.end = try journal.append(line)
            add(files, to: &state)
            handOver(&state, whenFull: true)
            return state.waiting > 2
        }
        if isFar { queue.sync {} }
    }

    /// Takes in the files of records that stand in the journal already, of which it is not known whether they are on
    /// the disk.
    func add(known files: [WrittenFile], end: Int) {
        state.withLock { state in
            state.end = max(state.end, end)
            add(files, to: &state)
        }
    }

    /// Returns when all is on the disk.
    func flush() throws {
        state.withLock { handOver(&$0, whenFull: false) }
        queue.sync {}
        try state.withLock { state in
            if let failure = state.failure { throw failure }
        }
    }

    private func add(_ files: [WrittenFile], to state: inout State) {
        for file in files { state.files.add(layout.path(file.name), bytes: file.bytes) }
    }

    /// Begins a new block, and has the thread put the old one on the disk.
    private func handOver(_ state: inout State, whenFull: Bool) {
        guard whenFull ? state.files.isFull : !state.files.isEmpty else { return }
        let (files, end) = (state.files, state.end)
        state.files = UnsyncedFiles(in: layout.root)
        state.waiting += 1
        queue.async {
            let failure: (any Error)?
            do {
                try files.synchronize()
                try self.journal.append(synced: end)
                failure = nil
            } catch {
                failure = error
            }
            self.state.withLock { state in
                state.waiting -= 1
                state.failure = state.failure ?? failure
            }
        }
    }
}
