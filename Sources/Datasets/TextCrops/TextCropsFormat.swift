package import Cards

/// Pictures of single words for training a reader, in a folder `crops/`.
///
///     crops/000007_001.png     with a split: crops/train/000007_001.png and so on
///     crops/labels.txt         with a split: crops/labels_train.txt and so on
///
/// Each word is set upright: its four corners become a rectangle. A line of the list is a path from `crops/`, a tab and the
/// text, in UTF-8. Words that are too small, too hidden or mirrored are left out, and so are texts whose words have no known
/// places.
package struct TextCropsFormat: DerivedFormat {
    package var visible = 0.8
    package var smallest = 8.0
    package var padding = 0.15

    package init() {}

    package static let card = Card<TextCropsFormat>(
        "text_crops", "Pictures of single words, set upright, with a list of their texts, in crops/.",
        .field("visible", \.visible, .share(of: "a word's box"), "The least share of a word that is seen."),
        .field("smallest", \.smallest, .number(in: 1...1000, .pixels), "The least height of a word."),
        .field(
            "padding", \.padding, .share(of: "its height", in: 0...2), "The room round a word.")
    )

    package static let places: [FilePlace] = [
        "crops/labels.txt", "crops/labels_*.txt", "crops/*.png", "crops/*/*.png",
    ]

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        let crops = WordCrops(folder: "crops", padding: padding)
        for subset in dataset.subsets {
            let list = try output.open("crops/labels\(subset.split.map { "_\($0)" } ?? "").txt")
            try dataset.forEachImage(of: subset, for: output) { image in
                let words = image.words(visible: visible, smallest: smallest, for: output)
                let made = try crops.write(words, of: image, in: dataset, to: output)
                try list.write(Array(made.map { "\($0.path)\t\($0.text)\n" }.joined().utf8))
                output.count(instances: made.count)
            }
            try list.commit()
        }
    }
}
