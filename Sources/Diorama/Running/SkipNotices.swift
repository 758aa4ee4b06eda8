import Findings
import Synchronization

/// Tells of each photo that is skipped once, the moment it is found, above the progress bar.
final class SkipNotices: Sendable {
    private let progress: ProgressMeter?
    private let told = Mutex(Set<String>())

    /// - Parameter progress: where to tell; nil tells nothing.
    init(progress: ProgressMeter?) {
        self.progress = progress
    }

    func tell(_ skip: Finding) {
        guard let progress, told.withLock({ $0.insert(skip.file ?? "").inserted }) else { return }
        progress.notice("skipped \(skip.words)")
    }
}
