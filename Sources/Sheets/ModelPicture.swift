import Foundation
import Geometry
import Objects
import Pictures
import Rendering

/// Pictures of an object on a grey floor in the sun.
struct ModelPicture: Sendable {
    /// The mesh, standing on the ground at the origin.
    let mesh: Mesh
    private let elevation: Angle
    private let quality: RenderQuality
    /// The length of a picture's longer side, in pixels.
    private let size: Int

    init(_ mesh: Mesh, elevation: Angle, quality: RenderQuality, size: Int) {
        self.mesh = mesh.standing()
        self.elevation = elevation
        self.quality = quality
        self.size = size
    }

    /// Its width, height and depth in words.
    var sizeText: String {
        let size = mesh.bounds.size
        return [size.x, size.y, size.z].map(SVG.number).joined(separator: " × ") + " m"
    }

    /// The place of the camera, the same for all directions.
    struct View: Sendable {
        var camera: Camera
        /// The place of the middle of the object's footprint.
        var place: Vector3
    }

    /// The camera looks at the middle of the object from a few times its size away, and the picture is cropped so that
    /// the object fits in at each of these turns.
    func view(_ yaws: [Angle]) -> View {
        let extent = mesh.bounds.size
        let middle = extent.y / 2
        let distance = 2.8 * extent.length
        let place = Vector3(0, 0, -distance * elevation.cosine)
        var camera = Camera(
            width: size, height: size, focalPixels: 1, principal: Point(0, 0),
            pitch: -elevation, heightMetres: max(0.02 * extent.length, middle + distance * elevation.sine))
        var seen: [Point] = []
        for yaw in yaws {
            let turn = Matrix3.yaw(yaw)
            seen += mesh.bounds.corners.compactMap { camera.image(of: turn * $0 + place) }
        }
        let box = Rect(bounding: seen) ?? Rect(x: -1, y: -1, width: 2, height: 2)
        let longest = max(box.width, box.height)
        camera.focalPixels = 0.88 * Double(size) / longest
        // Low and wide objects have low and wide tiles.
        camera.height = Int((Double(size) * min(1, max(0.6, box.height / longest + 0.12))).rounded())
        camera.principal = Point(
            Double(camera.width) / 2 - camera.focalPixels * (box.minX + box.width / 2),
            Double(camera.height) / 2 - camera.focalPixels * (box.minY + box.height / 2))
        return View(camera: camera, place: place)
    }

    /// One direction: the object in the sun and under an even sky, on a floor that takes its shadow.
    func render(_ model: Model, turned yaw: Angle, _ view: View) throws -> Raster {
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
            // The floor is lighter towards the back.
            let floor = Float(0.52 - 0.16 * Double(y) / Double(height))
            for x in 0..<width {
                let shadow = touched.contains(x: x, y: y) ? layers.shadow[touched.index(x: x, y: y)] : .one
                for band in 0..<3 {
                    tile.bytes[(y * width + x) * 4 + band] = UInt8((SRGB.encoded(floor * shadow[band]) * 255).rounded())
                }
                tile.bytes[(y * width + x) * 4 + 3] = 255
            }
        }
        for layer in layers.instances { tile.lay(layer) }
        return tile
    }

}

extension PixelRect {
    /// The place of a pixel in a list of all of them by rows.
    fileprivate func index(x: Int, y: Int) -> Int { (y - minY) * width + x - minX }
}

extension Raster {
    /// Lays the visible part of an object over an opaque picture.
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
