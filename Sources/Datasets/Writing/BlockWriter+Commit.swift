import Foundation
import Synchronization

extension BlockWriter {
    /// Returns when all files are on the disk, and all blocks that have their images are committed.
    func flush() throws {
        state.withLock { handOver(&$0, whenFull: false) }
        queue.sync {}
        try state.withLock { state in
            if let failure = state.failure { throw failure }
        }
    }

    /// Begins a new batch of files, and hands the old one to the thread.
    func handOver(_ state: inout State, whenFull: Bool) {
        guard whenFull ? state.files.isFull : !state.files.isEmpty || !state.finished.isEmpty else { return }
        let (files, ends, finished) = (state.files, state.ends, state.finished)
        let attempts = state.open
        state.files = UnsyncedFiles(in: folder.layout.root)
        (state.ends, state.finished) = ([:], [])
        state.waiting += 1
        queue.async {
            let failure: (any Error)?
            do {
                try self.synchronize(files, ends: ends, of: attempts)
                for attempt in finished { try self.commit(attempt) }
                if !finished.isEmpty, Folder.kind(of: self.folder.path) == .folder {
                    try Folder.synchronize(self.folder.path)
                }
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

    /// Puts files on the disk, and then their records.
    private func synchronize(_ files: UnsyncedFiles, ends: [Int: Int], of attempts: [Int: BlockAttempt]) throws {
        var areJournalsToo = false
        do {
            areJournalsToo = try files.synchronize()
        } catch {
            // The process that finished the dataset, or a block of it, has removed our attempts at what is done.
            guard Folder.kind(of: folder.path) == .folder else { return }
            var rest = files
            for (block, attempt) in attempts where isDone(block) { rest.leaveOut(below: attempt.folder) }
            try rest.synchronize()
        }
        for (block, end) in ends.sorted(by: { $0.key < $1.key }) {
            guard let journal = attempts[block]?.journal else { continue }
            if !areJournalsToo { try journal.synchronize() }
            try journal.append(synced: end)
        }
    }

    /// Makes an attempt with all its images the block, unless another process has been first.
    private func commit(_ attempt: BlockAttempt) throws {
        let place = folder.path(of: attempt.block)
        if rename(attempt.folder, place) == 0 {
            if placesFiles {
                try FinishedBlock(attempt.block, in: folder, header: header(of: attempt.block)).place()
            }
            state.withLock { settle(attempt.block, in: &$0) }
            return
        }
        let failure = DatasetError.system("cannot write", place)
        // Some network file systems report a failure of a rename that was done, so what counts is what is there.
        guard isDone(attempt.block) else { throw failure }
        state.withLock { settle(attempt.block, in: &$0) }
        try? Folder.removeTree(attempt.folder)
    }

    private func settle(_ block: Int, in state: inout State) {
        state.settled.insert(block)
        state.open[block] = nil
        state.looked[block] = nil
    }

    /// Whether a block is committed, or the whole dataset finished.
    func isDone(_ block: Int) -> Bool {
        folder.isCommitted(block) || Folder.kind(of: folder.path) == .missing
    }
}
