extension Finding {
    /// The common key of similar findings: the severity and the problem's words, without numbers and quoted texts; for
    /// notes also the place.
    var kind: String {
        var (bytes, isNumber, isQuoted): ([UInt8], Bool, Bool) = (
            [UInt8(ascii: "0") + UInt8(severity.rawValue)], false, false
        )
        if severity == .note { bytes += Array("\(scope ?? usualScope): ".utf8) }
        // “ and ” are E2 80 9C and E2 80 9D.
        let text = Array(problem.utf8)
        for (index, byte) in text.enumerated() {
            if isQuoted {
                isQuoted = !(byte == 0x9D && index >= 2 && text[index - 2] == 0xE2 && text[index - 1] == 0x80)
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
            isQuoted = byte == 0x9C && index >= 2 && text[index - 2] == 0xE2 && text[index - 1] == 0x80
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The file that holds the labels of many images, or the folder where each image has a file of its own.
    private var usualScope: String {
        let file = file ?? ""
        if subject != nil { return file }
        return String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
    }
}
