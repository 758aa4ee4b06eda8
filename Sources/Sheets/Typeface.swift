import Pictures
import Synchronization

/// A typeface, and the room that its lines take.
///
/// Pango sets it in DejaVu Sans, which fontconfig brings along on Debian, with other installed fonts for missing
/// characters; so the pixels depend on the fonts of the machine.
final class Typeface: Sendable {
    private static let family = "DejaVu Sans"
    /// Widths are measured at this size, as outlines are rounded to the 64th part of a unit.
    private static let measuredSize = 64.0

    private let isBold: Bool
    private let measured = Mutex<[String: Double]>([:])

    init(isBold: Bool = false) {
        self.isBold = isBold
    }

    /// The width in pixels of the ink of a line of `size` pixels; 0 for a text without ink.
    func width(of text: String, size: Double) -> Double {
        if let known = measured.withLock({ $0[text] }) { return known * size }
        let font = isBold ? "\(Self.family) Bold" : Self.family
        let set = try? SetText(markup: SVG.escape(text), font: font, size: Self.measuredSize)
        let width = (set?.ink?.width ?? 0) / Self.measuredSize
        measured.withLock { $0[text] = width }
        return width * size
    }

    /// The text if it is no wider than `limit` pixels, otherwise as much of it as fits, with `…` for the missing part:
    /// at the end, or in the middle, which suits the names of files. Empty where not even that fits.
    func fitted(_ text: String, size: Double, to limit: Double, inMiddle: Bool = false) -> String {
        if width(of: text, size: size) <= limit { return text }
        let characters = Array(text)
        func shortened(to count: Int) -> String {
            let tail = inMiddle ? count / 2 : 0
            return String(characters.prefix(count - tail)) + "…" + String(characters.suffix(tail))
        }
        var (fits, tooLong) = (0, characters.count)
        while tooLong - fits > 1 {
            let middle = (fits + tooLong) / 2
            if width(of: shortened(to: middle), size: size) <= limit { fits = middle } else { tooLong = middle }
        }
        return fits == 0 ? "" : shortened(to: fits)
    }

    /// The text, not escaped yet, as an SVG element that begins at `x` and stands on `baseline`.
    func line(_ text: String, x: Double, baseline: Double, size: Double, fill: String) -> String {
        "<text x=\"\(SVG.number(x))\" y=\"\(SVG.number(baseline))\" font-family=\"\(Self.family), sans-serif\" "
            + "font-size=\"\(SVG.number(size))\"\(isBold ? " font-weight=\"bold\"" : "") fill=\"\(fill)\">"
            + "\(SVG.escape(text))</text>"
    }
}
