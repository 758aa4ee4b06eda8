import Geometry
import Masks
import Testing

@testable import Datasets

@Suite struct COCOMaskTests {
    private func mask(_ rows: [String]) -> RunLengths {
        let bits = rows.flatMap { $0.utf8.map { UInt8($0 == UInt8(ascii: "#") ? 1 : 0) } }
        let rect = PixelRect(width: rows[0].utf8.count, height: rows.count)
        return Mask(rect: rect, bits: bits).runLengths(width: rect.width, height: rect.height)
    }

    @Test func polygonsFollowPixelEdges() {
        let square = mask(["....", ".##.", ".##."])
        #expect(COCO.Segmentation(square, style: .polygons) == .polygons([[1, 1, 3, 1, 3, 3, 1, 3]]))
    }

    @Test func aMaskWithAHoleFallsBackToRunLengths() throws {
        let ring = mask(["###", "#.#", "###"])
        let segmentation = COCO.Segmentation(ring, style: .polygons)
        #expect(segmentation == .compressed(height: 3, width: 3, counts: ring.compressed))
        #expect(try segmentation.mask(width: 3, height: 3) == ring)
    }

    @Test(arguments: COCO.MaskStyle.allCases)
    func aMaskReadsBackAsItWas(style: COCO.MaskStyle) throws {
        for rows in [["#"], ["#.", ".#"], ["##..#", "#...#", "..###"], ["....", "...."], [".#.#.#"]] {
            let mask = mask(rows)
            let segmentation = COCO.Segmentation(mask, style: style)
            #expect(try segmentation.mask(width: mask.width, height: mask.height) == mask)
        }
    }

    @Test func aLabelIsMadeFromItsMasks() {
        let visible = mask(["....", ".##.", "...."])
        let amodal = mask(["....", ".###", ".###"])
        let annotation = COCO.Annotation(
            imageID: 3, categoryID: 2, instance: 1, mask: visible, amodal: amodal,
            amodalBox: Rect(x: 1, y: 1, width: 9, height: 2), truncation: 2.0 / 3)
        #expect(annotation.box == Rect(x: 1, y: 1, width: 2, height: 1))
        #expect(annotation.area == 2)
        #expect(annotation.visibility == 2.0 / 6)
        #expect(annotation.segmentation == .compressed(height: 3, width: 4, counts: visible.compressed))
        #expect(!annotation.isCrowd)
    }

    @Test(arguments: [
        (COCO.Segmentation.counts(height: 2, width: 2, counts: [-1, 5]), "a run length is negative or above 2³² − 1"),
        (.polygons([[0, 0, 1, 1]]), "a ring of 4 numbers is no polygon"),
        (.polygons([[0, 0, 1, 1, 1e300, 4]]), "a coordinate is beyond 2²⁸ pixels"),
        (.compressed(height: 3, width: 2, counts: "6"), "the mask is 2 × 3 pixels, the image 2 × 2"),
    ])
    func aSegmentationThatIsNoMaskSaysWhy(segmentation: COCO.Segmentation, problem: String) {
        let error = #expect(throws: SegmentationError.self) { try segmentation.mask(width: 2, height: 2) }
        #expect(error?.problem == problem)
    }
}
