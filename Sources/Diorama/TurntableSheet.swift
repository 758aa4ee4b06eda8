import Foundation
import Geometry
import Objects
import Rendering
import Synchronization
import Vips

/// An object from twelve directions on a grey floor in the sun, with its name and size above.
struct TurntableSheet: Sendable {
    private let title: String
    private let mesh: Mesh
    private let elevation: Angle
    private let quality: RenderQuality
    /// Of a tile's longer side, in pixels.
    private let tileSize: Int

    private static let directions = 12
    private static let headingHeight = 64

    init(title: String, _ shape: ModelShape, elevation: Angle, quality: RenderQuality, tileSize: Int) {
        self.title = title
        mesh = shape.mesh.standing()
        self.elevation = elevation
        self.quality = quality
        self.tileSize = tileSize
    }

    /// Its size and number of triangles in words.
    var facts: String {
        let size = mesh.bounds.size
        func metres(_ length: Double) -> String { SVG.number(length) }
        return "\(metres(size.x)) × \(metres(size.y)) × \(metres(size.z)) m (width, height, depth), "
            + mesh.triangles.count.counting("triangle")
    }

    func raster() throws -> Raster {
        let model = try Model(mesh)
        let view = self.view
        let tiles = Mutex([Int: Raster]())
        _ = try Workers.run(
            Workers.perCore, over: Array(0..<Self.directions), batch: { $0 }, shouldStop: { false }, makeState: {},
            body: { index, _ in
                let tile = try render(model, turned: Self.yaw(index), view)
                tiles.withLock { $0[index] = tile }
            })
        var sheet = ContactSheet(painter: LabelPainter(categories: []), tileSize: tileSize)
        for (index, tile) in tiles.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            sheet.add(try sheet.tile(tile, labels: [], caption: "\(Int(Self.yaw(index).degrees))°"))
        }
        let views = try sheet.raster()
        let heading = try heading(width: views.width)
        var whole = Raster(width: views.width, height: heading.height + views.height)
        whole.bytes = heading.bytes + views.bytes
        return whole
    }

    private static func yaw(_ index: Int) -> Angle {
        .degrees(Double(index) * 360 / Double(directions))
    }

    private func heading(width: Int) throws -> Raster {
        let (bold, regular) = (Typeface(isBold: true), Typeface())
        let room = Double(width) - 44
        let body =
            SVG.rectangle(0, 0, Double(width), Double(Self.headingHeight), "fill=\"#171a1e\"")
            + bold.line(
                bold.fitted(title, size: 20, to: room, inMiddle: true), x: 22, baseline: 32, size: 20, fill: "#e8ecf0")
            + regular.line(regular.fitted(facts, size: 14, to: room), x: 22, baseline: 54, size: 14, fill: "#98a2ac")
        return try Image(svg: SVG.document(width: width, height: Self.headingHeight, body)).raster()
    }

    // MARK: - The view

    /// Where the camera stands, the same for all directions.
    private struct View: Sendable {
        var camera: Camera
        /// Where the middle of the object's footprint lies.
        var place: Vector3
    }

    /// The camera looks at the middle of the object from a few times its size away, and the picture is cut so that the
    /// object fits in however it is turned.
    private var view: View {
        let size = mesh.bounds.size
        let middle = size.y / 2
        let distance = 2.8 * size.length
        let place = Vector3(0, 0, -distance * elevation.cosine)
        var camera = Camera(
            width: tileSize, height: tileSize, focalPixels: 1, principal: Point(0, 0),
            pitch: -elevation, heightMetres: max(0.02 * size.length, middle + distance * elevation.sine))
        var seen: [Point] = []
        for index in 0..<Self.directions {
            let turn = Matrix3.yaw(Self.yaw(index))
            seen += mesh.bounds.corners.compactMap { camera.image(of: turn * $0 + place) }
        }
        let box = Rect(bounding: seen) ?? Rect(x: -1, y: -1, width: 2, height: 2)
        let longest = max(box.width, box.height)
        camera.focalPixels = 0.88 * Double(tileSize) / longest
        // Low and wide objects have low and wide tiles.
        camera.height = Int((Double(tileSize) * min(1, max(0.6, box.height / longest + 0.12))).rounded())
        camera.principal = Point(
            Double(camera.width) / 2 - camera.focalPixels * (box.minX + box.width / 2),
            Double(camera.height) / 2 - camera.focalPixels * (box.minY + box.height / 2))
        return View(camera: camera, place: place)
    }

    /// One direction: the object in the sun and under an even sky, on a floor that takes its shadow.
    private func render(_ model: Model, turned yaw: Angle, _ view: View) throws -> Raster {
        let scene = RenderScene(
            camera: view.camera, instances: [RenderScene.Instance(model, Pose(.yaw(yaw), at: view.place))],
            sun: RenderScene.Sun(
                direction: [-0.55, 0.9, 0.6], irradiance: Vector3(1.9, 1.84, 1.72), angularRadius: .degrees(1.5)),
            sky: .constant(Vector3(0.44, 0.46, 0.5)), ground: RenderScene.Ground(reflectance: Vector3(repeating: 0.4)))
        let (width, height) = (view.camera.width, view.camera.height)
        let touched = scene.extent(within: PixelRect(minX: 0, minY: 0, maxX: width, maxY: height))
        let layers = try scene.render(touched, samples: quality.samples, seed: 1)
        var tile = Raster(width: width, height: height)
        for y in 0..<height {
            // A floor that is lighter towards the back.
            let floor = Float(0.52 - 0.16 * Double(y) / Double(height))
            for x in 0..<width {
                let shadow = touched.contains(x: x, y: y) ? layers.shadow[touched.index(x: x, y: y)] : .one
                for band in 0..<3 {
                    tile.bytes[(y * width + x) * 4 + band] = UInt8((Self.encoded(floor * shadow[band]) * 255).rounded())
                }
                tile.bytes[(y * width + x) * 4 + 3] = 255
            }
        }
        for layer in layers.instances { tile.lay(layer) }
        return tile
    }

    /// sRGB's curve: IEC 61966-2-1.
    private static func encoded(_ value: Float) -> Float {
        let value = min(1, max(0, value))
        return value <= 0.003_130_8 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
    }
}

extension PixelRect {
    /// The place of a pixel in a list of all of them by rows.
    fileprivate func index(x: Int, y: Int) -> Int { (y - minY) * width + x - minX }
}

extension Raster {
    /// Lays what is seen of an object over an opaque picture.
    fileprivate mutating func lay(_ layer: InstanceLayer) {
        for y in layer.rect.minY..<max(layer.rect.minY, layer.rect.maxY) {
            for x in layer.rect.minX..<max(layer.rect.minX, layer.rect.maxX) {
                let (from, to) = (layer.rect.index(x: x, y: y) * 4, (y * width + x) * 4)
                let rest = 255 - Int(layer.colour.bytes[from + 3])
                for band in 0..<3 {
                    let under = (Int(bytes[to + band]) * rest + 127) / 255
                    bytes[to + band] = UInt8(min(255, under + Int(layer.colour.bytes[from + band])))
                }
            }
        }
    }
}
