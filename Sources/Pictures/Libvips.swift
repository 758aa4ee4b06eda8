internal import CVips
import Findings

/// The C library behind this module: it is started once, with the settings that we need.
enum Libvips {
    /// Starts libvips. Every use of the library starts it here first.
    ///
    /// There is no counterpart: `vips_shutdown` with work in flight crashes, and the process's end frees all.
    static let start: Void = {
        guard vips_init("diorama") == 0 else {
            preconditionFailure("libvips did not start: \(takeWords())")
        }
        // The work is divided by pictures, never within one; and no operation here is ever called twice with the same
        // arguments.
        vips_concurrency_set(1)
        // Resizing gives other bytes with vectors than without: they are on, whatever VIPS_NOVECTOR says.
        // See `VectorCode`.
        vips_vector_set_enabled(1)
        vips_cache_set_max(0)
        // Pictures come from strangers, so only the loaders that libvips' authors fuzz are open. `SVG` opens one more.
        vips_block_untrusted_set(1)
        // A warning of libvips is either an error for us, through `fail_on`, or does not affect the pixels. Printing it
        // from a library would only break the progress bar.
        let levels = G_LOG_LEVEL_WARNING.rawValue | G_LOG_LEVEL_INFO.rawValue | G_LOG_LEVEL_DEBUG.rawValue
        g_log_set_handler("VIPS", GLogLevelFlags(rawValue: levels), { _, _, _, _ in }, nil)
    }()

    /// Takes libvips' error message and empties its buffer.
    static func takeWords() -> String {
        guard let words = vips_error_buffer_copy() else { return "" }
        defer { g_free(words) }
        return String(cString: words)
    }

    // MARK: - Whose words are they?

    /// Whether the current thread is within `attempt`.
    @TaskLocal private static var isAttempting = false

    private static let lock = CallLock()

    /// Runs libvips calls so that a failure is reported in its own words.
    ///
    /// libvips has one error buffer for all threads: of two failures at once, one gets both messages and the other
    /// none. A failure is rare, and a wrong reason would send its reader to a sound file. So a call that failed is made
    /// once more while every other thread waits, and the message is taken then. Calls that do not fail only take a
    /// shared lock. An attempt within another is part of that one.
    ///
    /// `body` must be repeatable, throw the text of `takeWords` under the code `.operation`, and not wait for another
    /// thread that calls libvips.
    static func attempt<Value>(_ body: () throws(PictureError) -> Value) throws(PictureError) -> Value {
        start
        if isAttempting { return try body() }
        func run() -> Result<Value, PictureError> {
            $isAttempting.withValue(true) {
                do throws(PictureError) {
                    return .success(try body())
                } catch {
                    return .failure(error)
                }
            }
        }
        let first = lock.shared(run)
        guard case .failure(let error) = first, error.code == .operation else { return try first.get() }
        return try lock.alone {
            vips_error_clear()
            return run()
        }.get()
    }
}

/// A lock for many callers together or one alone; the one goes before callers that arrive after it.
private final class CallLock: @unchecked Sendable {
    // Both are made for use from many threads, and their addresses do not change.
    private let gate = UnsafeMutablePointer<GMutex>.allocate(capacity: 1)
    private let calls = UnsafeMutablePointer<GRWLock>.allocate(capacity: 1)

    init() {
        gate.initialize(to: GMutex())
        calls.initialize(to: GRWLock())
        g_mutex_init(gate)
        g_rw_lock_init(calls)
    }

    deinit {
        g_rw_lock_clear(calls)
        g_mutex_clear(gate)
        calls.deallocate()
        gate.deallocate()
    }

    func shared<Value>(_ body: () -> Value) -> Value {
        g_mutex_lock(gate)
        g_rw_lock_reader_lock(calls)
        g_mutex_unlock(gate)
        defer { g_rw_lock_reader_unlock(calls) }
        return body()
    }

    func alone<Value>(_ body: () -> Value) -> Value {
        g_mutex_lock(gate)
        g_rw_lock_writer_lock(calls)
        defer {
            g_rw_lock_writer_unlock(calls)
            g_mutex_unlock(gate)
        }
        return body()
    }
}
