/// The limits on reading one model.
package struct ImportLimits: Hashable, Sendable, Codable {
    /// The most processor time, in seconds.
    package var seconds: Double
    /// The most address space beyond the reader's own, in bytes; also the most bytes of an answer.
    package var memory: Int

    package init(seconds: Double = 20, memory: Int = 2 << 30) {
        self.seconds = seconds
        self.memory = memory
    }

    package init(seconds: Double, gibibytes: Double) {
        self.init(seconds: seconds, memory: Int(gibibytes * Double(1 << 30)))
    }

    /// The longest wait for an answer, in seconds of the clock. It is longer than `seconds`, since a busy machine gives
    /// a reader only a share of its time; it also stops a reader that waits for something itself.
    var patience: Double { 5 * seconds + 5 }

    /// The memory in words, such as “2 GiB”.
    var memoryText: String {
        let (mebi, gibi) = (Double(memory) / Double(1 << 20), Double(memory) / Double(1 << 30))
        return gibi >= 1 ? "\(Self.plain(gibi)) GiB" : "\(Self.plain(mebi)) MiB"
    }

    var secondsText: String { "\(Self.plain(seconds)) s" }

    /// The number with two digits behind the point at most.
    private static func plain(_ value: Double) -> String {
        let text = "\((value * 100).rounded() / 100)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
