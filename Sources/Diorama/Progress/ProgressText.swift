import Findings

/// The text about a long run's progress: nothing here reads a clock or a terminal.
package struct ProgressText: Hashable, Sendable {
    /// The number of finished ones of `total`, both in `noun`s.
    package var done: Int
    package var total: Int
    /// The time since the start.
    package var elapsed: Duration
    /// The recent number in a second; nil while unknown.
    package var rate: Double?
    /// The counted thing, in the singular; its plural takes an s.
    package var noun: String

    package init(done: Int, total: Int, elapsed: Duration, rate: Double?, noun: String = "image") {
        self.done = done
        self.total = total
        self.elapsed = elapsed
        self.rate = rate
        self.noun = noun
    }

    /// The style of a bar.
    package struct Style: Hashable, Sendable {
        /// Whether SGR colours may be used.
        package var colour: Bool
        /// Whether the terminal takes UTF-8; otherwise plain ASCII is used.
        package var unicode: Bool

        package init(colour: Bool, unicode: Bool) {
            self.colour = colour
            self.unicode = unicode
        }
    }

    /// One line for a terminal, of at most `width` columns (colours take none).
    ///
    ///      62 % ━━━━━━━━━━━━━━━━━━━━━━━━───────────────  124/200    8.3 images/s  9 s left
    ///
    /// On a narrow terminal the time left is dropped first, then the rate, the bar, the count. Nothing moves from one
    /// drawing to the next: each part has room for its longest text.
    package func bar(width: Int, style: Style) -> String {
        let percentText = "\(percent) %"
        let percent = percentText.padded(to: 5)
        let unit = " \(noun)s/s"
        let parts: [(text: String, room: Int)] = [
            (count, 2 * total.grouped.count + 1),
            (rate.map { $0.rateText.padded(to: 5) + unit } ?? "", 5 + unit.count),
            (leftText ?? "", "59 min 59 s left".count),
        ]
        for kept in stride(from: parts.count, through: 1, by: -1) {
            let shown = parts.prefix(kept)
            let room = width - percent.count - 1 - shown.reduce(0) { $0 + 2 + $1.room }
            guard room >= 10 else { continue }
            // The time left is last and starts at the beginning of its room; the other parts end at the end of theirs.
            let tail = shown.enumerated().map { "  " + ($0 == 2 ? $1.text : $1.text.padded(to: $1.room)) }
            let line = percent + " " + line(columns: min(room, 60), style) + tail.joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        let short = percent + "  " + count
        return short.count <= width ? short : String(percentText.prefix(max(0, width)))
    }

    /// A line for a log: `124 of 200 images (62 %), 8.3 images/s, 9 s left`.
    package var line: String {
        ["\(done.grouped) of \(total.counting(noun)) (\(percent) %)", rateText, leftText].compactMap { $0 }
            .joined(separator: ", ")
    }

    /// The last line of a run: `200 images in 24 s, 8.3 images/s`; `124 of 200 images in …` where it was stopped.
    ///
    /// - Parameter fresh: The number of done ones that were made within `elapsed`, for the mean rate.
    package func conclusion(fresh: Int) -> String {
        let amount = done == total ? total.counting(noun) : "\(done.grouped) of \(total.counting(noun))"
        let seconds = elapsed / .seconds(1)
        let rate = fresh > 0 && seconds > 0 ? ", \((Double(fresh) / seconds).rateText) \(noun)s/s" : ""
        return "\(amount) in \(elapsed.text)\(rate)"
    }

    // MARK: - Parts

    private var share: Double {
        total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
    }

    /// The percent, rounded down, so that 100 % means all.
    private var percent: Int { Int(share * 100) }

    private var count: String { "\(done.grouped)/\(total.grouped)" }

    private var rateText: String? {
        rate.map { "\($0.rateText) \(noun)s/s" }
    }

    private var leftText: String? {
        guard let rate, rate > 0, done < total else { return nil }
        return Duration.seconds(min(Double(total - done) / rate, 1e9)).wholeText + " left"
    }

    private func line(columns: Int, _ style: Style) -> String {
        let filled = Int(share * Double(columns))
        let (full, rest) = style.unicode ? ("━", "─") : ("#", "-")
        let done = String(repeating: full, count: filled)
        let open = String(repeating: rest, count: columns - filled)
        // The finished part is green, the rest grey.
        return style.colour ? "\u{1B}[32m\(done)\u{1B}[90m\(open)\u{1B}[0m" : done + open
    }
}

extension String {
    /// The text with blanks before it, where it is shorter than this.
    fileprivate func padded(to count: Int) -> String {
        String(repeating: " ", count: max(0, count - self.count)) + self
    }
}
