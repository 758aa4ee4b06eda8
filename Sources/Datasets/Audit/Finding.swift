/// Something that an audit found in a dataset.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Sendable, Comparable {
        /// Odd, but readers cope with it; common in real datasets.
        case warning
        /// A file or a label is wrong.
        case error

        package static func < (a: Severity, b: Severity) -> Bool { a == .warning && b == .error }
    }

    package var severity: Severity
    /// The file that it is about, relative to the dataset's folder where it lies inside.
    package var file: String
    /// What in the file, such as "annotation 17"; nil for the file itself.
    package var subject: String?
    /// For example "the box is [1, 2, 3, 4], but the mask's is [1, 2, 3, 5]".
    package var problem: String

    package init(_ severity: Severity, file: String, subject: String? = nil, _ problem: String) {
        self.severity = severity
        self.file = file
        self.subject = subject
        self.problem = problem
    }

    /// What findings that are alike have in common: the problem's words, without numbers and without what is quoted.
    var kind: String {
        var (bytes, isNumber, isQuoted): ([UInt8], Bool, Bool) = ([severity == .error ? 69 : 87], false, false)
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

    /// Without its severity.
    package var words: String { "\(file)\(subject.map { ": \($0)" } ?? ""): \(problem)" }

    package var description: String { "\(severity.rawValue): \(words)" }
}
