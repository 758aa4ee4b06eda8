package import Cards

/// Pictures of single words for training a reader, in a folder `crops/`.
///
///     crops/000007_001.png     with a split: crops/train/000007_001.png and so on
///     crops/labels.txt         with a split: crops/labels_train.txt and so on
///     crops_seen/              the same with the words as the image shows them
///
/// In `crops/` each word is set upright: its four corners become a rectangle. In `crops_seen/` it is as the image shows it,
/// pixel by pixel: the upright box round it. A line of a list is a path from its folder, a tab and the text, in UTF-8. Words
/// that are too small, too hidden or mirrored are left out, and so are texts whose words have no known places.
package struct TextCropsFormat: DerivedFormat {
    package var visible = 0.8
    package var smallest = 8.0
    package var padding = 0.15
    package var shape = Shape.upright

    package enum Shape: String, CaseIterable, Sendable {
        case upright, seen, both
    }

    package init() {}

    package static let card = Card<TextCropsFormat>(
        "text_crops",
        "Pictures of single words with a list of their texts: set upright in crops/, or as seen in crops_seen/.",
        .field("visible", \.visible, .share(of: "a word's box"), "The least share of a word that is seen."),
        .field("smallest", \.smallest, .number(in: 1...1000, .pixels), "The least height of a word."),
        .field(
            "padding", \.padding, .share(of: "its height", in: 0...2), "The room round a word."),
        .field(
            "shape", \.shape, .word,
            "upright: its four corners made a rectangle; seen: the upright box round it, as the image shows it.")
    )

    package static let need: LabelNeed? = .words

    package static let places: [FilePlace] = [
        "crops/labels.txt", "crops/labels_*.txt", "crops/*.png", "crops/*/*.png", "crops_seen/labels.txt",
        "crops_seen/labels_*.txt", "crops_seen/*.png", "crops_seen/*/*.png",
    ]

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        var kinds: [WordCrops] = []
        if shape != .seen { kinds.append(WordCrops(folder: "crops", padding: padding)) }
        if shape != .upright { kinds.append(WordCrops(folder: "crops_seen", padding: padding, shape: .seen)) }
        for subset in dataset.subsets {
            let lists = try kinds.map {
                try output.open("\($0.folder)/labels\(subset.split.map { "_\($0)" } ?? "").txt")
            }
            try dataset.forEachImage(of: subset, for: output) { image in
                let words = image.words(visible: visible, smallest: smallest, for: output)
                output.note(
                    "illegible word or text left out: too small, too hidden, mirrored or of too little contrast",
                    words.count { !$0.isLegible })
                guard let image = try WordImage(words, of: image, in: dataset) else { return }
                for (number, (crops, list)) in zip(kinds, lists).enumerated() {
                    let made = try crops.write(image, to: output)
                    try list.write(Array(made.map { "\($0.path)\t\($0.text)\n" }.joined().utf8))
                    // A word of two pictures is one.
                    if number == 0 { output.count(instances: made.count) }
                }
            }
            for list in lists { try list.commit() }
        }
    }
}
