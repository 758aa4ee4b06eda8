import Dispatch
internal import Glibc

/// A thread of our own.
///
/// Foundation's `Thread` does not report that the system refuses one, so a caller that waits for its work would wait
/// for ever.
enum WorkerThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// libdispatch and the libraries that we use need at least this many threads at a time.
    private static let least = 4

    /// Checks that the system gives threads, before anything waits for one: libdispatch keeps asking for a thread that
    /// it does not get, and some libraries end the process.
    ///
    /// - Throws: `JobError.noThread` where the system gives too few.
    static func requireSome() throws(JobError) {
        let gate = DispatchSemaphore(value: 0)
        var started = 0
        defer { for _ in 0..<started { gate.signal() } }
        for _ in 0..<least {
            try start(stackBytes: 256 << 10) { gate.wait() }
            started += 1
        }
    }

    /// Starts `body` on a new thread; nobody waits for the thread itself.
    ///
    /// - Parameter stackBytes: a multiple of the page size.
    /// - Throws: `JobError.noThread` where the system gives none.
    static func start(stackBytes: Int, _ body: @escaping @Sendable () -> Void) throws(JobError) {
        // C alone initializes the structure: Swift finds its own initializer in a module that is not one of ours.
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        pthread_attr_setstacksize(attributes, stackBytes)
        pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread: pthread_t = 0
        let work = Unmanaged.passRetained(Work(body))
        let failure = pthread_create(
            &thread, attributes,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        guard failure == 0 else {
            work.release()
            throw .noThread(String(cString: strerror(failure)))
        }
    }
}
