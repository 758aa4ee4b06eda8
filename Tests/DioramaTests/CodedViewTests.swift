import Compositing
import Foundation
import Geometry
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Images that share a view take over its coded blocks.
@Suite struct CodedViewTests {
    private static let changes = ["output.images={format: jpeg, quality: 88}", "images=12"]

    @Test(arguments: [
        [], ["backgrounds.repeat=4"], ["backgrounds.resize={longest: 50}", "backgrounds.flip={chance: 0.5}"],
    ])
    func theBytesAreThoseOfAnImageMadeAlone(settings: [String]) throws {
        let studio = try Studio.everyday()
        try studio.run(to: "all", changes: Self.changes + settings) { $0.workers = 1 }
        let all = try studio.files("all")
        for index in [7, 11] {
            try studio.run(to: "\(index)", changes: Self.changes + settings) {
                $0.only = ImageSelection("\(index)")
            }
            let name = String(format: "images/%06d.jpg", index)
            #expect(try studio.files("\(index)")[name] == all[name], "\(name)")
        }
    }

    /// The first image of the everyday pipeline, as it was composited.
    private func composite() throws -> Composite {
        let studio = try Studio.everyday()
        let maker = try Plan(path: studio.path("pipeline.yaml"), changes: Self.changes).maker
        return try maker.make(0, with: maker.makeCompositor()).composite
    }

    @Test func untouchedBlocksAreTakenOver() throws {
        let composite = try composite()
        let touched = try #require(composite.touched)
        #expect(!touched.isEmpty)
        // A black view in place of the photo's: what is taken over stays black.
        let views = CodedViews(limit: 1 << 20)
        var empty = composite
        empty.image = Raster(width: composite.image.width, height: composite.image.height)
        empty.touched = []
        var bytes: [UInt8] = []
        try ViewEncoder(views).encode(empty, as: .jpeg(), into: &bytes)
        try ViewEncoder(views).encode(composite, as: .jpeg(), into: &bytes)
        let studio = try Studio()
        var made = Raster()
        try PhotoFile.decode(studio.write(bytes, to: "a.jpg"), into: &made)
        let black = (0..<made.height * made.width).map { place -> Bool in
            made.bytes[place * 4..<place * 4 + 3].allSatisfy { $0 < 30 }
        }
        #expect(black.contains(true) && black.contains(false))
        for rect in touched where !rect.isEmpty {
            let (x, y) = ((rect.minX + rect.maxX) / 2, (rect.minY + rect.maxY) / 2)
            #expect(!black[y * made.width + x])
        }
    }

    @Test func anImageThatAnEffectHasChangedIsCodedWhole() throws {
        let studio = try Studio.everyday()
        let maker = try Plan(
            path: studio.path("pipeline.yaml"), changes: Self.changes + ["effects=[{noise: {iso: 800}}]"]
        ).maker
        #expect(try maker.make(0, with: maker.makeCompositor()).composite.touched == nil)
    }

    @Test func fullViewsAreNotKept() throws {
        let composite = try composite()
        let views = CodedViews(limit: 100)
        var bytes: [UInt8] = []
        try ViewEncoder(views).encode(composite, as: .jpeg(), into: &bytes)
        #expect(views.view(ShownPhoto(composite.scene.photo)) == nil)
        #expect(bytes == (try PhotoFile.encode(composite.image, as: .jpeg())))
    }
}
