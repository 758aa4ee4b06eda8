package import Pipelines
package import Vips

/// A photo that images can be made of: where it lies, how large it is, what is known of it. No pixels.
package struct Photo: Hashable, Sendable {
    /// As the process can open it.
    package let path: String
    /// In pixels, after EXIF orientation.
    package let width: Int
    package let height: Int
    /// How a JPEG's chroma is sampled, where that is something we can write as well.
    package let subsampling: ChromaSubsampling?
    package let facts: PhotoFacts
    package let credits: PhotoCredits
    package let tags: [String]
    /// The same for the same photo on any machine and from any folder, so that a split by background never depends on
    /// where a run was started: its file name and size in bytes. A copy in another folder counts as the same.
    package let identity: String
    /// Where a dataset labels it.
    package let labels: PhotoLabelReference?
}

/// Whose a photo is.
package struct PhotoCredits: Hashable, Sendable, Codable {
    package var title: String?
    package var author: String?
    package var licence: PhotoLicence?
    /// Where it comes from: an address, or words.
    package var source: String?

    package init() {}

    /// These credits, with those that are missing taken from `others`.
    package func filled(from others: PhotoCredits) -> PhotoCredits {
        var credits = self
        credits.title = title ?? others.title
        credits.author = author ?? others.author
        credits.licence = licence ?? others.licence
        credits.source = source ?? others.source
        return credits
    }
}

package struct PhotoLicence: Described, Hashable, Codable {
    /// An SPDX identifier where there is one: `CC-BY-4.0`.
    package var name = ""
    package var url: String?

    package init() {}

    package init(name: String, url: String? = nil) {
        self.name = name
        self.url = url
    }

    package static let card = Card<PhotoLicence>(
        "licence", "What one may do with a photo.",
        .required("name", \.name, .text("a licence's name"), "Its name, best as SPDX writes it: CC-BY-4.0."),
        .field("url", \.url, .optional(.text("an address")), "Where its text stands.")
    )
}
