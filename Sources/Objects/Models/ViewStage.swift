import Drawings
import Findings
import Geometry
import Pictures
import Rendering

/// A model before the camera that takes one of its views.
struct ViewStage {
    private var scene: RenderScene
    private let quality: RenderQuality
    private let seed: UInt64
    /// The frame around the model, on the plane at depth 1 before the camera: x right, y down. The camera looks at the
    /// foot, which is its origin.
    let frame: Rect
    let bounds: Mesh.Bounds
    private let model: Model
    private let view: ModelView

    /// How many times its size the camera is away from the model.
    private static let distance = 8.0
    /// Pixels along the longer side, at most: larger ones are enlarged when they are set in.
    static let longestSide = 512
    /// How high the silhouette is, unless it is wide: outlines and shadows have no finer edges.
    private static let silhouetteHeight = 256
    private static let silhouetteSamples = 8
    /// How high the picture is in which the places of letters are found.
    private static let lettersHeight = 1024

    init(_ model: Model, _ view: ModelView) throws(ObjectError) {
        self.model = model
        self.view = view
        bounds = model.bounds(under: view.turn)
        let size = bounds.size.length
        let elevation = Angle.degrees(view.elevationDegrees)
        let away = ViewStage.distance * size
        let camera = Camera(
            width: 1, height: 1, focalPixels: 1, principal: Point(0, 0), pitch: -elevation,
            heightMetres: away * elevation.sine)
        let foot = Vector3(0, 0, -away * elevation.cosine)
        let pose = Pose(view.turn, at: foot - ViewStage.foot(of: bounds))
        scene = RenderScene(
            camera: camera, instances: [RenderScene.Instance(model, pose)], sun: view.sun,
            sky: .constant(Vector3(repeating: view.sky)),
            ground: view.onGround && camera.heightMetres > 0
                ? RenderScene.Ground(reflectance: Vector3(repeating: 0.2), takesShadow: false) : nil)
        quality = view.quality
        seed = UInt64(view.number)
        let seen = model.support.compactMap { camera.image(of: pose($0)) }
        guard let frame = Rect(bounding: seen), frame.width > 0, frame.height > 0 else {
            throw ObjectError(.nothingVisible, "has no extent as seen in view \(view.number)")
        }
        self.frame = frame
    }

    /// The middle of the footprint, on the ground.
    static func foot(of bounds: Mesh.Bounds) -> Vector3 { [bounds.center.x, bounds.lower.y, bounds.center.z] }

    private var aspect: Double { frame.width / frame.height }

    /// - Parameters:
    ///   - outlines: those of the silhouette.
    ///   - lines: those on the model; nil where there are none or their places are not known.
    func shape(_ outlines: [Polygon], _ lines: [SurfaceText]?) throws(ObjectError) -> ViewShape {
        let away = ViewStage.distance * bounds.size.length
        return ViewShape(
            outline: ObjectOutline(
                aspect: aspect, polygons: outlines, frame: Rect(x: 0, y: 0, width: aspect, height: 1)),
            bounds: bounds, support: model.support.map { view.turn * $0 }, modelHeight: model.bounds.size.y,
            heightMetres: frame.height * away,
            foot: Point(-frame.minX / frame.height, -frame.minY / frame.height), lines: try lines.map(seen))
    }

    /// The lines that the view shows some of, in the object plane.
    private func seen(_ lines: [SurfaceText]) throws(ObjectError) -> [WrittenPart] {
        let (scene, grid) = scene(ViewStage.lettersHeight)
        do throws(RenderingError) {
            return try SurfaceView(pose: scene.instances[0].pose, camera: scene.camera).seen(
                lines, where: { _ in true }
            ) {
                points throws(RenderingError) in try scene.sees(points, ofInstance: 0)
            }.compactMap { line in
                line.moved { Point($0.x / Double(grid.height), $0.y / Double(grid.height)) }
            }
        } catch {
            throw ObjectError(error)
        }
    }

    /// The part of the frame that the model covers, as a black picture. It costs far less than a lit one.
    func silhouette() throws(ObjectError) -> Sprite {
        let (scene, grid) = scene(ViewStage.height(ViewStage.silhouetteHeight, aspect: aspect))
        var raster = Raster(width: grid.width, height: grid.height)
        do throws(RenderingError) {
            let whole = PixelRect(width: grid.width, height: grid.height)
            for coverage in try scene.coverages(whole, samples: ViewStage.silhouetteSamples, seed: seed) {
                var share = 0
                for y in coverage.rect.minY..<max(coverage.rect.minY, coverage.rect.maxY) {
                    for x in coverage.rect.minX..<coverage.rect.maxX {
                        raster.bytes[4 * (y * grid.width + x) + 3] = UInt8(coverage.shares[share] * 255 + 0.5)
                        share += 1
                    }
                }
            }
        } catch {
            throw ObjectError(error)
        }
        return Sprite(premultiplied: raster, aspect: aspect)
    }

    /// The nearest height in pixels, of those that views are rendered at, that has texels enough: powers of two.
    static func height(_ heightPixels: Int, aspect: Double) -> Int {
        let most = Int(Double(longestSide) / max(1, aspect))
        var height = 16
        while height < heightPixels, height * 2 <= most { height *= 2 }
        return height
    }

    func sprite(_ outline: ObjectOutline, heightPixels: Int) throws(ObjectError) -> Sprite {
        Sprite(premultiplied: try picture(heightPixels), aspect: aspect, outlines: outline.polygons)
    }

    /// The model's picture, premultiplied by its alpha, as high as the frame.
    private func picture(_ heightPixels: Int) throws(ObjectError) -> Raster {
        let (scene, grid) = scene(heightPixels)
        do throws(RenderingError) {
            let whole = PixelRect(width: grid.width, height: grid.height)
            let rendered = try scene.render(whole, samples: samples, seed: seed)
            var raster = Raster(width: grid.width, height: grid.height)
            for layer in rendered.instances {
                for y in layer.rect.minY..<max(layer.rect.minY, layer.rect.maxY) {
                    let from = (y - layer.rect.minY) * layer.rect.width * 4
                    let to = (y * grid.width + layer.rect.minX) * 4
                    raster.bytes.replaceSubrange(
                        to..<to + layer.rect.width * 4, with: layer.colour.bytes[from..<from + layer.rect.width * 4])
                }
            }
            return raster
        } catch {
            throw ObjectError(error)
        }
    }

    /// The scene as a camera sees it that shows the frame alone, with so many pixels.
    private func scene(_ heightPixels: Int) -> (RenderScene, RenderedGrid) {
        let grid = RenderedGrid(aspect: aspect, heightPixels: heightPixels)
        var scene = scene
        let focal = Double(grid.height) / frame.height
        scene.camera.width = grid.width
        scene.camera.height = grid.height
        scene.camera.focalPixels = focal
        scene.camera.principal = Point(-frame.minX * focal, -frame.minY * focal)
        return (scene, grid)
    }

    /// A picture is set in at between its own size and half of that, so that a pixel of an image takes two of its pixels
    /// in the mean, and half of the samples of each will do.
    private var samples: Int { max(RenderQuality.draft.samples, quality.samples / 2) }
}
