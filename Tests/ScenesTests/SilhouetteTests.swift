import Geometry
import Testing

@testable import Scenes

private let square = [Polygon([Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)])]

/// The unit square scaled and moved.
func silhouette(x: Double, y: Double, width: Double, height: Double) throws -> Silhouette {
    try #require(
        Silhouette(
            outlines: square, imageFromObject: .translation(x: x, y: y) * .scale(x: width, y: height)))
}

@Suite struct SilhouetteTests {
    @Test func aRectangleFillsItsGrid() throws {
        let shape = try silhouette(x: 10, y: 20, width: 30, height: 40)
        #expect(shape.bounds == Rect(x: 10, y: 20, width: 30, height: 40))
        #expect(shape.cells == 64 * 64)
        #expect(shape.contains(Point(10.1, 20.1)) && shape.contains(Point(39.9, 59.9)))
        #expect(!shape.contains(Point(9.9, 30)) && !shape.contains(Point(20, 60.1)))
    }

    @Test func aTriangleHoldsHalfOfItsBounds() throws {
        let triangle = Polygon([Point(0, 0), Point(1, 1), Point(0, 1)])
        let shape = try #require(Silhouette(outlines: [triangle], imageFromObject: .scale(x: 50, y: 50)))
        // Centres on the diagonal count once: half of the grid, give or take half a row of cells.
        #expect(abs(shape.cells - 64 * 64 / 2) <= 32)
        #expect(shape.contains(Point(5, 45)) && !shape.contains(Point(45, 5)))
    }

    @Test func anOutlineInsideAnotherOfTheSameSenseIsNoHole() throws {
        let inner = Polygon([Point(0.25, 0.25), Point(0.75, 0.25), Point(0.75, 0.75), Point(0.25, 0.75)])
        let shape = try #require(Silhouette(outlines: square + [inner], imageFromObject: .scale(x: 64, y: 64)))
        #expect(shape.cells == 64 * 64)
    }

    @Test func theShareOutsideTheImageIsCounted() throws {
        let shape = try silhouette(x: -25, y: 0, width: 100, height: 10)
        let inside = shape.cells(insideWidth: 1000, height: 1000).reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(Double(inside) / Double(shape.cells) == 0.75)
    }

    @Test func theCoveredShareIsCounted() throws {
        let back = try silhouette(x: 0, y: 0, width: 64, height: 64)
        let front = try silhouette(x: 48, y: 32, width: 100, height: 100)
        let covered = back.cells(coveredBy: front).reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(covered == 16 * 32)
        let far = try silhouette(x: 500, y: 0, width: 10, height: 10)
        #expect(back.cells(coveredBy: far).allSatisfy { $0 == 0 })
    }

    @Test func eachCellIsJudgedByItsMiddle() throws {
        // Shapes with slanting edges, one over the other in many places and sizes, and cut by the image's edges.
        let shape = { (x: Double, y: Double, size: Double) in
            try #require(
                Silhouette(
                    outlines: [Polygon([Point(0.1, 0), Point(1, 0.3), Point(0.7, 1), Point(0, 0.6)])],
                    imageFromObject: .translation(x: x, y: y) * .scale(x: size, y: 0.7 * size)))
        }
        for step in 0..<40 {
            let place = Double(step)
            let (back, front) = (
                try shape(-20 + 3.7 * place, 5 + 1.3 * place, 40 + place),
                try shape(50 - 1.9 * place, 2.1 * place, 17 + 2.3 * place)
            )
            func cells(_ test: (Point) -> Bool) -> [UInt64] {
                (0..<64).map { row in
                    (0..<64).reduce(UInt64(0)) { cells, column in
                        let middle = Point(
                            back.bounds.minX + (Double(column) + 0.5) * (back.bounds.width / 64),
                            back.bounds.minY + (Double(row) + 0.5) * (back.bounds.height / 64))
                        return cells | (back.contains(middle) && test(middle) ? 1 << UInt64(column) : 0)
                    }
                }
            }
            #expect(back.cells(coveredBy: front) == cells(front.contains))
            #expect(
                back.cells(insideWidth: 60, height: 40)
                    == cells { $0.x >= 0 && $0.y >= 0 && $0.x < 60 && $0.y < 40 })
        }
    }

    @Test func whatIsBehindTheCameraHasNoShape() {
        let behind = Homography(1, 0, 0, 0, 1, 0, 0, 0, -1)
        #expect(Silhouette(outlines: square, imageFromObject: behind) == nil)
    }
}

