internal import Foundation
internal import Glibc

/// A process that reads models for this one; it ends with the last reference at the latest. Used by one thread at a
/// time.
///
/// `@unchecked Sendable`: a lock hands it from thread to thread.
final class ImportChild: @unchecked Sendable {
    /// How a child ended, if it did.
    struct End {
        /// The signal that ended the child; nil where it ended by itself.
        var signal: Int32?
        /// The most memory that it held, in bytes.
        var memory: Int
        /// Its last words, such as those of the C++ library.
        var words: String

        /// Whether its limit of time ended it.
        var isLate: Bool { signal == SIGXCPU }
        /// Whether it ended because memory ran out.
        var isShort: Bool { signal != nil && ["bad_alloc", "allocat"].contains { words.contains($0) } }
    }

    static func name(ofSignal number: Int32) -> String {
        let names: [Int32: String] = [
            SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL",
            SIGTRAP: "SIGTRAP", SIGKILL: "SIGKILL",
        ]
        return names[number] ?? "signal \(number)"
    }

    private var process: pid_t
    private var stream: SocketStream
    /// The stream of its standard error.
    private let complaints: SocketStream
    private(set) var lastUse = ContinuousClock.now

    /// Starts a program. Throws the system's error number.
    init(executable: String, arguments: [String]) throws(Errno) {
        guard let (own, others) = SocketStream.pair() else { throw Errno(errno) }
        guard let (complaints, complaining) = SocketStream.pair(blocks: false) else { throw Errno(errno) }

        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, others.descriptor, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        // The socket does not block: a child that fills it goes on.
        posix_spawn_file_actions_adddup2(&files, complaining.descriptor, STDERR_FILENO)

        // The child has a group of its own, so that the terminal's Ctrl-C does not reach it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var (none, deadly) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigemptyset(&deadly)
        for number in [SIGXCPU, SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGTRAP] { sigaddset(&deadly, number) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &deadly)

        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        process = 0
        let failure = posix_spawn(&process, executable, &files, &attributes, &words, environ)
        stream = own
        self.complaints = complaints
        guard failure == 0 else { throw Errno(failure) }
    }

    /// The system's number of an error.
    struct Errno: Error, CustomStringConvertible {
        let number: Int32
        init(_ number: Int32) { self.number = number }
        var description: String { String(cString: strerror(number)) }
    }

    deinit {
        _ = end()
    }

    /// Asks for a model. After a failure the child cannot be used again.
    func ask(_ request: ImportRequest) throws(BrokenStream) -> ImportAnswer {
        stream.deadline = .now + .seconds(request.limits.patience)
        stream.left = request.limits.memory
        try request.write(to: &stream)
        let answer = try ImportAnswer(from: &stream)
        lastUse = .now
        return answer
    }

    /// Ends it, unless it has ended already, and removes it from the system's list of processes.
    func end() -> End {
        guard process > 0 else { return End(signal: nil, memory: 0, words: "") }
        var (status, usage) = (Int32(), rusage())
        // A child whose socket is closed may be ending by a signal of its own, and that signal is needed.
        if wait4(process, &status, WNOHANG, &usage) == 0 {
            kill(process, SIGKILL)
            while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        }
        process = 0
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(complaints.descriptor, &buffer, buffer.count)
        let signal = status & 0x7f
        return End(
            signal: signal == 0 ? nil : signal, memory: usage.ru_maxrss * 1024,
            words: String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
    }

    /// Waits for a child that has closed its socket, and so is about to end.
    func waitForEnd() -> End {
        // The kernel closes a dying process's files some moments before it can be waited for.
        for _ in 0..<200 {
            var facts = siginfo_t()
            if waitid(P_PID, id_t(process), &facts, WEXITED | WNOHANG | WNOWAIT) != 0 || facts.si_signo != 0 { break }
            usleep(5000)
        }
        return end()
    }
}
