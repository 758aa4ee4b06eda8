import Foundation

/// The bins of a histogram: neighbours that together cover a range of numbers.
package enum Bins: Hashable, Sendable {
    /// Bins of one width.
    case even(from: Double, to: Double, count: Int)
    /// Bins of one ratio, `perOctave` of them between a number and its double. Both ends are powers of two: 2^`from`
    /// and 2^`to`.
    case octaves(from: Int, to: Int, perOctave: Int)

    package var count: Int {
        switch self {
        case .even(_, _, let count): count
        case .octaves(let from, let to, let perOctave): (to - from) * perOctave
        }
    }

    /// The bin of a number. The first one also takes all smaller numbers, and the last one all larger.
    package func place(of value: Double) -> Int {
        let place: Double
        switch self {
        case .even(let from, let to, let count): place = (value - from) / (to - from) * Double(count)
        case .octaves(let from, _, let perOctave):
            place = value > 0 ? (log2(value) - Double(from)) * Double(perOctave) : 0
        }
        return Int(min(max(0, place.rounded(.down)), Double(count - 1)))
    }

    /// The number at a place between bins: at 0 the low end of the first bin, at 1.5 the middle of the second.
    package func value(at place: Double) -> Double {
        switch self {
        case .even(let from, let to, let count): from + (to - from) * place / Double(count)
        case .octaves(let from, _, let perOctave): exp2(Double(from) + place / Double(perOctave))
        }
    }
}
