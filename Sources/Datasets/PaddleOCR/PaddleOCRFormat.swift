package import Cards
import Geometry
import JSON

/// Words for PaddleOCR's detectors and readers, in a folder `paddleocr/`.
///
///     paddleocr/det.txt                  with a split: det_train.txt and so on
///     paddleocr/rec.txt                  with a split: rec_train.txt and so on
///     paddleocr/crops/000007_001.png     with a split: crops/train/000007_001.png and so on
///     paddleocr/images                   a link to images/
///
/// A line of the first list is a picture, a tab, and its words in JSON: `transcription` and `points`, clockwise from the top left
/// of the upright text: four, or more for a word along an arc; `###` is not to be read. A line of the second is a picture of a word, a tab and its text.
/// Both lists count paths from `paddleocr/`, which is `data_dir`.
///
/// Format: https://paddlepaddle.github.io/PaddleOCR, “Text detection” and “Text recognition”, data of one's own.
package struct PaddleOCRFormat: DerivedFormat {
    package var visible = 0.5
    package var smallest = 8.0
    package var padding = 0.15

    package init() {}

    package static let card = Card<PaddleOCRFormat>(
        "paddleocr", "PaddleOCR's lists for detection and recognition, in paddleocr/, with pictures of the words.",
        .field(
            "visible", \.visible, .share(of: "a word's box"),
            "A word of which less than this share is seen is written as ###."),
        .field(
            "smallest", \.smallest, .number(in: 1...1000, .pixels), "A word that is less high is written as ###."),
        .field("padding", \.padding, .share(of: "its height", in: 0...2), "The room round the picture of a word.")
    )

    package static let need: LabelNeed? = .words

    package static let places: [FilePlace] = [
        "paddleocr/det.txt", "paddleocr/det_*.txt", "paddleocr/rec.txt", "paddleocr/rec_*.txt", "paddleocr/images",
        "paddleocr/crops/*.png", "paddleocr/crops/*/*.png",
    ]

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let crops = WordCrops(folder: "paddleocr/crops", padding: padding)
        for subset in dataset.subsets {
            let part = subset.split.map { "_\($0)" } ?? ""
            let (detection, recognition) = (
                try output.open("paddleocr/det\(part).txt"), try output.open("paddleocr/rec\(part).txt")
            )
            try dataset.forEachImage(of: subset, for: output) { image in
                let words = image.words(visible: visible, smallest: smallest, for: output)
                var writer = JSONWriter()
                writer.array { writer in
                    for word in words {
                        writer.object { writer in
                            writer.member("transcription", word.isLegible ? word.text : ICDARFormat.notRead)
                            writer.member("points", word.outline.map { [$0.x, $0.y] })
                        }
                    }
                }
                let picture = ([image.imageFolder, image.image.fileName]).joined(separator: "/")
                try detection.write(Array("\(picture)\t".utf8) + writer.drain() + [UInt8(ascii: "\n")])
                let made = try WordImage(words, of: image, in: dataset).map { try crops.write($0, to: output) } ?? []
                try recognition.write(Array(made.map { "crops/\($0.path)\t\($0.text)\n" }.joined().utf8))
                output.count(instances: words.count)
            }
            try detection.commit()
            try recognition.commit()
        }
        try output.link("paddleocr/images", to: "../\(DatasetLayout.images)")
    }
}
