internal import Glibc

/// A thread of our own.
///
/// Foundation's `Thread` does not report that the system refuses one, so that whoever waits for its work would wait for
/// ever.
enum WorkerThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Starts `body` on a new thread; nobody waits for the thread itself.
    ///
    /// - Parameter stackBytes: a multiple of the page size.
    /// - Throws: `JobError.noThread` where the system gives none.
    static func start(stackBytes: Int, _ body: @escaping @Sendable () -> Void) throws(JobError) {
        // Initialized by C alone: Swift finds the structure's own initializer in a module that is none of ours.
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
