package import Cards
import Geometry

/// Inside a region of the photo: one that it names, or a polygon.
package struct Region: Placer {
    package var name: String?
    /// The corners relative to the photo: [x, y] from 0 to 1.
    package var polygon: [[Double]]?
    package var anchor = ObjectAnchor.centre

    package init() {}

    package static let card = Card<Region>(
        "region", "Inside a region of the photo.",
        .field(
            "name", \.name, .optional(.text("a region's name")), "A region that the photo names, such as sky or table."),
        .field(
            "polygon", \.polygon,
            .optional(
                .list(.list(.share(of: "the photo's width or height", in: -1...2), count: 2...2), count: 3...1000)),
            "Corners as [x, y], as shares of the photo's width and height."),
        .field("anchor", \.anchor, .word, "The point of the object that must lie inside: its centre or its foot."),
        check: { region in
            (region.name == nil) == (region.polygon == nil) ? ["region needs either “name” or “polygon”"] : []
        }
    )

    package static func needs(of values: DraftValues) -> [Need] {
        [.size] + values.texts("name").map { .region($0) }
    }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        let image = Rect(PixelRect(width: stage.camera.width, height: stage.camera.height))
        guard let sampler = AreaSampler([try outline(on: stage).clipped(to: image)]) else {
            throw .missing(.noRegion, detail: "\(name.map { "“\($0)”" } ?? "the polygon") lies outside the image")
        }
        var stream = streams.stream("point")
        return stage.free(subject, anchor: anchor, at: sampler.point(stream.unit(), stream.unit()))
    }

    private func outline(on stage: Stage) throws(PlacingError) -> Polygon {
        if let polygon { return stage.view.imagePolygon(Polygon(polygon.map { Point($0[0], $0[1]) })) }
        guard let name, let region = stage.region(name) else { throw .missing(.noRegion, detail: name) }
        return region
    }
}
