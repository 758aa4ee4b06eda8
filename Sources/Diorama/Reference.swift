import Cards
import Objects
import Pipelines
import Scenes

/// The reference of every key that a pipeline and the files beside it can hold, as a Markdown page.
///
/// The page is made from the cards that decode these files, for `diorama list --markdown`.
public enum Reference {
    /// The whole page, without the end of its last line.
    public static var markdown: String {
        var blocks = [opening, "## The pipeline file"] + pipeline
        for listing in Listing.allCases { blocks.append(section(listing)) }
        blocks.append(section("Facts about photos", PhotoVocabulary.entries))
        blocks.append(section("Catalogues of models", ModelVocabulary.entries))
        return blocks.joined(separator: "\n\n")
    }

    /// The part of the page about one list.
    static func section(_ listing: Listing) -> String { section(listing.title, listing.entries) }

    private static let opening = """
        # Reference

        This page lists every key. `diorama list --markdown` writes it from the program itself: do not edit it.

        - **takes** is the value that a key expects, with its unit and its range. A distribution may stand for it where
          the table says so. All values of object sources, placers, blends and effects may vary.
        - **default** is the value of a key that is left out. A key without a default may be left out, unless it is
          required.
        - `a.b` is the key `b` in the block `a`. NAME and EFFECT stand for a name of yours and for an effect.
        - A part without keys is written by its name alone: `place: anywhere`. A value in place of the block of a part
          is that of its first key: `feather: 2` is `feather: {radius: 2}`.
        """

    /// The keys at the top of the file, then each of its blocks.
    private static var pipeline: [String] {
        let keys = CardDescription(Pipeline.card(.all)).keys
        let top = keys.filter { !$0.path.contains(".") }
        let blocks = top.compactMap { block -> String? in
            let prefix = block.path + "."
            let below = keys.filter { $0.path.hasPrefix(prefix) }
            guard !below.isEmpty else { return nil }
            return "### The block `\(block.path)`\n\n\(block.summary)\n\n" + table(below, after: prefix)
        }
        return [table(top)] + blocks
    }

    private static func section(_ title: String, _ cards: [CardDescription]) -> String {
        let parts = cards.map { card in
            "### \(card.name)\n\n\(cell(card.summary))" + (card.keys.isEmpty ? "" : "\n\n" + table(card.keys))
        }
        return (["## " + title] + parts).joined(separator: "\n\n")
    }

    /// - Parameter prefix: the beginning of all paths, which the table leaves out.
    private static func table(_ keys: [CardDescription.Key], after prefix: String = "") -> String {
        let rows = keys.map { key in
            let standard = key.isRequired ? "required" : key.defaultText.map { "`\(cell($0, isCode: true))`" } ?? ""
            return "| `\(key.path.dropFirst(prefix.count))` | \(takes(key)) | \(standard) | \(cell(key.summary)) |"
        }
        return (["| key | takes | default | does |", "| --- | --- | --- | --- |"] + rows).joined(separator: "\n")
    }

    /// The values of a key; a list of parts is a link to them.
    private static func takes(_ key: CardDescription.Key) -> String {
        guard let list = key.list else { return cell(key.expectation) }
        let anchor = list.kind.replacing(" ", with: "-") + "s"
        return cell(key.expectation.replacing(list.words, with: "one \(list.kind)"))
            .replacing("one \(list.kind)", with: "one [\(list.kind)](#\(anchor))", maxReplacements: 1)
    }

    /// A text in which no sign of Markdown can break its cell.
    private static func cell(_ text: String, isCode: Bool = false) -> String {
        let piped = text.replacing("|", with: "\\|").replacing("\n", with: " ")
        return isCode ? piped : piped.replacing("<", with: "&lt;").replacing("*", with: "\\*")
    }
}

extension Listing {
    /// Each part with a table of its keys.
    public var markdown: String { Reference.section(self) }
}
