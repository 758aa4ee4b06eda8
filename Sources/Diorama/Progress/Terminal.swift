import Foundation

/// The properties of the place where messages go, which is usually standard error.
struct Terminal: Sendable {
    let descriptor: Int32

    static let standardError = Terminal(descriptor: STDERR_FILENO)

    /// Whether a line can be redrawn there: it is a terminal, and does not report that it is dumb.
    func canRedraw(_ environment: [String: String]) -> Bool {
        isatty(descriptor) == 1 && environment["TERM"] != "dumb"
    }

    /// The number of columns, from the kernel; 80 where the kernel does not know.
    var width: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// `NO_COLOR`, where it is set and not empty, asks for no colour (https://no-color.org); the locale, by POSIX's
    /// order of variables, says whether the terminal takes UTF-8.
    static func style(_ environment: [String: String]) -> ProgressText.Style {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let encoding = locale.uppercased().filter { $0 != "-" }
        return ProgressText.Style(
            colour: (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb",
            unicode: encoding.contains("UTF8"))
    }

    /// Writes the whole text in one write, where the kernel takes it. A text that cannot be written is lost: missing
    /// progress must not end a run.
    func write(_ text: String) {
        _ = writeWhole(Array(text.utf8), to: descriptor)
    }
}
