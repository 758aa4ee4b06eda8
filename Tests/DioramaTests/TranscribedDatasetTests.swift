import Datasets
import JSON
import Scenes
import Studios
import Testing

@testable import Diorama

/// A dataset says what is written on its objects, in its labels and in its scenes.
@Suite struct TranscribedDatasetTests {
    @Test func labelsAndScenesHaveTheText() throws {
        let studio = try Studio()
        try studio.photos(2)
        try studio.write(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" xml:lang="fr"><rect width="40" height="20" fill="#fff"/>
            <text x="2" y="15" font-family="DejaVu Sans" font-size="12">Été</text></svg>
            """, to: "sign.svg")
        try studio.cutout("disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            seed: 5
            images: 4
            backgrounds: {photos: [photos]}
            objects:
              sign: {from: {drawing: sign.svg}, size: 0.3}
              name: {from: {text: {text: {choice: ["<b>A</b>\\n1", שלום]}, background: white}}, size: 0.3}
              disc: {from: {cutouts: disc.png}, size: 0.3}
            scene: {count: 3}
            output: {images: {format: png}, annotations: [coco, csv], split: {train: 0.5, val: 0.5, by: image}}

            """, to: "pipeline.yaml")
        try studio.run(to: "out")
        let wanted: [String: Set<[String?]>] = [
            "sign": [["Été", "fr", "Latn", "ltr"]], "disc": [[nil, nil, nil, nil]],
            "name": [["A\n1", nil, "Latn", "ltr"], ["שלום", nil, "Hebr", "rtl"]],
        ]
        var seen: Set<String> = []
        for split in ["train", "val"] {
            let document = try COCO.decode(
                Array(studio.text("out/annotations/instances_\(split).json").utf8)
            ).document
            for annotation in document.annotations {
                let category = document.categories.first { $0.id == annotation.categoryID }?.name ?? ""
                let found = ["text", "language", "script", "direction"].map { annotation.extra.text($0) }
                #expect(wanted[category]?.contains(found) == true, "\(category): \(found)")
                seen.insert(category)
            }
        }
        #expect(seen == ["sign", "name", "disc"])
        let scenes = try studio.scenes("out")
        let texts = Set(scenes.flatMap(\.objects).filter { $0.name == "name" }.compactMap(\.text))
        #expect(texts.isSubset(of: ["A\n1", "שלום"]) && !texts.isEmpty)
        #expect(scenes.flatMap(\.objects).allSatisfy { $0.name != "disc" || $0.text == nil })
        #expect(try studio.text("out/annotations/instances_train.csv").contains(",text,language,script,direction"))
    }
}
