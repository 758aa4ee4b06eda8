package import Geometry
import Rendering

/// The facts about the image that a placer sees: its camera, its ground, its regions. It holds no pixels.
package struct Stage: Sendable {
    package var setting: PhotoSetting { didSet { grounds = KnownGrounds() } }
    package var view: PhotoView
    /// The things that the photo's labels name.
    package var real: [RealOnStage] = []
    /// The thing whose place the object takes; for `replace` alone.
    package var replacing: RealOnStage?
    /// Whether a placer is to look everywhere for a place, because the object has found none in the usual way.
    package var isSearched = false
    /// What has been learnt from the labels of datasets.
    package var likenesses = Likenesses()
    /// Where the finished pictures of the scene show things, where effects move them: one for each such picture.
    var pictureMaps: [any PictureMap] = []
    /// Its grounds that were asked for.
    private var grounds = KnownGrounds()

    package init(setting: PhotoSetting, view: PhotoView, real: [RealInstance] = []) {
        self.setting = setting
        self.view = view
        let ground = hasGround ? setting : nil
        self.real = real.map { RealOnStage($0, in: view, on: ground) }
    }

    package var camera: Camera { setting.camera }

    /// Whether a point of the image shows a known point of the ground.
    var hasGround: Bool { setting.knowsTilt && camera.heightMetres > 0 }

    /// Whether any point of the image shows ground: a camera that looks up may have its horizon below it.
    var showsGround: Bool {
        let (width, height) = (Double(camera.width), Double(camera.height))
        return hasGround
            && [Point(0, 0), Point(width, 0), Point(0, height), Point(width, height)].contains {
                camera.groundPoint(at: $0) != nil
            }
    }

    /// The ground that is shown within a region, up to a distance along it, with the distances between which it lies. It
    /// is found once.
    func ground(within region: String, farthestMetres: Double) throws(PlacingError) -> KnownGrounds.Ground {
        try grounds.ground(KnownGrounds.Key(region: region, farthestMetres: farthestMetres)) {
            () throws(PlacingError) in
            try ShownGround(on: self, within: region, farthestMetres: farthestMetres)
        }
    }

    /// A place that the photo names, in image pixels.
    func region(_ name: String) -> Polygon? {
        name == PhotoFacts.groundName ? setting.ground : setting.regions[name]
    }
}
