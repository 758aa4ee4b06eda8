/// A text that is equal only to texts of the same bytes.
///
/// Swift takes two texts for equal if they differ only in how their letters are composed: é as one character (NFC), or
/// as e and an accent (NFD). For the file system these are the names of two files.
package struct ExactText: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (a: ExactText, b: ExactText) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}