@Suite struct CrowdTests {
    private func crowd(overlap: Double = 0.3, visible: Double = 0.25, truncated: Double = 0.4) -> Crowd {
        Crowd(
            width: 1000, height: 1000,
            limits: Limits(overlapMax: overlap, visibleMin: visible, truncatedMax: truncated))
    }

    @Test func aNearerObjectMayHideAShareAndNoMore() throws {
        var crowd = crowd()
        #expect(nil == crowd.admit(try silhouette(x: 0, y: 0, width: 100, height: 100), depth: 5, isLabelled: true))
        #expect(nil != crowd.admit(try silhouette(x: 60, y: 0, width: 100, height: 100), depth: 4, isLabelled: true))
        #expect(nil == crowd.admit(try silhouette(x: 75, y: 0, width: 100, height: 100), depth: 4, isLabelled: true))
    }

    @Test func aFartherObjectIsMeasuredBehindTheNearer() throws {
        var crowd = crowd()
        // A small one in front is fine; the same place behind a large one is not.
        #expect(nil == crowd.admit(try silhouette(x: 0, y: 0, width: 400, height: 400), depth: 5, isLabelled: true))
        #expect(nil != crowd.admit(try silhouette(x: 100, y: 100, width: 50, height: 50), depth: 6, isLabelled: true))
        #expect(nil == crowd.admit(try silhouette(x: 100, y: 100, width: 50, height: 50), depth: 4, isLabelled: true))
    }

    @Test func whatSeveralHideTogetherAddsUp() throws {
        var crowd = crowd(overlap: 0.5, visible: 0.4)
        #expect(nil == crowd.admit(try silhouette(x: 0, y: 0, width: 100, height: 100), depth: 9, isLabelled: true))
        #expect(nil == crowd.admit(try silhouette(x: 0, y: 0, width: 100, height: 40), depth: 8, isLabelled: true))
        #expect(nil != crowd.admit(try silhouette(x: 0, y: 60, width: 100, height: 40), depth: 7, isLabelled: true))
    }

    @Test func distractorsMayBeHiddenButHide() throws {
        var crowd = crowd()
        #expect(nil == crowd.admit(try silhouette(x: 0, y: 0, width: 100, height: 100), depth: 5, isLabelled: false))
        #expect(nil == crowd.admit(try silhouette(x: 0, y: 0, width: 100, height: 100), depth: 4, isLabelled: true))
        #expect(nil != crowd.admit(try silhouette(x: 0, y: 0, width: 100, height: 100), depth: 3, isLabelled: false))
    }

    @Test func theEdgeMayCutOffAShareAndNoMore() throws {
        var crowd = crowd()
        #expect(nil != crowd.admit(try silhouette(x: -50, y: 0, width: 100, height: 100), depth: 5, isLabelled: true))
        #expect(nil == crowd.admit(try silhouette(x: -39, y: 0, width: 100, height: 100), depth: 5, isLabelled: true))
        #expect(nil != crowd.admit(try silhouette(x: 2000, y: 0, width: 100, height: 100), depth: 5, isLabelled: false))
    }

    @Test func aSurePlaceKeepsTheLimitsInPixelsToo() throws {
        var crowd = crowd(truncated: 0)
        // Less than half a cell is outside, so that the middle of each cell is inside; but a pixel is not.
        let cut = try silhouette(x: -0.75, y: 0, width: 100, height: 100)
        #expect(crowd.admit(cut, depth: 5, isLabelled: true, isSure: true) == .truncated)
        #expect(crowd.admit(cut, depth: 5, isLabelled: true) == nil)
        let whole = try silhouette(x: 200, y: 0, width: 100, height: 100)
        #expect(crowd.admit(whole, depth: 5, isLabelled: true, isSure: true) == nil)
        let tiny = try silhouette(x: 400, y: 0, width: 0.5, height: 1)
        #expect(crowd.admit(tiny, depth: 5, isLabelled: true, isSure: true) == .unseen)
        #expect(crowd.admit(tiny, depth: 5, isLabelled: true) == nil)
    }

    @Test func aRefusedObjectLeavesNoTrace() throws {
        var crowd = crowd()
        #expect(nil == crowd.admit(try silhouette(x: 0, y: 0, width: 100, height: 100), depth: 5, isLabelled: true))
        for _ in 0..<10 {
            #expect(
                nil != crowd.admit(try silhouette(x: 30, y: 0, width: 100, height: 100), depth: 4, isLabelled: true))
        }
        #expect(nil == crowd.admit(try silhouette(x: 75, y: 0, width: 100, height: 100), depth: 4, isLabelled: true))
    }
}
