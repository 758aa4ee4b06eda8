import Findings
import Synchronization

/// Reports each skipped photo once, as soon as it is found, above the progress bar.
final class SkipNotices: Sendable {
    private let progress: ProgressMeter?
    private let told = Mutex(Set<String>())

    /// - Parameter progress: the meter that prints the reports; nil for none.
    init(progress: ProgressMeter?) {
        self.progress = progress
    }

    func tell(_ skip: Finding) {
        guard let progress, told.withLock({ $0.insert(skip.file ?? "").inserted }) else { return }
        progress.notice("skipped \(skip.words)")
    }
}
