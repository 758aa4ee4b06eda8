/// Changes to an OBJ's text that Assimp needs, since it reads some files of other programs wrongly.
///
/// Assimp 5 does not read a number that begins with its point, and skips every vertex with 5 numbers, or 7 and more, so
/// that all that follow it get wrong places. Of these, seven are met in practice: x, y, z, red, green, blue, alpha, and
/// x, y, z, w, red, green, blue.
enum WavefrontText {
    /// The text for Assimp, nil where it can stay; and a sentence about numbers that are not used.
    static func completed(_ text: [UInt8]) -> (text: [UInt8]?, notice: String?) {
        let points = text.withUnsafeBufferPointer(barePoints)
        let (cuts, notice) = surplus(text)
        guard !points.isEmpty || !cuts.isEmpty else { return (nil, nil) }
        var completed: [UInt8] = []
        completed.reserveCapacity(text.count + points.count)
        var (start, place) = (0, 0)
        for cut in cuts + [text.count..<text.count] {
            while place < points.count, points[place] < cut.lowerBound {
                completed += text[start..<points[place]]
                completed.append(UInt8(ascii: "0"))
                start = points[place]
                place += 1
            }
            completed += text[start..<cut.lowerBound]
            start = cut.upperBound
            while place < points.count, points[place] < start { place += 1 }
        }
        return (completed, notice)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    /// The points of numbers that begin with them.
    private static func barePoints(_ text: UnsafeBufferPointer<UInt8>) -> [Int] {
        guard text.count > 2 else { return [] }
        var found: [Int] = []
        for index in 1..<text.count - 1
        where text[index] == 46 && isBlank(text[index - 1]) && (48...57).contains(text[index + 1]) {
            found.append(index)
        }
        return found
    }

    /// The numbers of vertices that are taken out, so that Assimp reads the others: their places in the text, in order.
    private static func surplus(_ text: [UInt8]) -> (cuts: [Range<Int>], notice: String?) {
        var sevens: [[Range<Int>]] = []
        var others: [Range<Int>] = []
        forEachVertex(of: text) { numbers in
            switch numbers.count {
            case 7: sevens.append(numbers)
            case 5: others.append(numbers[3].lowerBound..<numbers[4].upperBound)
            case 8...: others.append(numbers[6].lowerBound..<(numbers.last?.upperBound ?? 0))
            default: break
            }
        }
        guard !sevens.isEmpty || !others.isEmpty else { return ([], nil) }
        func isOne(_ range: Range<Int>) -> Bool { Double(String(decoding: text[range], as: UTF8.self)) == 1 }
        // A weight is 1 in all files but those of curved surfaces. An alpha of 1 throughout, the usual one, decides first.
        let hasWeights = sevens.allSatisfy { isOne($0[3]) } && !sevens.allSatisfy { isOne($0[6]) }
        let cuts = (sevens.map { $0[hasWeights ? 3 : 6] } + others).sorted { $0.lowerBound < $1.lowerBound }
        let notice =
            sevens.isEmpty
            ? "its vertices have more numbers than a place and a colour; the others are not used"
            : "its vertices have seven numbers, which are read as x y z "
                + (hasWeights ? "w red green blue; w is not used" : "red green blue alpha; alpha is not used")
        return (cuts, notice)
    }

    /// Calls `body` with the places of the numbers of each vertex that has more than four.
    private static func forEachVertex(of text: [UInt8], _ body: ([Range<Int>]) -> Void) {
        var numbers: [Range<Int>] = []
        text.withUnsafeBufferPointer { text in
            func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
            var at = 0
            while at < text.count {
                var place = at
                while place < text.count, isBlank(text[place]) { place += 1 }
                if place + 1 < text.count, text[place] == UInt8(ascii: "v"), isBlank(text[place + 1]) {
                    place += 1
                    numbers.removeAll(keepingCapacity: true)
                    while place < text.count, !isBreak(text[place]), text[place] != UInt8(ascii: "#") {
                        let start = place
                        while place < text.count, !isBlank(text[place]), !isBreak(text[place]) { place += 1 }
                        if place > start { numbers.append(start..<place) }
                        while place < text.count, isBlank(text[place]) { place += 1 }
                    }
                    if numbers.count > 4 { body(numbers) }
                }
                while place < text.count, !isBreak(text[place]) { place += 1 }
                at = place + 1
            }
        }
    }
}
