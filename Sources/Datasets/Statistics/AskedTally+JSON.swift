import Cards
import Foundation
import JSON
import Pipelines

extension AskedTally {
    /// The shares at which both sides are described.
    private static let quantiles = [0.05, 0.25, 0.5, 0.75, 0.95]

    /// - Parameter causes: the reasons why places were refused to its objects, each with its count.
    func encode(to writer: inout JSONWriter, causes: (leftOut: [String: Int], refused: [String: Int])) {
        writer.object { writer in
            writer.member("key", asked.key)
            if !asked.unit.isEmpty { writer.member("unit", asked.unit) }
            if asked.isEvent { writer.member("is_share", true) }
            writer.key("asked")
            writer.object { writer in
                writer.member("mean", asked.distribution.mean.rounded(to: 6))
                writer.key("quantiles")
                writer.line(Self.quantiles.map { askedQuantile($0).rounded(to: 6) })
            }
            writer.key("got")
            writer.object { writer in
                writer.member("count", count)
                guard count > 0 else { return }
                writer.member("mean", mean.rounded(to: 6))
                writer.key("quantiles")
                writer.line(Self.quantiles.map { quantile($0).rounded(to: 6) })
            }
            writer.member("ks_distance", distance.rounded(to: 4))
            writer.member("ks_by_chance", chance.rounded(to: 4))
            writer.member("differs", differs)
            if !causes.leftOut.isEmpty { writer.member("left_out", byName: causes.leftOut) }
            if !causes.refused.isEmpty { writer.member("places_refused", byName: causes.refused) }
            writer.key("bars")
            writer.object { writer in
                writer.member("scale", bars.isLogarithmic ? "log" : "linear")
                writer.key("edges")
                writer.line(bars.edges.map { $0.rounded(to: 6) })
                writer.key("asked")
                writer.line(bars.asked.map { $0.rounded(to: 5) })
                writer.key("got")
                writer.line(bars.got.map(Double.init))
            }
        }
    }
}

extension JSONWriter {
    /// Numbers on one line, whatever the style.
    fileprivate mutating func line(_ numbers: [Double]) { raw(numbers.json()) }
}

extension Double {
    /// To this many digits that count.
    fileprivate func rounded(to digits: Int) -> Double { Double(String(format: "%.\(digits)g", self)) ?? self }
}
