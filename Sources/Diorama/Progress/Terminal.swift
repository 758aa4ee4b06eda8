import Foundation

/// What there is to know about where messages go: standard error, as a rule.
struct Terminal: Sendable {
    let descriptor: Int32

    static let standardError = Terminal(descriptor: STDERR_FILENO)

    /// Whether a line can be redrawn there: a terminal, and not one that says it is dumb.
    func canRedraw(_ environment: [String: String]) -> Bool {
        isatty(descriptor) == 1 && environment["TERM"] != "dumb"
    }

    /// Columns, by the kernel; 80 where it does not know.
    var width: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// `NO_COLOR`, where it is there and not empty, asks for no colour (https://no-color.org); the locale, by POSIX's
    /// order of variables, says whether the terminal takes UTF-8.
    static func style(_ environment: [String: String]) -> ProgressText.Style {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let encoding = locale.uppercased().filter { $0 != "-" }
        return ProgressText.Style(
            colour: (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb",
            unicode: encoding.contains("UTF8"))
    }

    /// All of it in one write, where the kernel takes it. What cannot be written is lost: progress is no reason to
    /// fail.
    func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno != EINTR { return }
            rest = rest.dropFirst(max(0, written))
        }
    }
}
