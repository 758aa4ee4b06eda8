import Cards
import Foundation
import Geometry
import Pictures
import Pipelines
import Testing

@testable import Objects

/// The drawings that come with the package, each as a file of `objects/`.
let drawings: [String] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return (try? FilePattern(root.path + "/objects").files(extensions: ["svg"])) ?? []
}()

@Suite struct DrawingLibraryTests {
    static let library = ObjectLibrary()

    @Test func thereAreDrawings() {
        #expect(drawings.count >= 12)
    }

    @Test(arguments: drawings)
    func aDrawingHasOneShapeAtEverySize(_ file: String) throws {
        let library = Self.library
        let one = try chosen(library, "drawing", ["file": [.text(file)]])
        let outline = try library.outline(of: one)
        // The largest takes long, so only some are rendered that large.
        let isLarge = drawings.firstIndex(of: file).map { $0 % 5 == 0 } ?? false
        for (asked, rendered) in [(32, 32), (256, 256)] + (isLarge ? [(1000, 1024)] : []) {
            let sprite = try library.sprite(of: one, heightPixels: asked)
            #expect(sprite.aspect == outline.aspect)
            #expect(sprite.outlines == outline.polygons)
            #expect(sprite.levels[0].height == rendered)
            #expect(sprite.levels[0].width == Int((Double(rendered) * outline.aspect).rounded(.up)))
            expectAgreement(of: sprite, at: rendered)
        }
    }

    /// Compares outline and alpha on a grid. What lies on the outline, give or take two texels and the outline's own
    /// tolerance, may be either. Holes are filled in outlines, so that inside them a part may be clear.
    private func expectAgreement(of sprite: Sprite, at resolution: Int) {
        let level = sprite.levels[0]
        let near = 2 / Double(resolution) + 1.0 / 64
        let steps = 24
        var (strays, inside, filled) = (0, 0, 0)
        for k in 0..<steps * steps {
            let x = (2 * (k % steps) + 1) * level.width / (2 * steps)
            let y = (2 * (k / steps) + 1) * level.height / (2 * steps)
            let isOpaque = level.texels[(y + 1) * level.stride + x + 1] >> 24 >= 128
            var found: Set<Bool> = []
            for (dx, dy) in [(0.0, 0.0), (1, 0), (0, 1), (-1, 0), (0, -1)] {
                let point = Point(
                    (Double(x) + 0.5) / Double(resolution) + dx * near,
                    (Double(y) + 0.5) / Double(resolution) + dy * near)
                found.insert(sprite.outlines.contains { $0.contains(point) })
            }
            if found == [false], isOpaque { strays += 1 }
            if found == [true] {
                inside += 1
                if isOpaque { filled += 1 }
            }
        }
        #expect(strays <= 2)
        #expect(Double(filled) >= 0.5 * Double(inside))
    }
}
