import Dispatch
import Synchronization

/// Writes a run's blocks: opens attempts at them, puts their files on the disk while the run goes on, and commits them.
///
/// A record goes to its attempt's journal at once, so that a kill loses nothing. The pictures of some hundreds of
/// records, or of some seconds, are put on the disk together, by a thread of its own: then the records, then the
/// journals' lines that say so, and then the attempts that have all their images become blocks. A power cut loses at
/// most what was on its way. Where the disk is slower than the workers, they wait for it, so that no more than three
/// batches are ever on their way.
final class BlockWriter: Sendable {
    struct State {
        /// The attempts that this process works on, by block.
        var open: [Int: BlockAttempt] = [:]
        /// The blocks that are committed, by whomever, as far as this process has noticed.
        var settled: Set<Int>
        /// When each block was last looked for among the committed ones.
        var looked: [Int: ContinuousClock.Instant] = [:]
        var files: UnsyncedFiles
        /// The end of the last record of each attempt with files on their way, in its journal.
        var ends: [Int: Int] = [:]
        /// The attempts that have all their images.
        var finished: [BlockAttempt] = []
        /// The number of batches that the thread has not done yet.
        var waiting = 0
        /// The error that ends the run with the next record.
        var failure: (any Error)?
    }

    let plan: BlockPlan
    let folder: BlockFolder
    /// The first line of the run's journal.
    let run: [UInt8]
    let owner: String
    /// Whether the files of a committed block move to their places in the dataset at once. Of several processes, the one
    /// that finishes the dataset moves them.
    let placesFiles: Bool
    let state: Mutex<State>
    let queue = DispatchQueue(label: "diorama.blocks")
    /// The timer is only made and cancelled here; Dispatch sources may be used from any thread, which their type does
    /// not say.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    /// The time between two looks for a block that another process may have committed.
    private static let patience = Duration.seconds(1)

    /// - Parameter isFinished: whether the whole dataset is.
    init(
        _ plan: BlockPlan, in folder: BlockFolder, run: [UInt8], owner: String, placesFiles: Bool,
        isFinished: Bool = false
    ) throws {
        (self.plan, self.folder, self.run, self.owner) = (plan, folder, run, owner)
        self.placesFiles = placesFiles
        let settled = isFinished ? Set(0..<plan.count) : try folder.contents().committed
        state = Mutex(State(settled: settled, files: UnsyncedFiles(in: folder.layout.root)))
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak self] in self?.state.withLock { self?.handOver(&$0, whenFull: true) } }
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.resume()
    }

    deinit { timer.cancel() }

    func header(of block: Int) -> [UInt8] { BlockAttempt.header(of: block, run: run) }

    /// Goes on with attempts whose processes have ended.
    ///
    /// - Returns: images whose files are damaged.
    func takeOver(_ attempts: [BlockFolder.Attempt]) throws -> Set<Int> {
        var spoilt: Set<Int> = []
        for place in attempts where place.block < plan.count {
            guard state.withLock({ !$0.settled.contains(place.block) && $0.open[place.block] == nil }),
                let adopted = try BlockAttempt.goOn(
                    with: place, images: plan.images(of: place.block), header: header(of: place.block),
                    in: folder.layout)
            else { continue }
            spoilt.formUnion(adopted.spoilt)
            state.withLock { state in
                state.open[place.block] = adopted.attempt
                for (files, end) in adopted.unsynced { add(files, of: adopted.attempt, end: end, to: &state) }
                if adopted.attempt.missing.isEmpty { state.finished.append(adopted.attempt) }
            }
        }
        return spoilt
    }

    /// The images of a block that are still to be made.
    func missing(of block: Int) -> [Int] {
        state.withLock { state in
            if state.settled.contains(block) { return [] }
            return state.open[block].map { $0.missing.sorted() } ?? Array(plan.images(of: block))
        }
    }

    /// Whether an image is still to be made: it is not once another process has committed its block.
    func needs(_ image: Int) -> Bool {
        guard let block = plan.block(of: image) else { return false }
        return state.withLock { state in
            if state.settled.contains(block) { return false }
            let now = ContinuousClock.now
            if let looked = state.looked[block], now - looked < Self.patience { return true }
            state.looked[block] = now
            guard folder.isCommitted(block) else { return true }
            // An attempt that is being committed is nobody else's block.
            if let attempt = state.open[block], attempt.missing.isEmpty { return false }
            abandon(block, in: &state)
            return false
        }
    }

    /// The attempt at an image's block; nil where the block is done.
    func attempt(for image: Int) throws -> BlockAttempt? {
        guard let block = plan.block(of: image) else { preconditionFailure("an image of the run") }
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            if state.settled.contains(block) { return nil }
            if let attempt = state.open[block] { return attempt.missing.isEmpty ? nil : attempt }
            if folder.isCommitted(block) {
                state.settled.insert(block)
                return nil
            }
            do {
                let attempt = try begin(block)
                state.open[block] = attempt
                return attempt
            } catch {
                guard isDone(block) else { throw error }
                state.settled.insert(block)
                return nil
            }
        }
    }

    private func begin(_ block: Int) throws -> BlockAttempt {
        func begin() throws -> BlockAttempt {
            try BlockAttempt(
                at: folder.attempt(at: block, owner: owner), images: plan.images(of: block),
                header: header(of: block), in: folder.layout)
        }
        do { return try begin() } catch let error as DatasetError where error.code == .occupied {
            // Another process has taken the attempt over before we could lock it.
            return try begin()
        }
    }

    /// Appends a record whose files are in its attempt's folder.
    func append(_ line: [UInt8], of image: Int, to attempt: BlockAttempt, files: [WrittenFile]) throws {
        let isFar = try state.withLock { state in
            if let failure = state.failure { throw failure }
            // Given up meanwhile.
            guard state.open[attempt.block] === attempt else { return false }
            // Within the lock: every record before the end of a batch belongs to that batch or an earlier one.
            let end = try attempt.journal.append(line)
            add(files, of: attempt, end: end, to: &state)
            if attempt.record(image) { state.finished.append(attempt) }
            handOver(&state, whenFull: true)
            return state.waiting > 2
        }
        if isFar { queue.sync {} }
    }

    /// Gives up an attempt that cannot be written to, if its block is done.
    ///
    /// - Returns: whether it is.
    func giveUp(_ attempt: BlockAttempt) -> Bool {
        guard isDone(attempt.block) else { return false }
        state.withLock { abandon(attempt.block, in: &$0) }
        return true
    }

    private func add(_ files: [WrittenFile], of attempt: BlockAttempt, end: Int, to state: inout State) {
        for file in files { state.files.add("\(attempt.folder)/\(file.name)", bytes: file.bytes) }
        state.ends[attempt.block] = max(state.ends[attempt.block] ?? 0, end)
    }

    /// Gives up an attempt at a block that another process has committed, and removes its folder.
    func abandon(_ block: Int, in state: inout State) {
        state.settled.insert(block)
        guard let attempt = state.open.removeValue(forKey: block) else { return }
        state.files.leaveOut(below: attempt.folder)
        state.ends[block] = nil
        state.finished.removeAll { $0.block == block }
        // After the batches before it, which may still name its files. What cannot be removed now, the end of the
        // dataset removes.
        queue.async { try? Folder.removeTree(attempt.folder) }
    }
}
