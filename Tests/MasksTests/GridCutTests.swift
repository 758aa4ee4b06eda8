import Testing

@testable import Masks

/// The least cut of a grid, against all cuts of small grids.
@Suite struct GridCutTests {
    /// A generator of small whole numbers, the same each time.
    private struct Numbers {
        var state: UInt32
        mutating func next(below limit: UInt32) -> Float {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float((state >> 16) % limit)
        }
    }

    @Test(arguments: 0..<40)
    func noCutIsCheaper(seed: Int) {
        let (width, height) = (4, 3)
        var numbers = Numbers(state: UInt32(seed * 977 + 1))
        var cut = GridCut(width: width, height: height)
        var terminals: [(source: Float, sink: Float)] = []
        var arcs: [(a: Int, b: Int, capacity: Float)] = []
        for y in 0..<height {
            for x in 0..<width {
                let (source, sink) = (numbers.next(below: 20), numbers.next(below: 20))
                terminals.append((source, sink))
                cut.attach(x: x, y: y, source: source, sink: sink)
                for direction in 0..<4 {
                    let (nx, ny) = (x + GridCut.directions[direction].x, y + GridCut.directions[direction].y)
                    guard nx >= 0, nx < width, ny < height else { continue }
                    let capacity = numbers.next(below: 9)
                    arcs.append((y * width + x, ny * width + nx, capacity))
                    cut.connect(x: x, y: y, direction: direction, capacity: capacity)
                }
            }
        }
        func cost(_ sources: Int) -> Float {
            var cost: Float = 0
            for (pixel, terminal) in terminals.enumerated() {
                cost += sources >> pixel & 1 == 1 ? terminal.sink : terminal.source
            }
            for arc in arcs where (sources >> arc.a & 1) != (sources >> arc.b & 1) { cost += arc.capacity }
            return cost
        }
        cut.cut()
        var found = 0
        for y in 0..<height {
            for x in 0..<width where cut.isSource(x: x, y: y) { found |= 1 << (y * width + x) }
        }
        #expect(cost(found) == (0..<1 << (width * height)).map(cost).min())
    }

    @Test func aResetGridGivesTheSameCutAgain() {
        var cut = GridCut(width: 3, height: 1)
        for _ in 0..<2 {
            cut.reset()
            for (x, source) in [Float(5), 0, 0].enumerated() {
                cut.attach(x: x, y: 0, source: source, sink: x == 2 ? 5 : 0)
            }
            cut.connect(x: 0, y: 0, direction: 0, capacity: 4)
            cut.connect(x: 1, y: 0, direction: 0, capacity: 1)
            cut.cut()
            #expect((0..<3).map { cut.isSource(x: $0, y: 0) } == [true, true, false])
        }
    }
}
