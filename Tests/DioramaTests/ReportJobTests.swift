import Foundation
import JSON
import Studios
import Testing

@testable import Diorama

/// The page about a dataset: written by a run, and made of any dataset.
@Suite struct ReportJobTests {
    @Test func aRunWritesThePageAndChangesNothingElse() throws {
        let studio = try Studio.everyday()
        try studio.run(to: "plain")
        for (folder, workers) in [("one", 1), ("five", 5)] {
            try studio.run(to: folder) { ($0.writesReport, $0.workers) = (true, workers) }
        }
        var one = try studio.files("one")
        #expect(try studio.files("five") == one)
        let removed = one.removeValue(forKey: "report.html")
        let page = try #require(removed)
        #expect(try studio.files("plain") == one)
        let written = try ReportJob(studio.path("plain")).run()
        #expect(written.path == studio.path("plain/report.html") && written.images == 10)
        #expect(written.isSound && written.findings.isEmpty)
        #expect(try studio.files("plain")["report.html"] == page)
        let text = String(decoding: page, as: UTF8.self)
        for words in ["objects.disc.size", "data:image/jpeg;base64,", "The pipeline as run", ">wedge<"] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!text.contains(studio.path("")))
    }

    @Test func aDatasetThatIsReplacedTakesItsPageAlong() throws {
        let studio = try Studio.everyday()
        try studio.run(to: "out") { $0.writesReport = true }
        let summary = try studio.run(to: "out", changes: ["images=3"]) { $0.overwrites = true }
        #expect(summary.kept.isEmpty)
        #expect(try studio.files("out")["report.html"] == nil)
    }

    @Test func aPageOfSomebodyElseStays() throws {
        let studio = try Studio.everyday()
        try studio.run(to: "out")
        try studio.write("<!doctype html>\nmine", to: "out/report.html")
        let error = #expect(throws: JobError.self) { try ReportJob(studio.path("out")).run() }
        #expect(error?.description.contains("it is no report of diorama") == true && error?.isUsage == true)
        #expect(try studio.text("out/report.html") == "<!doctype html>\nmine")
        _ = try ReportJob(studio.path("out"), to: studio.path("other.html")).run()
        _ = try ReportJob(studio.path("out"), overwrites: true).run()
        #expect(try studio.text("out/report.html") == studio.text("other.html"))
        _ = try ReportJob(studio.path("out")).run()
    }

    @Test func aDatasetOfAnotherToolHasAPageToo() throws {
        let studio = try Studio()
        try studio.write("names: [disc]\ntrain: images\n", to: "data.yaml")
        for number in 0..<4 {
            try studio.photo("images/\(number).png", seed: number + 1)
            try studio.write("0 0.5 0.8 0.1 0.1\n", to: "labels/\(number).txt")
        }
        try studio.write([0x89, 0x50], to: "images/3.png")
        let report = try ReportJob(studio.path("data.yaml"), to: studio.path("page.html")).run()
        #expect(report.images == 3 && report.findings.contains { $0.file?.hasSuffix("3.png") == true })
        #expect(report.description.contains("3 images with 3 labels"))
        let page = try studio.text("page.html")
        #expect(page.contains("Report of data.yaml") && !page.contains("id=asked") && page.contains("3.png"))
        let document = try JSONTree(Array(report.json.utf8))
        #expect(document["summary"]?["images"]?.integer == 3)
    }

    @Test func whatIsNoDatasetGivesNoPage() throws {
        let studio = try Studio.everyday()
        #expect(throws: (any Error).self) { try ReportJob(studio.path("photos"), to: studio.path("p.html")).run() }
        #expect(!FileManager.default.fileExists(atPath: studio.path("p.html")))
    }
}
