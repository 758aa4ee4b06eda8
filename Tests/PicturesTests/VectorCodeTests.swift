import Dispatch
import Synchronization
import Testing

@testable import Pictures

/// Operations for which libvips makes machine code.
@Suite struct VectorCodeTests {
    /// A crash of the tests is how this one fails.
    @Test func manyThreadsResizeAtOnce() throws {
        let photo = try Image(Raster(width: 70, height: 64))
        let expected = try photo.shrunk(to: 0.4)
        let failures = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 8) { worker in
            for round in 0..<1500 {
                let scale = 0.3 + 0.1 * Double((round + worker) % 6)
                let pixels = try? photo.shrunk(to: scale)
                if pixels == nil || (scale == 0.4 && pixels != expected) { failures.withLock { $0 += 1 } }
            }
        }
        #expect(failures.withLock { $0 } == 0)
    }

    /// What works on such a result frees it.
    @Test func whatIsMadeOfSuchAnImageFreesItInTurn() throws {
        let photo = try Image(Raster(width: 70, height: 64))
        let small = try Operation("resize", ["in": .image(photo), "scale": 0.5]).image()
        #expect(!photo.isVectored && small.isVectored)
        #expect(try small.flatten(background: [1, 2, 3]).isVectored)
        #expect(try Image.joiningBands([photo, small.linear([1], [0])]).isVectored)
    }
}

extension Image {
    fileprivate func shrunk(to scale: Double) throws -> [UInt8] {
        var raster = Raster(width: 1, height: 1)
        try Operation("resize", ["in": .image(self), "scale": .double(scale)]).image().write(into: &raster)
        return raster.bytes
    }
}
