package import Cards
package import Drawings
import Findings
import Pictures

/// Pictures of objects cut out of their background: with alpha of their own, or with a mask beside them.
package struct Cutouts: PixelSource {
    package var files: [String] = []
    package var masks: [String]?

    package init() {}

    package static let card = Card<Cutouts>(
        "cutouts", "Pictures of objects that are cut out of their background. Each time one of them is drawn.",
        .required(
            "files", \.files, .oneOrMore(.path),
            "Files, folders (with all below them) or globs of PNG, WebP or TIFF pictures with alpha, or of any pictures with masks."
        ),
        .field(
            "masks", \.masks, .optional(.oneOrMore(.path)),
            "Masks, white where the object is. A mask has the name of its picture, and may add -mask or _mask."
        )
    )

    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> Cutouts {
        let pairs = try lists.pairs(files, masks: masks)
        let file = pairs.files[stream.integer(0, pairs.files.count - 1)]
        var one = self
        one.files = [file]
        one.masks = try pairs.mask(of: file).map { [$0] }
        return one
    }

    package static func problems(in values: DraftValues, _ lists: FileLists) -> [ObjectError] {
        var problems: [ObjectError] = []
        /// The files of each path by itself, so that every path that is wrong is named.
        func files(_ key: String) -> [String] {
            values.texts(key).flatMap { path -> [String] in
                do throws(ObjectError) {
                    return try lists.files([path])
                } catch {
                    problems.append(error)
                    return []
                }
            }
        }
        let pictures = files("files")
        let masks = files("masks")
        guard !pictures.isEmpty, !masks.isEmpty else { return problems }
        do throws(ObjectError) {
            let pairs = try MaskPairs(pictures, masks: masks)
            for file in pairs.files {
                do throws(ObjectError) { _ = try pairs.mask(of: file) } catch { problems.append(error) }
            }
        } catch {
            problems.append(error)
        }
        return problems
    }

    package static func samples(in values: DraftValues, _ lists: FileLists) -> [any ObjectSource] {
        let masks = values.texts("masks")
        // What cannot be listed or paired, `problems` has reported.
        guard let pairs = try? lists.pairs(values.texts("files"), masks: masks.isEmpty ? nil : masks) else { return [] }
        return pairs.files.map { file in
            var one = Cutouts()
            one.files = [file]
            one.masks = (try? pairs.mask(of: file)).flatMap { $0 }.map { [$0] }
            return one
        }
    }

    package static func origins(in values: DraftValues, _ lists: FileLists) -> [String] {
        (try? lists.files(values.texts("files"))) ?? []
    }

    package func origin(_ lists: FileLists) -> String { files.first ?? "" }

    package func sprite(_ lists: FileLists, maxPixels: Int) throws(ObjectError) -> Sprite {
        guard files.count == 1, masks.map({ $0.count == 1 }) ?? true else {
            preconditionFailure("one cut-out is chosen before it is read")
        }
        let file = files[0]
        let mask = masks?.first
        let picture = try Cutouts.read(file, maxPixels: maxPixels)
        guard picture.hasAlpha || mask != nil else {
            throw ObjectError(
                .noAlpha, file: file,
                "has no alpha, so that nothing says where the object is: give a picture with alpha, or “masks”")
        }
        var raster = picture.raster
        if let mask {
            let shape = try Cutouts.read(mask, maxPixels: maxPixels).raster
            guard (shape.width, shape.height) == (raster.width, raster.height) else {
                throw ObjectError(
                    .mask, file: file,
                    "has \(raster.width) × \(raster.height) pixels, but its mask \(mask) has "
                        + "\(shape.width) × \(shape.height): a mask has the size of its picture")
            }
            raster.multiplyAlpha(by: shape)
        }
        do throws(SpriteError) {
            return try Sprite(straight: raster)
        } catch {
            var failure = ObjectError(error, file: file)
            if error == .nothingVisible, let mask {
                failure.words = "nothing is left of it under its mask \(mask): a mask is white where the object is"
            }
            throw failure
        }
    }

    package static func picturesRead(by values: DraftValues) -> [PicturesRead] { [.files(values.texts("files"))] }

    /// A sentence about haze in its picture: pixels that are visible but that no label counts, as of a background that
    /// was not wholly taken away. Soft edges and shadows have fewer such pixels.
    package func note(on sprite: Sprite) -> String? {
        guard let file = files.first else { return nil }
        if sprite.specks > 0 {
            return
                "\(file): has \(sprite.specks) pixels in specks apart from the object: they are drawn and labelled, but do "
                + "not count for its size and foot; erase them"
        }
        guard sprite.faintShare >= Cutouts.oddFaintShare else { return nil }
        guard sprite.faintShare.isFinite else {
            return "\(file): is nowhere at least half opaque: it is drawn, and its mask has no pixel"
        }
        let percent = (sprite.faintShare * 100).rounded().plainText
        return
            "\(file): is faint over a large area, \(percent) % of that of the object: what is less than half opaque is "
            + "drawn, but is no part of its mask, size and foot; erase it if it is a rest of the background"
    }

    private static let oddFaintShare = 0.5

    /// The pixels the right way up, alpha not premultiplied.
    private static func read(
        _ file: String, maxPixels: Int
    ) throws(ObjectError) -> (raster: Raster, hasAlpha: Bool) {
        do throws(PictureError) {
            let image = try Image(file: file, maxPixels: maxPixels)
            return (try image.autorot().raster(), image.hasAlpha)
        } catch {
            var failure = ObjectError(error)
            failure.file = file
            throw failure
        }
    }
}
