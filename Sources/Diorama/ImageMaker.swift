import Cards
package import Compositing
import Datasets
package import Findings
package import Labelling
package import Objects
import Pictures
package import Pipelines
import Rendering
package import Scenes

/// Makes the images of a pipeline. Everything that is the same for all images is prepared once.
package struct ImageMaker: Sendable {
    package let pipeline: Pipeline
    package let photos: PhotoLibrary
    /// The labels that some of the photos have.
    package let datasets: RealDatasets
    package let objects: ObjectLibrary
    /// The drawers of each image of a scene: one for each variant, or one alone.
    private let drawers: [SceneDrawer]
    let numbering: ImageNumbering
    /// Draws the scenes of photos that are copied unchanged.
    let carrier: SceneDrawer
    let cache: PhotoCache
    /// The files of views that several images are likely to show.
    let codedViews: CodedViews?
    private let panoramas: PanoramaCache
    /// Whether a photo or object that cannot be read ends the run.
    let isStrict: Bool
    let maxPixels: Int

    /// The most memory that decoded photos may take while they wait to be used again, in bytes.
    static let cacheLimit = 256 << 20
    /// The most memory that files may take of which later ones take over blocks, in bytes.
    static let codedLimit = 64 << 20

    /// A finished image, and the files that could not be used for it.
    package struct Made: Sendable {
        package var composite: Composite
        package var photo: Photo
        /// The photo's labels in a dataset.
        var real: RealPhoto?
        /// Photos that this one replaced, since they had no room for an object.
        var passed: [PlacementRecord.PassedPhoto]
        /// Photos that were meant to be used and could not be decoded.
        package var skipped: [Finding]
    }

    /// - Throws: what the parts throw when a drawn value is not one that they take.
    package init(
        pipeline: Pipeline, photos: PhotoLibrary, datasets: RealDatasets = RealDatasets(), objects: ObjectLibrary,
        sides: SplitSides? = nil, likenesses: Likenesses = Likenesses(), isStrict: Bool, maxPixels: Int
    ) throws {
        self.pipeline = pipeline
        self.photos = photos
        self.datasets = datasets
        self.objects = objects
        self.isStrict = isStrict
        let panoramas = PanoramaCache()
        self.panoramas = panoramas
        var drawer = SceneDrawer(
            pipeline: pipeline, objects: objects, photos: photos,
            suns: PanoramaSuns { try panoramas.panorama($0, maxPixels: maxPixels).light }, sides: sides,
            likenesses: likenesses, maps: Effects.maps)
        drawer.balance = try Self.balance(drawer, photos, datasets)
        drawers = pipeline.variants.isEmpty ? [drawer] : pipeline.versions.map { SceneDrawer(drawer, for: $0) }
        numbering = ImageNumbering(variants: pipeline.variants.map(\.name.value), scenes: pipeline.images)
        carrier = SceneDrawer(pipeline: pipeline.leavingPhotosAlone, objects: objects, maps: Effects.maps)
        self.maxPixels = maxPixels
        let rounds = pipeline.images / pipeline.repeats
        let comesRound = rounds > photos.photos.count
        cache = PhotoCache(limit: comesRound ? ImageMaker.cacheLimit : 0)
        // A photo that is seen in another window each time never occurs again in the same form.
        let isWhole = pipeline.backgrounds.contains { $0.crop == nil }
        codedViews =
            isWhole && (comesRound || pipeline.repeats > 1) ? CodedViews(limit: ImageMaker.codedLimit) : nil
    }

    /// The drawer of the first image of each scene.
    package var drawer: SceneDrawer { drawers[0] }

    /// The drawer of an image.
    func drawer(ofImage index: Int) -> SceneDrawer { drawers[numbering.variant(ofImage: index) ?? 0] }

    /// Images of one batch show the same photo, and are best made by one worker.
    package func batch(of image: Int) -> Int { numbering.scene(ofImage: image) / pipeline.repeats }

    /// - Parameters:
    ///   - isDraft: whether 3D objects are lit in draft quality, for pictures that are only looked at.
    ///   - isForFiles: whether images are encoded by a `ViewEncoder` and not looked at otherwise.
    package func makeCompositor(isDraft: Bool = false, isForFiles: Bool = false) -> Compositor {
        Compositor(
            photos: cache, panoramas: panoramas, objects: objects,
            repeats: pipeline.repeats > 1 || numbering.imagesPerScene > 1, maxPixels: maxPixels,
            decodesParts: isForFiles && codedViews == nil && pipeline.output.images.quality == .keep,
            mapsSurfaces: !SurfaceFiles.layers(pipeline.output.layers).isEmpty,
            keepsScenes: numbering.imagesPerScene > 1,
            lightSamples: isDraft ? RenderQuality.draft.samples : .max)
    }

    /// Draws and composites one image. A photo that cannot be decoded, or that has no room for an object, is replaced
    /// by another; an object that cannot be read is left out.
    ///
    /// - Throws: `JobError.noPhotoLeft` when no photo can be decoded; when strict, the first failure itself.
    package func make(_ index: Int, with compositor: Compositor) throws -> Made {
        var unusable: [Int: Finding] = [:]
        var skipped: [Finding] { unusable.sorted { $0.key < $1.key }.map(\.value) }
        while let drawn = try scene(index, unusable: &unusable) {
            let photo = drawn.photo
            do {
                let composite = try compositor.composite(drawn.scene, real: drawn.real?.instances ?? [])
                if isStrict, let missing = composite.scene.missing.first(where: { $0.reason == .unreadable }) {
                    throw JobError.unreadable(missing.finding)
                }
                return Made(
                    composite: composite, photo: photo, real: drawn.real, passed: drawn.passed, skipped: skipped)
            } catch let error as PictureError where error.file == photo.path {
                if photo.isCarried { throw JobError.uncarried(error.finding) }
                if isStrict { throw JobError.unreadable(error.finding) }
                unusable[drawn.scene.photo.attempt] = Finding(photo: photo.path, error)
            }
        }
        throw JobError.noPhotoLeft(index, skipped)
    }
}
