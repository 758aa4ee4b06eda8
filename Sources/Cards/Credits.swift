/// The author, the licence and the source of a photo or a model.
package struct Credits: Hashable, Sendable, Codable {
    package var title: String?
    package var author: String?
    package var licence: Licence?
    /// Its source: a file, an address, or words.
    package var source: String?

    package init() {}

    /// These credits, with those that are missing taken from `others`.
    package func filled(from others: Credits) -> Credits {
        var credits = self
        credits.title = title ?? others.title
        credits.author = author ?? others.author
        credits.licence = licence ?? others.licence
        credits.source = source ?? others.source
        return credits
    }
}

package struct Licence: Described, Hashable, Codable {
    /// An SPDX identifier where there is one: `CC-BY-4.0`.
    package var name = ""
    package var url: String?

    package init() {}

    package init(name: String, url: String? = nil) {
        self.name = name
        self.url = url
    }

    package static let card = Card<Licence>(
        "licence", "What one may do with a work.",
        .required("name", \.name, .text("a licence's name"), "Its name, best as SPDX writes it: CC-BY-4.0."),
        .field("url", \.url, .optional(.text("an address")), "Where its text stands.")
    )
}
