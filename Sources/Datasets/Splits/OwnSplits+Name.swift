import Pipelines

extension OwnSplits {
    /// The part that a file's or folder's name means: train, val or test under any name that tools use for these.
    /// Another name counts only where it distinguishes parts, and can name a folder.
    static func name(_ text: String, amongSeveral: Bool) -> String? {
        if let usual = COCOFiles.splits[text.lowercased()] { return usual }
        let isPlain =
            !text.isEmpty && !text.hasPrefix(".") && !text.contains { $0 == "/" || $0 == "\\" || $0.isNewline }
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 }
        return amongSeveral && isPlain ? text : nil
    }
}
