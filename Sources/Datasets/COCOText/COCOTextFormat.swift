package import Cards
import Geometry
import JSON

/// Words as COCO-Text v2 has them, in a folder `coco_text/`.
///
///     coco_text/cocotext.v2.json     all splits, each image with its `set`
///     coco_text/images               a link to images/
///
/// `imgs`, `anns` and `imgToAnns` are objects by id, as COCO-Text's own reader wants them. A word has `bbox`, `area`, the
/// points of its outline as `mask`, and four members that follow from ours:
///
/// - `utf8_string` is the word; empty for one that is illegible.
/// - `legibility` is `illegible` for a word that is too small, too hidden, mirrored or of too little contrast, and for a text
///   whose words have no known places; else `legible`.
/// - `language` is `english` where the object's `language` is a kind of English, `not english` where it is another one or
///   where its script is not Latin, else `na`.
/// - `class` is `machine printed` for what diorama has written, since it writes in fonts. A real label keeps its own, and is
///   one of `others` where it has none.
///
/// Format: Veit et al., "COCO-Text: Dataset and benchmark for text detection and recognition in natural images", 2016,
/// https://bgshih.github.io/cocotext.
package struct COCOTextFormat: DerivedFormat {
    package var visible = 0.5
    package var smallest = 8.0

    package init() {}

    package static let card = Card<COCOTextFormat>(
        "coco_text",
        "Words as in COCO-Text v2: coco_text/cocotext.v2.json, with polygon, text, legibility and language.",
        .field(
            "visible", \.visible, .share(of: "a word's box"),
            "A word of which less than this share is seen is illegible."),
        .field("smallest", \.smallest, .number(in: 0...1000, .pixels), "A word that is less high is illegible.")
    )

    package static let need: LabelNeed? = .words

    package static let places: [FilePlace] = ["coco_text/cocotext.v2.json", "coco_text/images"]

    static let file = "coco_text/cocotext.v2.json"

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let file = try output.open(Self.file)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("info", ifPresent: dataset.subsets.first?.info)
        writer.key("imgs")
        writer.beginObject()
        for subset in dataset.subsets {
            try dataset.forEachImage(of: subset, for: output) { image in
                writer.lineBreak()
                writer.key("\(image.image.id)")
                writer.object { writer in
                    writer.member("id", image.image.id)
                    writer.member("set", subset.split ?? "train")
                    writer.member("width", image.width)
                    writer.member("height", image.height)
                    writer.member("file_name", Self.path(of: image))
                }
                try file.write(writer.drain())
            }
        }
        writer.endObject()
        writer.key("anns")
        writer.beginObject()
        // The words of an image have numbers that follow each other.
        var (next, ranges): (Int, [(image: Int, words: Range<Int>)]) = (1, [])
        for subset in dataset.subsets {
            try dataset.forEachImage(of: subset, for: nil) { image in
                let words = image.words(visible: visible, smallest: smallest, for: output)
                for (number, word) in words.enumerated() {
                    writer.lineBreak()
                    writer.key("\(next + number)")
                    Self.encode(word, id: next + number, image: image.image.id, to: &writer)
                }
                ranges.append((image.image.id, next..<next + words.count))
                next += words.count
                try file.write(writer.drain())
                output.count(instances: words.count)
            }
        }
        writer.endObject()
        writer.key("imgToAnns")
        writer.object { writer in
            for (image, words) in ranges { writer.member("\(image)", Array(words)) }
        }
        writer.endObject()
        writer.lineBreak()
        try file.write(writer.drain())
        try file.commit()
        try output.link("coco_text/images", to: "../\(DatasetLayout.images)")
    }

    /// The picture's path from the folder of images.
    private static func path(of image: LabelledImage) -> String {
        (image.imageFolder.split(separator: "/").dropFirst() + [Substring(image.image.fileName)]).joined(separator: "/")
    }

    private static func encode(_ word: LabelledWord, id: Int, image: Int, to writer: inout JSONWriter) {
        let outline = Polygon(word.outline)
        let box = outline.bounds ?? Rect(x: 0, y: 0, width: 0, height: 0)
        writer.object { writer in
            writer.member("id", id)
            writer.member("image_id", image)
            writer.member("bbox", [box.x, box.y, box.width, box.height].map(thousandth))
            writer.member("area", thousandth(outline.area))
            writer.member("mask", word.outline.flatMap { [$0.x, $0.y] })
            writer.member("class", word.kind)
            writer.member("legibility", word.isLegible ? "legible" : "illegible")
            writer.member("language", word.language)
            writer.member("utf8_string", word.isLegible ? word.text : "")
        }
    }

    private static func thousandth(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}

extension LabelledWord {
    /// What COCO-Text calls its class.
    fileprivate var kind: String {
        let own = object.extra.text("class") ?? ""
        if ["machine printed", "handwritten", "others"].contains(own) { return own }
        return object.instance == nil ? "others" : "machine printed"
    }

    /// What COCO-Text calls its language.
    fileprivate var language: String {
        if let tag = object.extra.text(COCO.Transcription.language) {
            return tag.lowercased().split(separator: "-").first == "en" ? "english" : "not english"
        }
        return object.extra.text(COCO.Transcription.script).map { $0 == "Latn" ? "na" : "not english" } ?? "na"
    }
}
