package import Cards
import Geometry

/// Words as the ICDAR 2015 competition has them (incidental scene text), in a folder `icdar/`.
///
///     icdar/gt_000007.txt      with a split: icdar/train/gt_000007.txt and so on
///     icdar/images             a link to images/
///
/// A line is a word: `x1,y1,x2,y2,x3,y3,x4,y4,text`, in whole pixels, clockwise from the top left of the upright text. The
/// text is all after the eighth comma, so a comma in it is no mistake. `###` is a word that nobody is asked to read or to
/// find: one that is too small, too hidden or mirrored, and a text whose words have no known places. The competition's own
/// reader takes quotation marks round a text away; a text that has some is written with more, as that reader wants it.
///
/// Format: Karatzas et al., "ICDAR 2015 competition on robust reading", https://rrc.cvc.uab.es/?ch=4&com=tasks; the
/// competition's script `rrc_evaluation_funcs.py`.
package struct ICDARFormat: DerivedFormat {
    package var visible = 0.5
    package var smallest = 8.0

    package init() {}

    package static let card = Card<ICDARFormat>(
        "icdar", "Words with four corners as in ICDAR 2015, in icdar/: x1,y1,…,x4,y4,text; ### is not to be read.",
        .field(
            "visible", \.visible, .share(of: "a word's box"),
            "A word of which less than this share is seen is written as ###."),
        .field(
            "smallest", \.smallest, .number(in: 0...1000, .pixels), "A word that is less high is written as ###.")
    )

    package static let need: LabelNeed? = .words

    package static let places: [FilePlace] = ["icdar/gt_#.txt", "icdar/*/gt_#.txt", "icdar/images"]

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        for subset in dataset.subsets {
            let folder = subset.split.map { "icdar/\($0)" } ?? "icdar"
            try dataset.forEachImage(of: subset, for: output) { image in
                let words = image.words(visible: visible, smallest: smallest, for: output)
                try output.write(words.map(Self.line).joined(), to: "\(folder)/gt_\(image.stem).txt")
                output.count(instances: words.count)
            }
        }
        try output.link("icdar/images", to: "../\(DatasetLayout.images)")
    }

    private static func line(_ word: LabelledWord) -> String {
        let numbers = word.quad.flatMap { [$0.x, $0.y] }.map { String(Int($0.rounded())) }.joined(separator: ",")
        return "\(numbers),\(word.isLegible ? escaped(word.text) : notRead)\n"
    }

    static let notRead = "###"

    private static func escaped(_ text: String) -> String {
        guard text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
