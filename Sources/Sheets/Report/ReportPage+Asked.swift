import Findings
import Foundation
import JSON

extension ReportPage {
    /// The numbers that the pipeline asks to vary, against what came out.
    var askedAndGot: Section? {
        let entries = content.run?["asked_and_got"]?.elements ?? []
        guard !entries.isEmpty else { return nil }
        let differing = entries.count { if case .boolean(true)? = $0["differs"] { true } else { false } }
        let alike = differing == 0 ? "All" : "\(entries.count - differing)"
        var html =
            "<p class=note>\(alike) of \(entries.count) numbers that vary "
            + "came out as asked. The distance is that of Kolmogorov and Smirnov: 0 for the same distribution, 1 at most. "
            + "Bars show what came out, the line what was asked. Beside a distance is the one that chance alone may make of so "
            + "few values.</p>\n"
        html += HTML.table(
            "Asked and got",
            [
                "Number", "Asked<small>median, 5–95 %</small>", "Got<small>median, 5–95 %</small>", "Values",
                "Distance",
                "Why",
            ],
            entries.map { HTML.Row(cells($0)) }, numeric: [1, 2, 3, 4])
        html += "<div class=figures>\n" + entries.compactMap(figure).joined() + "</div>\n"
        return Section("asked", "Asked and got", html)
    }

    private func cells(_ entry: JSONTree) -> [String] {
        let unit = entry["unit"]?.text.map { $0 == "°" ? "°" : " \($0)" } ?? ""
        func quantiles(_ side: String) -> String {
            if isShare(entry) { return entry[side]?["mean"]?.number.map(\.percent) ?? "–" }
            guard let numbers = entry[side]?["quantiles"]?.numbers(5) else { return "–" }
            return "\(numbers[2].brief)\(HTML.text(unit)) <small>\(numbers[0].brief)–\(numbers[4].brief)</small>"
        }
        let differs = if case .boolean(true)? = entry["differs"] { true } else { false }
        let distance = String(format: "%.3f", entry["ks_distance"]?.number ?? 0)
        return [
            "<code>\(HTML.text(entry["key"]?.text ?? ""))</code>", quantiles("asked"), quantiles("got"),
            (entry["got"]?["count"]?.integer ?? 0).grouped,
            (differs ? "<strong class=far>\(distance)</strong>" : distance)
                + " <small>chance \(String(format: "%.2f", entry["ks_by_chance"]?.number ?? 0))</small>",
            differs ? why(entry) : "",
        ]
    }

    private func why(_ entry: JSONTree) -> String {
        let causes = [("left_out", "left out"), ("places_refused", "refused")].flatMap { name, words in
            reasons(entry[name], words)
        }
        return causes.isEmpty ? "" : "<ul class=plain>\(causes.map { "<li>\($0)" }.joined())</ul>"
    }

    /// Counts by reason, the most frequent first.
    func reasons(_ counts: JSONTree?, _ words: String = "") -> [String] {
        (counts?.members ?? []).map { (name: $0.name, count: $0.value.integer ?? 0) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
            .map { "\($0.count.grouped)\(words.isEmpty ? "" : " \(words)"): \(HTML.text($0.name))" }
    }

    /// Whether it is the share of images or objects of which something is true.
    private func isShare(_ entry: JSONTree) -> Bool {
        if case .boolean(true)? = entry["is_share"] { true } else { false }
    }

    private func figure(_ entry: JSONTree) -> String? {
        let bars = entry["bars"]
        guard !isShare(entry), let edges = bars?["edges"]?.numbers(), let asked = bars?["asked"]?.numbers(),
            let got = bars?["got"]?.numbers(), edges.count > 1
        else { return nil }
        let total = max(1, got.reduce(0, +))
        let key = entry["key"]?.text ?? ""
        let isLog = bars?["scale"]?.text == "log"
        let (low, high) = (edges[0], edges[edges.count - 1])
        let middle = isLog ? (low * high).squareRoot() : (low + high) / 2
        let label = "\(key): bars are what came out, the line is what was asked, from \(low.brief) to \(high.brief)"
        return "<figure class=figure><figcaption><code>\(HTML.text(key))</code></figcaption>"
            + ReportFigures.histogram(
                got.map { $0 / total }, asked: asked, ticks: [low.brief, middle.brief, high.brief], label: label)
            + "</figure>\n"
    }
}
