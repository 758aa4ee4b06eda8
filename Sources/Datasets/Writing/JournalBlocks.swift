import Dispatch
import Synchronization

/// Puts the files of a run on the disk, block by block, while the run goes on.
///
/// A record goes to the journal at once, so that a kill loses nothing. The pictures of some hundreds of records, or of
/// some seconds, make a block. A thread of its own puts the block on the disk, then the records, then the journal's
/// line that says so. A power cut loses at most the blocks that were on their way. Where the disk is slower than the
/// workers, they wait for it, so that no more than three blocks are ever on their way.
final class JournalBlocks: Sendable {
    private struct State {
        var files: UnsyncedFiles
        /// The end of the last of these records in the journal.
        var end = 0
        /// The number of blocks that the thread has not done yet.
        var waiting = 0
        /// The error that ends the run with the next record.
        var failure: (any Error)?
    }

    private let journal: Journal
    private let layout: DatasetLayout
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "diorama.blocks")
    /// The timer is only made and cancelled here; Dispatch sources may be used from any thread, which their type does
    /// not say.
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

    /// Appends a record whose files already have their names.
    func append(_ line: [UInt8], files: [WrittenFile]) throws {
        let isFar = try state.withLock { state in
            if let failure = state.failure { throw failure }
            // Within the lock: every record before the end of a block belongs to that block or an earlier one.
            state.end = try journal.append(line)
            add(files, to: &state)
            handOver(&state, whenFull: true)
            return state.waiting > 2
        }
        if isFar { queue.sync {} }
    }

    /// Takes in the files of records that are in the journal already and may not be on the disk yet.
    func add(known files: [WrittenFile], end: Int) {
        state.withLock { state in
            state.end = max(state.end, end)
            add(files, to: &state)
        }
    }

    /// Returns when all files are on the disk.
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

    /// Begins a new block, and hands the old one to the thread.
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
