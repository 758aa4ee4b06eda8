package import Cards
import Findings
package import Pictures
import Scenes

/// The traces that an earlier file left: the image is encoded and decoded once more before it is written.
///
/// By the encoders that write images: libjpeg-turbo's and libwebp's. Pasted and real pixels go through it together, so
/// that both then have the same blocks.
package struct Recompress: Effect {
    package var quality = 60
    package var format = Format.jpeg
    package var subsampling = ChromaSubsampling.quarter

    package enum Format: String, CaseIterable, Sendable {
        case jpeg, webp
    }

    package init() {}

    package static let card = Card<Recompress>(
        "recompress", "The traces of an earlier file with losses.",
        .field(
            "quality", \.quality, .integer(in: 1...100, .other("as the file's quality")),
            "Of the earlier file: 90 is hardly seen, 30 is coarse."),
        .field("format", \.format, .word, "Of the earlier file."),
        .field("subsampling", \.subsampling, .word, "The chroma subsampling of an earlier JPEG file; WebP has 4:2:0.")
    )

    /// - Throws: `PictureError` for an image with more rows or columns than the format holds.
    package func apply(to composite: inout Composite, streams: RandomStreams) throws {
        let encoding: PhotoFile.Encoding =
            switch format {
            case .jpeg: .jpeg(quality: quality, subsampling: subsampling)
            case .webp: .webp(quality: quality)
            }
        do throws(PictureError) {
            try PhotoFile.recode(&composite.image, as: encoding)
        } catch {
            throw error.concerning(composite.scene.photo.file)
        }
    }
}
