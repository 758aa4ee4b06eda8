/// What reading one model may take before it is given up.
package struct ImportLimits: Hashable, Sendable, Codable {
    /// Of processor time.
    package var seconds: Double
    /// In bytes, of address space beyond the reader's own; also the most bytes of an answer.
    package var memory: Int

    package init(seconds: Double = 20, memory: Int = 2 << 30) {
        self.seconds = seconds
        self.memory = memory
    }

    package init(seconds: Double, gibibytes: Double) {
        self.init(seconds: seconds, memory: Int(gibibytes * Double(1 << 30)))
    }

    /// In seconds of the clock: how long an answer is waited for. Longer than `seconds`, since a machine that is busy with
    /// other work gives a reader only a share of its time; and an end for a reader that waits for something itself.
    var patience: Double { 5 * seconds + 5 }

    /// As in “2 GiB”.
    var memoryText: String {
        let (mebi, gibi) = (Double(memory) / Double(1 << 20), Double(memory) / Double(1 << 30))
        return gibi >= 1 ? "\(Self.plain(gibi)) GiB" : "\(Self.plain(mebi)) MiB"
    }

    var secondsText: String { "\(Self.plain(seconds)) s" }

    /// Two digits behind the point at most.
    private static func plain(_ value: Double) -> String {
        let text = "\((value * 100).rounded() / 100)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
