/// Something that an audit found in a dataset.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// Ranked by what it does to a reader or to a training run, not by the letter of the format.
    package enum Severity: Int, Sendable, Comparable {
        /// Rounding and habits of tools: no reader stumbles over it and no label is wrong by more than a pixel. Told once
        /// for each file.
        case note
        /// Odd, but readers cope with it; a person should look at it.
        case warning
        /// A reader or a training run breaks on it, or a label is wrong beyond doubt.
        case error

        package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }

        package var word: String {
            switch self {
            case .note: "note"
            case .warning: "warning"
            case .error: "error"
            }
        }
    }

    package var severity: Severity
    /// The file that it is about, relative to the dataset's folder where it lies inside.
    package var file: String
    /// What in the file, such as "annotation 17"; nil for the file itself.
    package var subject: String?
    /// For example "the box is [1, 2, 3, 4], but the mask's is [1, 2, 3, 5]".
    package var problem: String
    /// How bad it is among those of its kind: the worst are told first. In the kind's own unit, such as pixels.
    package var weight: Double

    package init(
        _ severity: Severity, file: String, subject: String? = nil, _ problem: String, weight: Double = 0
    ) {
        self.severity = severity
        self.file = file
        self.subject = subject
        self.problem = problem
        self.weight = weight
    }

    /// What findings that are alike have in common: severity and the problem's words, without numbers and without what is
    /// quoted; of notes also where they are.
    var kind: String {
        var (bytes, isNumber, isQuoted): ([UInt8], Bool, Bool) = (
            [UInt8(ascii: "0") + UInt8(severity.rawValue)], false, false
        )
        if severity == .note { bytes += Array("\(scope): ".utf8) }
        // “ and ” are E2 80 9C and E2 80 9D.
        let text = Array(problem.utf8)
        for (place, byte) in text.enumerated() {
            if isQuoted {
                isQuoted = !(byte == 0x9D && place >= 2 && text[place - 2] == 0xE2 && text[place - 1] == 0x80)
                continue
            }
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let goesOn = isNumber && [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "e")].contains(byte)
            if isDigit || goesOn {
                if !isNumber { bytes.append(UInt8(ascii: "#")) }
                isNumber = true
                continue
            }
            isNumber = false
            bytes.append(byte)
            isQuoted = byte == 0x9C && place >= 2 && text[place - 2] == 0xE2 && text[place - 1] == 0x80
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The file that holds the labels of many images, or the folder where each image has a file of its own.
    private var scope: Substring {
        if subject != nil { return file[...] }
        return file[..<(file.lastIndex(of: "/") ?? file.startIndex)]
    }

    /// Without its severity.
    package var words: String { "\(file)\(subject.map { ": \($0)" } ?? ""): \(problem)" }

    package var description: String { "\(severity.word): \(words)" }
}
