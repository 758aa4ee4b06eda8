internal import Foundation
internal import Glibc

/// One end of a pair of connected sockets, closed with the last reference. Used by one thread at a time.
final class SocketStream: ByteSink, ByteSource {
    let descriptor: Int32
    /// The time after which reading and writing throw `.late`; nil for never.
    var deadline: ContinuousClock.Instant?
    /// The number of bytes that are still accepted.
    var left = Int.max

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Two connected ends. Programs that the process starts inherit neither.
    ///
    /// - Parameter blocks: whether a writer waits for room; otherwise bytes without room are lost.
    static func pair(blocks: Bool = true) -> (SocketStream, SocketStream)? {
        var ends: [Int32] = [-1, -1]
        let kind =
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | (blocks ? 0 : Int32(SOCK_NONBLOCK.rawValue))
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        return (SocketStream(ends[0]), SocketStream(ends[1]))
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(BrokenStream) {
        var done = 0
        while done < bytes.count {
            try wait(for: Int16(POLLOUT))
            // Without the flag, writing to a reader that is gone would end this process.
            let count = send(
                descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, Int32(MSG_NOSIGNAL))
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { throw .ended }
            done += count
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(BrokenStream) {
        guard buffer.count <= left else { throw .malformed("more bytes than may come") }
        left -= buffer.count
        var done = 0
        while done < buffer.count {
            try wait(for: Int16(POLLIN))
            let count = recv(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { throw .ended }
            done += count
        }
    }

    /// Waits until the socket can be read or written, or its other end is gone.
    private func wait(for events: Int16) throws(BrokenStream) {
        guard let deadline else { return }
        while true {
            let left = deadline - .now
            guard left > .zero else { throw .late }
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            var state = pollfd(fd: descriptor, events: events, revents: 0)
            let ready = poll(&state, 1, Int32(clamping: max(1, milliseconds)))
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw .ended }
        }
    }

    /// Waits until the other end is gone.
    func waitForEnd() {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        while poll(&state, 1, -1) <= 0 {}
    }
}
