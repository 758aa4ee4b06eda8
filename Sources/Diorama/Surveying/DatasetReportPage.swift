import Cards
import Datasets
import Findings
import Foundation
import Geometry
import JSON
import Pictures
import Scenes
import Sheets

/// Makes the report of a dataset: reads it once for its numbers, and its chosen images once more for their pictures.
struct DatasetReportPage {
    let page: ReportPage
    let problems: FindingList
    let images: Int
    let labels: Int

    /// The most works that are credited one by one.
    private static let mostCredits = 400
    /// The most findings of each kind that a report lists.
    static let each = 20

    /// The report of a dataset of ours, finished or about to be.
    static func ours(_ root: String) throws -> DatasetReportPage {
        var source = COCOSource()
        source.file = root
        return try DatasetReportPage(try source.open(), root: root, name: nil)
    }

    /// - Parameters:
    ///   - root: the folder of a dataset of ours, whose other files are shown too; nil for another.
    ///   - name: the dataset's name on the page.
    init(_ dataset: any LabelledDataset, root: String?, name: String?) throws {
        let survey = DatasetSurvey(dataset)
        var statistics = LabelStatistics(dataset.categories)
        let places = statistics.placeOfCategory
        var selection = ReportSelection(categories: dataset.categories.count)
        var credits = ReportCredits(dataset.licenses)
        var problems = FindingList(each: Self.each)
        DatasetReading(survey: survey).forEach {
            problems.add($0)
        } _: { photo in
            statistics.add(
                photo.labels.annotations.map { MeasuredLabel($0) }, width: photo.frame.width, height: photo.frame.height
            )
            selection.add(photo, categories: places)
            credits.add(photo)
        }
        var content = ReportContent(statistics, version: Version.current)
        content.name = name
        content.tiles = Self.tiles(selection, survey, places)
        content.problems = problems.counted
        (content.credits, content.moreCredits) = credits.listed(most: Self.mostCredits)
        if let root {
            let layout = DatasetLayout(root: root)
            func bytes(_ name: String) -> [UInt8]? {
                FileManager.default.contents(atPath: layout.path(name)).map { [UInt8]($0) }
            }
            content.run = bytes(DatasetLayout.statistics).flatMap { try? JSONTree($0) }
            content.pipeline = bytes(DatasetLayout.pipeline).map { String(decoding: $0, as: UTF8.self) }
        }
        page = ReportPage(content)
        self.problems = problems
        (images, labels) = (statistics.images, statistics.all.instances)
    }

    // MARK: - Pictures

    private static func tiles(
        _ selection: ReportSelection, _ survey: DatasetSurvey, _ places: [Int: Int]
    ) -> [ReportTileGroup] {
        func group(
            _ title: String, _ note: String, _ choices: [ReportSelection.Choice],
            caption: @escaping @Sendable (COCO.Annotation) -> String
        ) -> ReportTileGroup {
            let tiles = choices.concurrentMap(inChunksOf: 1) { choice -> ReportTile? in
                guard let photo = survey.read(choice.photo).photo else { return nil }
                let label = choice.label.flatMap { photo.labels.annotations.indices.contains($0) ? $0 : nil }
                let annotation = label.map { photo.labels.annotations[$0] }
                let view = annotation?.box.map {
                    ReportSelection.view(of: $0, width: photo.frame.width, height: photo.frame.height)
                }
                return ReportTile(
                    photo, view: view, marked: label,
                    caption: annotation.map(caption) ?? photo.labels.annotations.count.counting("label"),
                    categories: places)
            }
            return ReportTileGroup(title, note, tiles.compactMap { $0 })
        }
        @Sendable func share(_ value: Double?) -> String { ((value ?? 0) * 100).rounded().plainText + " %" }
        return [
            group(
                "Least visible", "The labels of which the least is seen, each in its surroundings.",
                selection.hidden.choices
            ) {
                "\(share($0.visibility)) visible"
            },
            group("Smallest", "The labels with the smallest boxes.", selection.smallest.choices) {
                let box = $0.box ?? Rect(x: 0, y: 0, width: 0, height: 0)
                return "\(Int(box.width.rounded())) × \(Int(box.height.rounded())) pixels"
            },
            group("Most cut off", "The labels of which the most lies outside the image.", selection.cutOff.choices) {
                "\(share($0.truncation)) outside"
            },
            group("Most crowded", "The images with the most labels.", selection.crowded.choices) { _ in "" },
            group("At random", "Images by chance, the same each time.", selection.random.choices) { _ in "" },
            group(
                "Of each category", "Some images of each category, by chance; “Category” shows one alone.",
                unique(selection.examples.flatMap(\.choices))
            ) { _ in "" },
        ]
    }

    /// The first choice of each photo.
    private static func unique(_ choices: [ReportSelection.Choice]) -> [ReportSelection.Choice] {
        var seen: Set<Int> = []
        return choices.filter { seen.insert($0.photo).inserted }
    }
}
