import Foundation

/// How this process gives way to others.
enum Niceness {
    /// What stands for “runs when others wait”: half of the way to the least.
    private static let polite: Int32 = 10

    /// Lets programs of ordinary priority, such as the browser, go first from now on. Threads and processes that are started
    /// later take over the priority of the thread that starts them.
    ///
    /// On Linux priorities are the threads', so that one of them after the other is told. To fail is no harm.
    static func giveWay() {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        for thread in threads.compactMap({ id_t($0) }) { _ = setpriority(Int32(PRIO_PROCESS.rawValue), thread, polite) }
    }
}
