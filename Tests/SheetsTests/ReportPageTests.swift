@testable import Datasets
import Findings
import Foundation
import Geometry
import JSON
import Pictures
import Testing

@testable import Sheets

@Suite struct ReportPageTests {
    /// A name that would be a script, and end an attribute, if it were not escaped.
    private static let wild = "<script>alert('1')</script> \"&\u{1}"

    private func content(name: String = wild) throws -> ReportContent {
        var statistics = LabelStatistics([COCO.Category(id: 1, name: name), COCO.Category(id: 2, name: "plain")])
        var label = MeasuredLabel(categoryID: 1, box: Rect(x: 2, y: 2, width: 40, height: 20), area: 700)
        (label.visibility, label.truncation) = (0.4, 0.2)
        statistics.add([label, label], width: 100, height: 80)
        statistics.add([], width: 100, height: 80)
        var content = ReportContent(statistics, version: "1")
        content.name = name
        content.pipeline = "seed: 1 # \(name)\n"
        content.problems = [Finding(.warning, .init("a.b"), file: name, subject: name, name)]
        var credit = ReportCredit()
        (credit.title, credit.author, credit.source, credit.licence) = (name, name, name, name)
        credit.address = "javascript:alert(1)"
        content.credits = [credit]
        content.run = .object([
            (
                "asked_and_got",
                .array([
                    .object([
                        ("key", .string(name)), ("differs", .boolean(true)), ("ks_distance", .number(0.5)),
                        ("asked", .object([("quantiles", .array((1...5).map { JSONTree.number(Double($0)) }))])),
                        (
                            "got",
                            .object([
                                ("count", .number(9)),
                                ("quantiles", .array((1...5).map { JSONTree.number(Double($0)) })),
                            ])
                        ),
                        ("left_out", .object([(name, .number(3))])),
                        (
                            "bars",
                            .object([
                                ("edges", .array([.number(0), .number(1), .number(2)])),
                                ("asked", .array([.number(0.5), .number(0.5)])),
                                ("got", .array([.number(9), .number(0)])),
                            ])
                        ),
                    ])
                ])
            ),
            (
                "skipped",
                .array([.object([("file", .string(name)), ("reason", .string(name)), ("times", .number(1))])])
            ),
            (
                "objects",
                .object([
                    (
                        "kinds",
                        .array([.object([("name", .string(name)), ("left_out", .object([(name, .number(2))]))])])
                    ),
                    ("photos", .array([.object([("file", .string(name))])])),
                    (
                        "shortfalls",
                        .array([
                            .object([("what", .string("object without an instance")), ("object", .string(name))])
                        ])
                    ),
                ])
            ),
        ])
        return content
    }

    private func html(_ content: ReportContent) -> String { String(decoding: ReportPage(content).bytes, as: UTF8.self) }

    @Test func nothingOfAFileBecomesMarkup() throws {
        let page = html(try content())
        #expect(!page.contains("<script>alert") && !page.contains("alert('1')"))
        #expect(!page.contains("javascript:") && !page.contains("\u{1}"))
        // In each of its places it is a text: the title and the heading, the category in filter, table and card, and
        // the files and reasons of the tables.
        #expect(page.components(separatedBy: "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;&amp;").count > 15)
    }

    @Test func thePageNeedsNothingElse() throws {
        let page = html(try content(name: "cone"))
        for word in ["http://", "https://", "url(", "@import", "<link", "<iframe"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.hasPrefix(ReportPage.mark) && page.contains("default-src 'none'"))
        #expect(page == html(try content(name: "cone")))
    }

    @Test func everySectionHasItsHeadingAndItsLink() throws {
        let page = html(try content(name: "cone"))
        for id in ["classes", "asked", "places", "left-out", "credits", "pipeline"] {
            #expect(page.contains("<section id=\(id) aria-labelledby=\(id)-title>"))
            #expect(page.contains("<h2 id=\(id)-title>") && page.contains("href=\"#\(id)\""))
        }
        // Nothing asked, nothing left out, nothing drawn: no section.
        var bare = ReportContent(LabelStatistics([]), version: "1")
        bare.name = nil
        #expect(!html(bare).contains("<section"))
    }

    @Test func theChoiceOfImagesIsTheSameAndTheWorstOfEachKind() throws {
        var selections = [ReportSelection(categories: 1), ReportSelection(categories: 1)]
        let photos = (0..<200).map { index in
            var annotation = COCO.Annotation(id: 1, imageID: index, categoryID: 1)
            annotation.box = Rect(x: 0, y: 0, width: Double(300 - index), height: 10)
            (annotation.visibility, annotation.truncation) = (Double(index) / 200, Double(index) / 400)
            return DatasetSurvey.Photo(
                index: index, photo: DatasetPhoto(id: index, path: "a/\(index).jpg"),
                frame: PhotoFrame(width: 400, height: 300), hasPicture: true,
                labels: DatasetLabels(
                    image: COCO.Image(id: index, fileName: "\(index).jpg", width: 400, height: 300),
                    annotations: [annotation], oddities: []))
        }
        for photo in photos { selections[0].add(photo, categories: [1: 0]) }
        for photo in photos.reversed() { selections[1].add(photo, categories: [1: 0]) }
        #expect(selections[0].random == selections[1].random && selections[0].examples == selections[1].examples)
        #expect(selections[0].hidden.choices.map(\.photo) == Array(0..<8))
        #expect(selections[0].smallest.choices.map(\.photo) == Array((192..<200).reversed()))
        #expect(selections[0].cutOff.choices.map(\.photo) == Array((192..<200).reversed()))
        #expect(selections[0].random.choices.count == 24 && selections[0].crowded.choices.isEmpty)
    }

    @Test func aViewOfALabelLiesInItsPhoto() {
        for box in [
            Rect(x: 0, y: 0, width: 5, height: 5), Rect(x: 390, y: 290, width: 10, height: 10),
            Rect(x: 0, y: 0, width: 400, height: 300), Rect(x: 100, y: 100, width: 50, height: 9),
        ] {
            let view = ReportSelection.view(of: box, width: 400, height: 300)
            #expect(view.minX >= 0 && view.minY >= 0 && view.maxX <= 400 && view.maxY <= 300)
            #expect(Rect(view).intersection(box) == box)
        }
    }
}
