import Geometry
import Masks
import Testing

/// Masks grow by whole pixels in every direction.
@Suite struct MaskDilatedTests {
    @Test func aPixelBecomesASquareThatTheFrameCuts() {
        let mask = Mask(Drawing.runLengths(["......", ".#....", "......", "......"]))
        let frame = PixelRect(width: 6, height: 4)
        #expect(
            Drawing.rows(mask.dilated(by: 2, within: frame).runLengths(width: 6, height: 4)) == [
                "####..", "####..", "####..", "####..",
            ])
        #expect(mask.dilated(by: 0, within: frame).runLengths(width: 6, height: 4).area == 1)
    }

    @Test func whatLiesOutsideTheFrameReachesIntoIt() {
        let mask = Mask(rect: PixelRect(minX: -3, minY: 1, maxX: -1, maxY: 2), bits: [1, 1])
        let grown = mask.dilated(by: 2, within: PixelRect(width: 3, height: 3))
        #expect(Drawing.rows(grown.runLengths(width: 3, height: 3)) == ["#..", "#..", "#.."])
    }

    @Test(arguments: [1, 3, 17]) func everyPixelIsNearASetOneOrNotSet(radius: Int) {
        for (rows, runs) in RandomMasks.all.prefix(120) {
            let frame = PixelRect(width: runs.width, height: runs.height)
            let cells = rows.map { Array($0) }
            let wanted = (0..<runs.height).map { y in
                String(
                    (0..<runs.width).map { x -> Character in
                        let near = (max(0, y - radius)...min(runs.height - 1, y + radius)).contains { v in
                            (max(0, x - radius)...min(runs.width - 1, x + radius)).contains { cells[v][$0] == "#" }
                        }
                        return near ? "#" : "."
                    })
            }
            let grown = Mask(runs).dilated(by: radius, within: frame)
            #expect(Drawing.rows(grown.runLengths(width: runs.width, height: runs.height)) == wanted)
        }
    }
}
