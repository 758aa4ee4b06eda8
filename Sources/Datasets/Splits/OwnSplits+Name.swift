import Pipelines

extension OwnSplits {
    /// A part by what a file or a folder is called: train, val or test under any name that tools have for these; another
    /// name only where it tells parts from each other, and can name a folder.
    static func name(_ text: String, amongSeveral: Bool) -> String? {
        if let usual = COCOFiles.splits[text.lowercased()] { return usual }
        let isPlain =
            !text.isEmpty && !text.hasPrefix(".") && !text.contains { $0 == "/" || $0 == "\\" || $0.isNewline }
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 }
        return amongSeveral && isPlain ? text : nil
    }
}
