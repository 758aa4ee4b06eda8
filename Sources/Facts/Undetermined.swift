/// A fact that does not follow from what was marked: why, and what to mark instead.
package struct Undetermined: Error, Hashable, Sendable {
    package let words: String

    package init(_ words: String) { self.words = words }
}
