import Cards
import Compositing
import Datasets
import Findings
import Geometry
import Labelling
import Masks
import Pipelines
import Scenes
import Sheets
import Synchronization

/// The contact sheet of a pipeline, for `diorama preview`.
public enum PreviewSheet {
    /// The style in which labels are drawn.
    public enum Style: Sendable {
        /// Masks tinted and outlined, boxes and names.
        case tinted
        /// The outlines, boxes and names without the tint, so that the objects' own colours stay visible.
        case outlines
        /// No labels: the pictures as a run makes them.
        case plain
    }

    /// Makes a pipeline's first images, as a run would, and draws them with their labels on one sheet. Under labels, 3D
    /// objects are lit in draft quality.
    ///
    /// - Parameters:
    ///   - pipeline: the pipeline file.
    ///   - changes: `key.path=value` each; they replace values of the file.
    ///   - without: keys of what is left out of the images.
    ///   - images: the number of first images that are drawn; fewer where the pipeline asks for fewer.
    ///   - path: the sheet's file, whose name ends in .png or .jpg.
    ///   - style: the style in which labels are drawn.
    ///   - overwrites: whether a file that exists and is no sheet of ours is replaced; a file that the pipeline reads
    ///     is never replaced.
    /// - Returns: a description of the sheet for the person who asked for it.
    /// - Throws: like `Job.init`; `JobError.usage` for a sheet that is neither PNG nor JPEG, or would replace such a
    ///   file.
    public static func write(
        pipeline: String, changes: [String], without: [String] = [], images: Int, to path: String,
        style: Style = .tinted, overwrites: Bool = false
    ) throws -> String {
        guard let file = PictureFile(path) else {
            throw JobError.usage("--out \(path): a sheet is a .png or .jpg file")
        }
        try file.requireFree(inputs: [pipeline], overwrites: overwrites)
        let plan = try Plan(path: pipeline, changes: changes, without: without)
        try file.requireFree(inputs: plan.inputPaths, overwrites: overwrites)
        let maker = plan.maker
        let count = min(images, plan.imageCount)
        var sheet = ContactSheet(painter: LabelPainter(categories: plan.categories.names, isTinted: style == .tinted))
        let drawn = sheet
        let tiles = Mutex([Int: ContactSheet.Tile]())
        let missing = Atomic(0)
        let skipped = Mutex(maker.photos.skipped)
        let shown = Mutex(Set<String>())
        _ = try Workers.run(
            Workers.perCore, over: Array(0..<count), batch: maker.batch(of:), shouldStop: { false },
            makeState: { maker.makeCompositor(isDraft: style != .plain) },
            body: { index, compositor in
                let made = try maker.make(index, with: compositor)
                let tile = try drawn.tile(
                    made.composite.image, labels: style == .plain ? [] : made.pictureLabels, caption: made.caption)
                tiles.withLock { $0[index] = tile }
                shown.withLock { _ = $0.insert(made.photo.path) }
                missing.add(made.composite.scene.missing.count, ordering: .relaxed)
                skipped.withLock { known in known += made.skipped.filter { !known.contains($0) } }
            })
        for (_, tile) in tiles.withLock({ $0 }).sorted(by: { $0.key < $1.key }) { sheet.add(tile) }
        try file.write(sheet.raster())
        var lines = ["\(count.counting("image")) drawn on \(path)"]
        let leftOut = missing.load(ordering: .relaxed)
        if leftOut > 0 { lines.append("  \(leftOut.counting("object")) left out; “diorama run” says why") }
        lines += GroundSurvey(of: maker, files: shown.withLock { $0 }).lines.map { "  " + $0 }
        lines += skipped.withLock { $0 }.map { "  skipped \($0.words)" }.sorted()
        return lines.joined(separator: "\n")
    }
}

extension ImageMaker.Made {
    /// The photo's own labels, then those of the objects over them.
    fileprivate var pictureLabels: [PictureLabel] {
        let view = composite.scene.photo.view
        let own = composite.real.compactMap { label -> PictureLabel? in
            guard let box = label.box, let instance = real?.instances[label.instance] else { return nil }
            return PictureLabel(
                category: instance.category,
                mask: label.visible ?? RunLengths(width: view.width, height: view.height),
                box: PixelRect(covering: box), hiddenShare: label.hiddenShare)
        }
        let pasted = composite.instances.map { instance in
            PictureLabel(
                category: instance.object.category, mask: instance.visible, box: instance.box,
                hiddenShare: 1 - instance.visibility)
        }
        return own + pasted
    }
}

extension ImageMaker.Made {
    fileprivate var caption: String {
        let file = photo.path.split(separator: "/").last.map(String.init) ?? photo.path
        return "\(composite.scene.title) · \(file)"
    }
}
