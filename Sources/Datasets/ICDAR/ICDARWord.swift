import Geometry

/// A line of a file of the ICDAR 2015 competition.
struct ICDARWord {
    let quad: [Point]
    /// Nil for a word that is not to be read.
    let text: String?

    /// - Returns: nil for a line that is not eight numbers and a text.
    init?(_ line: Substring) {
        let parts = line.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false)
        let numbers = parts.prefix(8).compactMap { Double($0.filter { !$0.isWhitespace }) }
        guard parts.count == 9, numbers.count == 8, numbers.allSatisfy(LabelNumber.isUsable) else { return nil }
        quad = stride(from: 0, to: 8, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) }
        var text = String(parts[8])
        if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") {
            text = String(text.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
        }
        self.text = text == ICDARFormat.notRead ? nil : text
    }

    /// The words of a file, each with its line, and the lines that are none.
    static func words(of text: String) -> (words: [(line: Int, word: ICDARWord)], odd: [Int]) {
        var (words, odd): ([(line: Int, word: ICDARWord)], [Int]) = ([], [])
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            if let word = ICDARWord(line) { words.append((number + 1, word)) } else { odd.append(number + 1) }
        }
        return (words, odd)
    }
}
