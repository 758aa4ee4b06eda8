import JSON

extension Constant {
    /// As the page takes it. A limit that is none is left out.
    func encode(to writer: inout JSONWriter) {
        writer.member("keys", keys)
        writer.member("text", text)
        writer.member("summary", summary)
        writer.member("line", line)
        writer.member("column", column)
        switch kind {
        case .number(let range): write("number", range, to: &writer)
        case .whole(let range): write("whole", range, to: &writer)
        case .flag: writer.member("kind", "flag")
        case .word(let words):
            writer.member("kind", "word")
            writer.member("words", words)
        }
    }

    private func write(_ kind: String, _ range: ClosedRange<Double>, to writer: inout JSONWriter) {
        writer.member("kind", kind)
        writer.member("least", ifPresent: range.lowerBound.isFinite ? range.lowerBound : nil)
        writer.member("most", ifPresent: range.upperBound.isFinite ? range.upperBound : nil)
    }
}
