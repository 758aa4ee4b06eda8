extension Node {
    /// How many aliases a file may have beside keys that are lists, maps or aliases.
    private static let fewAliases = 30

    /// Whether comparing a file's keys could take for ever.
    ///
    /// Yams compares all keys of a map before it returns them, each with everything that it holds, and aliases let a
    /// page stand for billions of values. No key of ours is a list, a map or an alias. The check looks for such keys in
    /// the text, where it takes quoted words and comments for YAML too. A file with few aliases is harmless and passes.
    static func mayExplode(_ text: String) -> Bool {
        var aliases = 0
        var hasOddKey = false
        var last = UInt8(ascii: "\n")
        /// Within the name of an alias.
        var isAlias = false
        /// Behind an alias, a list or a map, with no more than spaces since.
        var mayBeKey = false
        /// Behind a question mark that begins a word.
        var isMarked = false
        for byte in text.utf8 {
            let isSpace = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
            if isSpace && isMarked { hasOddKey = true }
            isMarked = byte == UInt8(ascii: "?") && " \n\t[{,".utf8.contains(last)
            switch byte {
            case UInt8(ascii: "*"):
                aliases += 1
                isAlias = true
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                isAlias = false
                mayBeKey = true
            case UInt8(ascii: ":"):
                if mayBeKey || isAlias { hasOddKey = true }
            case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{"):
                (isAlias, mayBeKey) = (false, false)
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                mayBeKey = mayBeKey || isAlias
                isAlias = false
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                (isAlias, mayBeKey) = (false, false)
            default:
                mayBeKey = false
            }
            last = byte
        }
        return aliases > fewAliases && hasOddKey
    }
}
