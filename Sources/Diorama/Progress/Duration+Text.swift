import Findings

extension Duration {
    /// The duration for people: `0.4 s`, `42 s`, `3 min 20 s`, `1 h 02 min`, `2 d 03 h`. It has tenths below ten
    /// seconds, and is otherwise rounded to the smaller unit shown; a negative duration counts as 0.
    package var text: String {
        let tenths = Int(((self / .milliseconds(100)).rounded()))
        if tenths <= 0 { return "0 s" }
        if tenths < 100 {
            return tenths.isMultiple(of: 10) ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
        }
        return wholeText
    }

    /// The same as `text` without tenths, for a time that is only estimated.
    package var wholeText: String {
        let seconds = max(0, Int((self / .seconds(1)).rounded()))
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) min \(Self.two(seconds % 60)) s" }
        let minutes = (seconds + 30) / 60
        if minutes < 24 * 60 { return "\(minutes / 60) h \(Self.two(minutes % 60)) min" }
        let hours = (seconds + 1800) / 3600
        return "\((hours / 24).grouped) d \(Self.two(hours % 24)) h"
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
