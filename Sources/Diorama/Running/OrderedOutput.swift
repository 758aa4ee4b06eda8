import Foundation
import Synchronization

/// Puts pieces of bytes that several threads make into one stream, in the order of their numbers.
///
/// A thread that is far ahead of the others waits, so that the pieces which wait for their turn take bounded memory; and
/// all wait while the reader of the stream is slow.
final class OrderedOutput: Sendable {
    /// The stream cannot be written: its reader has ended, or the disk is full.
    struct Closed: Error {
        /// The error's number.
        let code: Int32
    }

    private struct State {
        /// The number of the next piece.
        var next = 0
        var waiting: [Int: [UInt8]] = [:]
        /// Whether a thread is writing.
        var isWriting = false
        /// Whether a piece is missing for good, so that none after it can be written.
        var isCut = false
        var failure: Closed?
    }

    private let descriptor: Int32
    /// How many pieces wait at the most.
    private let room: Int
    private let state = Mutex(State())
    private let change = NSCondition()

    init(_ descriptor: Int32, room: Int) {
        (self.descriptor, self.room) = (descriptor, room)
    }

    /// Writes a piece once all before it are written, or leaves it to the thread that writes these.
    ///
    /// - Parameters:
    ///   - number: from 0, each once.
    ///   - shouldStop: asked while it waits; once it returns true, or the stream is cut, the piece is dropped.
    /// - Throws: `Closed` when a write failed, also that of another thread.
    func put(_ piece: [UInt8], number: Int, shouldStop: () -> Bool) throws {
        change.lock()
        while state.withLock({ $0.failure == nil && number >= $0.next + room }) {
            if state.withLock({ $0.isCut }) || shouldStop() {
                change.unlock()
                return
            }
            // The thread that stops another does not know of this one.
            _ = change.wait(until: Date(timeIntervalSinceNow: 0.1))
        }
        change.unlock()
        let isOurs = try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.waiting[number] = piece
            if state.isWriting { return false }
            state.isWriting = true
            return true
        }
        guard isOurs else { return }
        while let piece = nextPiece() {
            let failure = writeWhole(piece, to: descriptor).map(Closed.init(code:))
            state.withLock { state in
                state.next += 1
                state.failure = failure
                if failure != nil { state.isWriting = false }
            }
            change.lock()
            change.broadcast()
            change.unlock()
            if let failure { throw failure }
        }
    }

    /// Lets all who wait for their turn go on: a piece before theirs could not be made.
    func cut() {
        change.lock()
        state.withLock { $0.isCut = true }
        change.broadcast()
        change.unlock()
    }

    /// The next piece, where it is there; the thread that gets nil writes no more.
    private func nextPiece() -> [UInt8]? {
        state.withLock { state in
            let piece = state.waiting.removeValue(forKey: state.next)
            state.isWriting = piece != nil
            return piece
        }
    }
}
