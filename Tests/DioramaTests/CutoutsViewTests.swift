import Pictures
import Studios
import Testing

@testable import Diorama

/// What labels give to cut out, on one sheet.
@Suite struct CutoutsViewTests {
    let studio: Studio

    /// A photo with a thing that stands out and has a box alone, one that does not, and one with a mask.
    init() throws {
        studio = try Studio()
        try studio.photo("photos/a.png", width: 160, height: 120)
        var raster = try studio.raster("photos/a.png")
        for y in 0..<120 {
            for x in 0..<160 {
                let isThing = (x - 40) * (x - 40) + (y - 40) * (y - 40) < 400
                for band in 0..<3 { raster.bytes[(y * 160 + x) * 4 + band] = isThing ? [200, 30, 30][band] : 90 }
            }
        }
        try studio.write(PhotoFile.encode(raster, as: .png()), to: "photos/a.png")
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "photos/a.png", "width": 160, "height": 120}],
             "categories": [{"id": 1, "name": "disc"}, {"id": 2, "name": "wall"}, {"id": 3, "name": "tile"}],
             "annotations": [
              {"id": 7, "image_id": 1, "category_id": 1, "bbox": [20, 20, 40, 40], "area": 1256, "iscrowd": 0},
              {"id": 8, "image_id": 1, "category_id": 2, "bbox": [90, 20, 40, 40], "area": 1600, "iscrowd": 0},
              {"id": 9, "image_id": 1, "category_id": 3, "bbox": [90, 70, 40, 40], "area": 1600, "iscrowd": 0,
               "segmentation": [[90, 70, 130, 70, 130, 110, 90, 110]]}]}
            """, to: "labels.json")
    }

    private func view(_ labels: String) throws -> String {
        try CutoutsView(labels: studio.path(labels)).write(to: studio.path("sheet.png"))
    }

    @Test func whatIsUsedAndWhatIsLeftOutIsDrawn() throws {
        #expect(try view("labels.json").contains("labels.json: 2 of 3 things can be cut out, drawn on"))
        let sheet = try studio.raster("sheet.png")
        #expect(sheet.width > 600 && sheet.height > 200)
        #expect(try view("labels.json#disc,tile").contains("2 of 2 things can be cut out"))
        #expect(try view("labels.json#wall").contains("0 of 1 thing can be cut out"))
    }

    @Test func whatIsMisnamedIsSaid() throws {
        let unknown = #expect(throws: JobError.self) { try view("labels.json#dics") }
        #expect(unknown?.description.contains("labels no “dics”; did you mean “disc”?") == true)
        #expect(throws: (any Error).self) { try view("missing.json") }
        #expect(CutoutsView.takes("labels.JSON") && CutoutsView.takes("a.json#cone") && !CutoutsView.takes("json"))
    }
}
