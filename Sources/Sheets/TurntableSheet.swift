import Findings
package import Geometry
import Objects
package import Pictures
package import Rendering
import Synchronization

/// An object from twelve directions on a grey floor in the sun, with its name and size above.
package struct TurntableSheet: Sendable {
    private let title: String
    private let picture: ModelPicture
    /// The length of a tile's longer side, in pixels.
    private let tileSize: Int

    private static let directions = 12

    package init(title: String, _ shape: ModelShape, elevation: Angle, quality: RenderQuality, tileSize: Int) {
        self.title = title
        picture = ModelPicture(shape.mesh, elevation: elevation, quality: quality, size: tileSize)
        self.tileSize = tileSize
    }

    /// Its size and number of triangles in words.
    package var facts: String {
        "\(picture.sizeText) (width, height, depth), " + picture.mesh.triangles.count.counting("triangle")
    }

    /// - Parameter spread: calls its second argument for each index below its first, on any number of threads.
    package func raster(
        spread: (Int, @escaping @Sendable (Int) throws -> Void) throws -> Void
    ) throws -> Raster {
        let model = try Model(picture.mesh)
        let view = picture.view((0..<Self.directions).map(Self.yaw))
        let tiles = Mutex([Int: Raster]())
        try spread(Self.directions) { index in
            let tile = try picture.render(model, turned: Self.yaw(index), view)
            tiles.withLock { $0[index] = tile }
        }
        var sheet = ContactSheet(painter: LabelPainter(categories: []), tileSize: tileSize)
        for (index, tile) in tiles.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            sheet.add(try sheet.tile(tile, labels: [], caption: "\(Int(Self.yaw(index).degrees))°"))
        }
        return try sheet.raster(title: title, facts: facts)
    }

    private static func yaw(_ index: Int) -> Angle {
        .degrees(Double(index) * 360 / Double(directions))
    }
}
