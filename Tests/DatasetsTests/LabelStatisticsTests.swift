import Findings
import Foundation
import Geometry
import Pictures
import Testing

@testable import Datasets

@Suite struct LabelStatisticsTests {
    private let categories = [COCO.Category(id: 3, name: "cone"), COCO.Category(id: 7, name: "box")]

    private func label(_ category: Int, _ x: Double, _ y: Double, _ width: Double, _ height: Double) -> MeasuredLabel {
        let box = Rect(x: x, y: y, width: width, height: height)
        return MeasuredLabel(categoryID: category, box: box, area: box.area)
    }

    @Test func numbersFallIntoTheirBins() {
        let even = Bins.even(from: 0, to: 1, count: 4)
        #expect([-1, 0, 0.24, 0.25, 0.99, 1, 7, .nan].map(even.place) == [0, 0, 0, 1, 3, 3, 3, 0])
        let octaves = Bins.octaves(from: -1, to: 2, perOctave: 2)
        #expect(octaves.count == 6)
        #expect([0, 0.5, 0.75, 1, 1.5, 2, 3, 9].map(octaves.place) == [0, 0, 1, 2, 3, 4, 5, 5])
        #expect((0...2).map { octaves.value(at: Double($0) * 2) } == [0.5, 1, 2])
    }

    @Test func aHistogramKnowsItsQuantilesAndItsDistanceToAnother() throws {
        let bins = Bins.even(from: 0, to: 10, count: 10)
        var (low, high) = (Histogram(bins), Histogram(bins))
        #expect(low.median == nil && low.distance(to: high) == nil)
        for value in 0..<10 { low.add(Double(value)) }
        for value in 5..<10 { high.add(Double(value)) }
        #expect(low.median == 5)
        #expect(high.quantile(0.2) == 6)
        #expect(low.distance(to: high) == 0.5)
        #expect(low.distance(to: low) == 0)
    }

    @Test func labelsAreCountedByCategorySizePlaceAndCompany() throws {
        var statistics = LabelStatistics(categories)
        statistics.add([label(3, 0, 0, 20, 20), label(7, 100, 50, 50, 25)], width: 200, height: 100)
        statistics.add([label(3, 90, 90, 10, 10), label(3, 40, 40, 20, 10)], width: 200, height: 100)
        statistics.add([], width: 200, height: 100)
        #expect((statistics.images, statistics.empty) == (3, 1))
        #expect((statistics.all.instances, statistics.all.images, statistics.all.atEdge) == (4, 2, 2))
        let cone = statistics.categories[0].labels
        #expect((cone.instances, cone.images, cone.sizes.small) == (3, 2, 3))
        #expect(statistics.categories[1].labels.sizes.medium == 1)
        #expect(statistics.together == [.init(first: 0, second: 1): 1])
        #expect(cone.perImage.counts[1] == 1 && cone.perImage.counts[2] == 1)
        // The middle of the last cone is at a quarter of the width, and at 45 of 100 rows.
        #expect(cone.places[14 * LabelGroup.mapSide + 8] == 1)
        #expect(try #require(statistics.categories[1].labels.aspect.median) > 1.9)
    }

    @Test func theOrderOfImagesAndOfPartsLeavesNoTrace() throws {
        let images = (0..<60).map { index in
            (0..<index % 4).map { place in
                var label = label(place % 2 == 0 ? 3 : 7, Double(index), Double(place * 9), Double(3 + index), 8)
                label.visibility = Double(index % 10) / 10
                return label
            }
        }
        var whole = LabelStatistics(categories)
        for labels in images { whole.add(labels, width: 128, height: 64) }
        var (odd, even) = (LabelStatistics(categories), LabelStatistics(categories))
        for (index, labels) in images.enumerated().reversed() {
            if index % 2 == 0 {
                even.add(labels, width: 128, height: 64)
            } else {
                odd.add(labels, width: 128, height: 64)
            }
        }
        odd += even
        #expect(odd == whole)
    }

    @Test func oddNumbersOfOtherToolsEndNothing() {
        var statistics = LabelStatistics(categories)
        var odd = label(3, 0, 0, 0, 5)
        (odd.visibility, odd.truncation) = (.nan, -3)
        statistics.add([odd, label(99, 5, 5, 5, 5)], width: 0, height: 0)
        #expect((statistics.all.instances, statistics.all.boxes) == (2, 0))
    }

    // MARK: - Datasets of other tools

    @Test func aDatasetIsRecognisedByItsPathAlone() throws {
        let yolo = try TemporaryFolder()
        try yolo.write("names: [cone]\ntrain: images/train\n", to: "data.yaml")
        try picture("images/train/a.png", in: yolo)
        try yolo.write("0 0.5 0.5 0.25 0.5\n", to: "labels/train/a.txt")
        for path in [yolo.path, yolo.path + "/data.yaml"] {
            let dataset = try DatasetSources.open(path)
            #expect(dataset.categories.map(\.name) == ["cone"] && dataset.photos.count == 1)
        }
        let voc = try TemporaryFolder()
        try picture("JPEGImages/a.png", in: voc)
        try voc.write(
            "<annotation><filename>a.png</filename><object><name>cone</name><bndbox><xmin>1</xmin><ymin>1</ymin>"
                + "<xmax>4</xmax><ymax>4</ymax></bndbox></object></annotation>", to: "Annotations/a.xml")
        #expect(try DatasetSources.open(voc.path).categories.map(\.name) == ["cone"])
        #expect(throws: DatasetError.self) { try DatasetSources.open(yolo.path + "/images") }
    }

    @Test func aMissingPhotoIsNamedAndItsBoxesStillCount() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            {"images": [{"id": 1, "file_name": "here.png", "width": 16, "height": 12},
              {"id": 2, "file_name": "gone.png", "width": 16, "height": 12}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 1, 4, 4]},
              {"id": 2, "image_id": 2, "category_id": 3, "bbox": [1, 1, 4, 4]}],
             "categories": [{"id": 3, "name": "cone"}]}
            """, to: "labels.json")
        try picture("here.png", in: folder)
        let survey = DatasetSurvey(try DatasetSources.open(folder.path + "/labels.json"))
        let results = survey.dataset.photos.indices.map(survey.read)
        #expect(results.map { $0.photo?.labels.annotations.count } == [1, 1])
        #expect(results.map { $0.photo?.hasPicture } == [true, false])
        let problem = try #require(results[1].problems.first)
        #expect(problem.file?.hasSuffix("gone.png") == true && problem.problem.contains("counted by the size"))
    }

    private func picture(_ name: String, in folder: TemporaryFolder) throws {
        try folder.write("", to: name)
        try AtomicFile.write(
            PhotoFile.encode(Raster(width: 16, height: 12), as: .png()), to: "\(folder.path)/\(name)")
    }
}
