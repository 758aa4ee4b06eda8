import Cards
import Datasets
import Findings
import Labelling
import Pictures
import Pipelines
import Scenes

/// Draws an image's scene on a photo that has room for its objects.
extension ImageMaker {
    /// A scene, and the photo that it was drawn on.
    struct DrawnScene {
        var scene: Scene
        var photo: Photo
        /// The photo's labels in a dataset.
        var real: RealPhoto?
        /// Photos that had no room for some of the objects.
        var passed: [PlacementRecord.PassedPhoto] = []
    }

    /// The number of other photos that are tried where one has no room for an object.
    static let otherPhotos = 8
    /// The number of photos besides these whose facts tell at once that they have no room.
    static let dismissedPhotos = 256

    /// The scene of an image: of a photo that is copied unchanged, or one that is drawn.
    ///
    /// A scene is drawn on the image's photo. Where that photo has no room for some objects, even without other
    /// objects, the scene is drawn on the first later photo that has more room. A photo that a dataset labels is always
    /// kept: its labels are wanted, with or without added objects.
    ///
    /// - Parameter unusable: photos of the image that cannot be used, by their attempts; the method adds those that it
    ///   finds.
    /// - Returns: nil where no photo is left.
    /// - Throws: `JobError.unreadable` for one of these, when strict.
    func scene(_ index: Int, unusable: inout [Int: Finding]) throws -> DrawnScene? {
        if let carried = try carriedScene(index) { return carried }
        let number = numbering.scene(ofImage: index)
        var best: DrawnScene?
        var (attempt, looked, dismissed) = (0, 0, 0)
        func count(_ unfit: [MissingObject]) {
            if unfit.contains(where: { !$0.reason.isOfFacts }) { looked += 1 } else { dismissed += 1 }
        }
        while looked <= ImageMaker.otherPhotos, dismissed <= ImageMaker.dismissedPhotos,
            let photo = photos.photo(forImage: number, attempt: attempt)
        {
            defer { attempt += 1 }
            guard unusable[attempt] == nil else { continue }
            switch try draw(index, on: photo, attempt: attempt, insteadOf: best?.scene) {
            case .failure(let skip):
                if isStrict { throw JobError.unreadable(skip) }
                unusable[attempt] = skip
            case .success(.noRoom(let unfit)):
                count(unfit)
            case .success(.drawn(var drawn)):
                count(drawn.scene.tries.unfit)
                if let best { drawn.passed = best.passed + best.reasonToPass }
                if drawn.scene.tries.unfit.isEmpty || photo.labels != nil { return drawn }
                best = drawn
            }
        }
        return best
    }

    /// The scene of a photo that is copied unchanged: the photo alone, whole. These images follow those of the
    /// pipeline, in the order of the library.
    ///
    /// - Returns: nil for an image that gets objects.
    /// - Throws: `JobError.uncarried` where its labels can no longer be read: no other photo replaces it.
    private func carriedScene(_ index: Int) throws -> DrawnScene? {
        let number = numbering.scene(ofImage: index)
        guard number >= pipeline.images else { return nil }
        let photo = photos.carried[number - pipeline.images]
        do {
            let real = try datasets.labels(of: photo)
            var scene = try carrier.draw(index, on: LabelledPhoto(photo, showing: real?.instances ?? []))
            // It takes no part in what the pipeline asks for.
            scene.drawn = [:]
            return DrawnScene(scene: scene, photo: photo, real: real)
        } catch let error as DatasetError {
            throw JobError.uncarried(Self.unreadable(labelsOf: photo, error))
        }
    }

    private enum Trial {
        case drawn(DrawnScene)
        /// The photo has room for no more objects than another, and for none of these.
        case noRoom([MissingObject])
    }

    /// Draws the scene on one photo.
    ///
    /// - Parameter other: a scene on another photo, which this one must beat.
    /// - Returns: a finding where the photo cannot be used.
    private func draw(
        _ index: Int, on photo: Photo, attempt: Int, insteadOf other: Scene?
    ) throws -> Result<Trial, Finding> {
        let real: RealPhoto?
        do {
            real = try datasets.labels(of: photo)
        } catch let error as DatasetError {
            return .failure(Self.unreadable(labelsOf: photo, error))
        }
        if let lost = real?.lost, lost > 0, !drawer.replacements.margins.isEmpty {
            return .failure(
                Finding(
                    .warning, .unreadLabels, file: photo.path,
                    "\(lost.counting("label")) of it cannot be read and may be of a category that is replaced",
                    remedy: "correct the labels that other messages about this photo name"))
        }
        let trial = try drawer(ofImage: index).draw(
            numbering.scene(ofImage: index), on: LabelledPhoto(photo, showing: real?.instances ?? []), attempt: attempt,
            unfitBelow: other?.tries.unfit.count ?? .max)
        var scene: Scene
        switch trial {
        case .noRoom(let unfit): return .success(.noRoom(unfit))
        case .scene(let drawn): scene = drawn
        }
        if let variant = numbering.variant(ofImage: index) {
            scene.variant = SceneVariant(name: numbering.variants[variant], scene: scene.index)
            scene.index = index
        }
        if let skip = misfit(scene.photo.view, of: photo) { return .failure(skip) }
        return .success(.drawn(DrawnScene(scene: scene, photo: photo, real: real)))
    }

    private static func unreadable(labelsOf photo: Photo, _ error: DatasetError) -> Finding {
        Finding(.warning, .unreadLabels, file: photo.path, "its labels cannot be read: \(error)")
    }

    /// Why a view gives no image, if it is too large for memory or for the image files.
    private func misfit(_ view: PhotoView, of photo: Photo) -> Finding? {
        let size = "would make an image of \(view.width) × \(view.height) pixels"
        let (pixels, isHuge) = view.width.multipliedReportingOverflow(by: view.height)
        if isHuge || pixels > maxPixels {
            return Finding(
                .warning, .imageTooLarge, file: photo.path, "\(size), more than the limit of \(maxPixels)",
                remedy: "crop it, enlarge it less, or raise the limit with --max-pixels")
        }
        let format = pipeline.output.images.format
        let longest = pipeline.output.images.encoding(photo.subsampling).longestSide
        guard max(view.width, view.height) > longest else { return nil }
        return Finding(
            .warning, .imageTooLarge, file: photo.path,
            "\(size), and \(format.rawValue) holds at most \(longest) along a side",
            remedy: "resize it, or write another format")
    }
}

extension Pipeline {
    /// The pipeline without the objects and effects that change a photo.
    var leavingPhotosAlone: Pipeline {
        var pipeline = self
        (pipeline.objects, pipeline.effects) = ([], [])
        (pipeline.scene.count, pipeline.scene.decoys, pipeline.scene.negatives) = (
            .drawn(.constant(0)), .constant(0), 0
        )
        for index in backgrounds.indices {
            pipeline.backgrounds[index].crop = nil
            pipeline.backgrounds[index].resize = nil
            pipeline.backgrounds[index].flip = Chance()
        }
        return pipeline
    }
}

extension ImageMaker.DrawnScene {
    /// Why another photo is better, where this one has no room for an object.
    fileprivate var reasonToPass: [PlacementRecord.PassedPhoto] {
        scene.tries.unfit.prefix(1).map { PlacementRecord.PassedPhoto(file: photo.path, reason: $0.reason.rawValue) }
    }
}
