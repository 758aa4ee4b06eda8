import Foundation

/// The recent speed of work: a mean over the past, whose weight falls to 1/e after `memory` seconds.
///
/// It is kept as two sums that fade together, of work and of time, so that the first seconds are a plain mean and not
/// biased towards a start value, and intervals may be of any length.
struct RateEstimate: Sendable {
    static let memory = 20.0

    private var work = 0.0
    private var time = 0.0

    /// `count` more were done in the last `seconds`.
    mutating func add(_ count: Int, in seconds: Double) {
        guard seconds > 0 else { return }
        let fading = exp(-seconds / Self.memory)
        work = work * fading + Double(count)
        time = time * fading + seconds
    }

    /// The number in a second; nil before anything is known.
    var perSecond: Double? {
        time > 0 && work > 0 ? work / time : nil
    }
}
