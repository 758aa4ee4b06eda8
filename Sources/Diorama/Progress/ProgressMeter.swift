import Foundation
import Synchronization

/// Reports the progress of a long run on standard error: on a terminal as one line that is redrawn, elsewhere (a pipe,
/// CI, a cluster's log) as a plain line every ten seconds and one at the end.
///
/// Any thread may use it at any time. The time is read for display only and never affects a run's output.
package final class ProgressMeter: Sendable {
    /// The form of the display.
    package enum Mode: Sendable {
        /// A bar on a terminal, lines elsewhere.
        case automatic
        case quiet
    }

    private enum Display: Sendable {
        case bar(ProgressText.Style)
        case lines
        case none
    }

    /// The system functions behind it; tests replace them.
    struct Surroundings: Sendable {
        var now: @Sendable () -> Duration
        var width: @Sendable () -> Int
        var write: @Sendable (String) -> Void
        /// The style of a bar; nil for lines.
        var style: ProgressText.Style?
    }

    private struct State {
        var rate = RateEstimate()
        /// The time and the count of the last look.
        var looked: (time: Duration, done: Int)
        var barIsShown = false
        var isFinished = false
    }

    private let total: Int
    private let doneBefore: Int
    private let noun: String
    private let display: Display
    private let surroundings: Surroundings
    private let start: Duration
    private let done: Atomic<Int>
    /// The time of the next display, in nanoseconds from the start, so that nearly every `advance` is one addition and
    /// one comparison.
    private let nextShow: Atomic<Int64>
    private let state: Mutex<State>

    /// The time between two drawings of a bar, and between two lines.
    private static let barInterval = Duration.milliseconds(100)
    private static let lineInterval = Duration.seconds(10)

    /// - Parameters:
    ///   - total: The number of all items.
    ///   - doneBefore: The number of items that an earlier run has done; they count as done and not for the rate.
    ///   - noun: The counted thing, in the singular.
    package convenience init(total: Int, doneBefore: Int = 0, noun: String = "image", mode: Mode = .automatic) {
        let terminal = Terminal.standardError
        let environment = ProcessInfo.processInfo.environment
        let origin = ContinuousClock.now
        let surroundings = Surroundings(
            now: { ContinuousClock.now - origin }, width: { terminal.width }, write: terminal.write,
            style: terminal.canRedraw(environment) ? Terminal.style(environment) : nil)
        self.init(total: total, doneBefore: doneBefore, noun: noun, mode: mode, surroundings)
    }

    init(
        total: Int, doneBefore: Int = 0, noun: String = "image", mode: Mode = .automatic, _ surroundings: Surroundings
    ) {
        self.total = total
        self.doneBefore = doneBefore
        self.noun = noun
        self.surroundings = surroundings
        display =
            switch (mode, surroundings.style) {
            case (.quiet, _): .none
            case (.automatic, let style?): .bar(style)
            case (.automatic, nil): .lines
            }
        start = surroundings.now()
        done = Atomic(doneBefore)
        // A bar appears at the beginning; the first line comes when there is progress to report.
        let first: Duration =
            switch display {
            case .bar: .zero
            case .lines: Self.lineInterval
            case .none: .seconds(Int64.max / 4)
            }
        nextShow = Atomic(first.nanoseconds)
        state = Mutex(State(looked: (start, doneBefore)))
        show()
    }

    /// Counts this many more as done.
    ///
    /// It takes well under a microsecond where there is nothing to draw, and never waits for another thread that draws.
    package func advance(by count: Int = 1) {
        done.add(count, ordering: .relaxed)
        show()
    }

    /// Prints a line of its own, above the bar where there is one, also in quiet mode and after `finish`.
    package func notice(_ line: String) {
        state.withLock { state in
            guard state.barIsShown, case .bar(let style) = display else {
                surroundings.write(line + "\n")
                return
            }
            // One write with the bar, so that the bar does not flicker.
            let text = text(state, now: surroundings.now())
            surroundings.write(Self.clearLine + line + "\n" + text.bar(width: room, style: style))
        }
    }

    /// Ends the display: removes the bar and prints one line with the count and the time. Call it once at the end, also
    /// for a run that was stopped; later calls do nothing.
    package func finish() {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.isFinished = true
            if case .none = display { return }
            let text = text(state, now: surroundings.now())
            let conclusion = text.conclusion(fresh: text.done - doneBefore)
            surroundings.write((state.barIsShown ? Self.clearLine : "") + conclusion + "\n")
            state.barIsShown = false
        }
    }

    // MARK: - Showing

    /// Moves to the first column and clears to the end of the line (ECMA-48: EL).
    private static let clearLine = "\r\u{1B}[K"

    /// One column stays free, since many terminals would wrap there.
    private var room: Int { surroundings.width() - 1 }

    private func show() {
        if case .none = display { return }
        let now = surroundings.now()
        guard (now - start).nanoseconds >= nextShow.load(ordering: .relaxed) else { return }
        // A thread that comes while another draws goes on with its work.
        state.withLockIfAvailable { state in
            guard !state.isFinished, (now - start).nanoseconds >= nextShow.load(ordering: .relaxed) else { return }
            let done = done.load(ordering: .relaxed)
            state.rate.add(done - state.looked.done, in: (now - state.looked.time) / .seconds(1))
            state.looked = (now, done)
            let text = text(state, now: now)
            switch display {
            case .bar(let style):
                surroundings.write(
                    (state.barIsShown ? Self.clearLine : "") + text.bar(width: room, style: style))
                state.barIsShown = true
                nextShow.store((now - start + Self.barInterval).nanoseconds, ordering: .relaxed)
            case .lines:
                surroundings.write(text.line + "\n")
                nextShow.store((now - start + Self.lineInterval).nanoseconds, ordering: .relaxed)
            case .none: break
            }
        }
    }

    private func text(_ state: borrowing State, now: Duration) -> ProgressText {
        ProgressText(
            done: done.load(ordering: .relaxed), total: total, elapsed: now - start, rate: state.rate.perSecond,
            noun: noun)
    }
}

extension Duration {
    /// The nanoseconds, rounded down; a longer duration than 64 bits hold (292 years) becomes the largest number.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : whole + attoseconds / 1_000_000_000
    }
}
