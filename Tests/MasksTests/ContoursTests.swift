import Geometry
import Masks
import Testing

@Suite struct ContoursTests {
    static func ring(_ points: (Double, Double)...) -> Polygon {
        Polygon(points.map { Point($0.0, $0.1) })
    }

    @Test func onePixelIsASquareClockwiseFromItsUpperLeft() {
        let contours = Drawing.runLengths(["...", ".#."]).contours
        #expect(contours.outer == [Self.ring((1, 1), (2, 1), (2, 2), (1, 2))])
        #expect(!contours.hasHoles)
    }

    @Test func everyVertexIsATurn() {
        let contours = Drawing.runLengths(["##..", "##..", "####"]).contours
        #expect(contours.outer == [Self.ring((0, 0), (2, 0), (2, 2), (4, 2), (4, 3), (0, 3))])
    }

    @Test func pixelsThatShareACornerAreTwoRings() {
        let contours = Drawing.runLengths(["#.", ".#"]).contours
        let squares = [Self.ring((0, 0), (1, 0), (1, 1), (0, 1)), Self.ring((1, 1), (2, 1), (2, 2), (1, 2))]
        #expect(contours.outer == squares)
    }

    @Test func aRingMayTouchItselfAtACorner() {
        // The unset middle reaches the outside across the corner (2, 2): not a hole.
        let contours = Drawing.runLengths(["###", "#.#", "##."]).contours
        #expect(
            contours.outer == [
                Self.ring(
                    (0, 0), (3, 0), (3, 2), (2, 2), (2, 1), (1, 1), (1, 2), (2, 2), (2, 3), (0, 3))
            ])
        #expect(!contours.hasHoles)
    }

    @Test func aHoleGoesTheOtherWay() {
        let contours = Drawing.runLengths(["###", "#.#", "###"]).contours
        #expect(contours.outer.map(\.signedArea) == [9])
        #expect(contours.holes.map(\.signedArea) == [-1])
        #expect(contours.hasHoles)
    }

    @Test func anIslandInAHoleIsARingOfItsOwn() {
        let contours = Drawing.runLengths(["#####", "#...#", "#.#.#", "#...#", "#####"]).contours
        #expect(contours.outer.map(\.signedArea) == [25, 1])
        #expect(contours.holes.map(\.signedArea) == [-9])
    }

    @Test func ringsMayLieOutsideTheFrame() {
        let contours = MaskTests.cross.contours
        #expect(contours.outer.first?.bounds == Rect(x: -1, y: 1, width: 3, height: 3))
        #expect(contours.outer.first?.vertices.count == 12)
        #expect(Mask(rect: PixelRect(width: 3, height: 2)).contours == Contours(outer: [], holes: []))
    }

    @Test func ringsSayTheMaskExactly() {
        for (_, runs) in RandomMasks.all {
            let contours = runs.contours
            let rings = contours.outer + contours.holes
            #expect(rings.reduce(0) { $0 + $1.signedArea } == Double(runs.area))
            #expect(contours.outer.allSatisfy { $0.signedArea > 0 })
            let rect = PixelRect(width: runs.width, height: runs.height)
            #expect(Mask(filling: rings, in: rect).runLengths(width: runs.width, height: runs.height) == runs)
            for ring in rings {
                // Edges alternate between horizontal and vertical.
                for (a, b) in ring.edges { #expect((a.x == b.x) != (a.y == b.y)) }
                let turned = Array(ring.edges.map { $0.0.x == $0.1.x })
                #expect(zip(turned, turned.dropFirst() + turned.prefix(1)).allSatisfy { $0 != $1 })
            }
            guard !contours.hasHoles else { continue }
            let drawn = contours.outer.reduce(RunLengths(width: runs.width, height: runs.height)) {
                $0.union(RunLengths(cocoPolygon: $1, width: runs.width, height: runs.height))
            }
            #expect(drawn == runs)
        }
    }
}
