package import Drawings
package import Geometry
package import Masks
package import Pictures

/// What comes of a labelled thing when it is cut out of its photo.
package struct CutoutTrial: Sendable {
    package let instance: PhotoInstance
    /// The part of the photo around the thing.
    package let picture: Raster
    /// The cut in that part; nil where nothing was found.
    package let mask: RunLengths?
    /// The label's box in that part.
    package let box: PixelRect
    /// Why the thing is not used; nil for one that is.
    package let problem: String?
}

extension FileLists {
    /// The labelled things of a COCO file that are no crowds, in the order of the file.
    package func things(ofCOCO file: String, images: String?) throws(ObjectError) -> [PhotoInstance] {
        try instances(file, images: images).map(\.instance).filter { !$0.isCrowd }
    }

    /// Cuts a thing out: by its mask, or else by the colours in and around its box.
    ///
    /// - Parameter side: the longest side of the picture, in pixels.
    package func trial(
        _ thing: PhotoInstance, ofCOCO file: String, images: String?, side: Int
    ) throws(ObjectError) -> CutoutTrial {
        // Of a thing with a mask, no cut is tried.
        let known = thing.box == nil ? Mask(try reader.mask(of: thing, inCOCO: file, images: images)) : nil
        do throws(PictureError) {
            let size = try PhotoFile.probe(thing.photo, maxPixels: PhotoFile.defaultMaxPixels).frame
            let frame = PixelRect(width: size.width, height: size.height)
            var (cut, problem): (Mask?, String?)
            let box: PixelRect
            if let label = thing.box {
                box = label.intersection(frame)
                let found = try BoxCut.cut(label, of: thing.photo, maxPixels: PhotoFile.defaultMaxPixels)
                cut = found?.mask
                if case .failure(let reason) = BoxCuts.judged(found) { problem = reason.words }
            } else {
                (cut, box) = (known, known?.box ?? frame)
            }
            let window = BoxCut.window(of: box, width: frame.width, height: frame.height).widened(in: frame)
            let scale = min(1, Double(side) / Double(max(window.width, window.height)))
            func small(_ length: Int) -> Int { max(1, Int((Double(length) * scale).rounded())) }
            let (width, height) = (small(window.width), small(window.height))
            var picture = Raster()
            try PhotoFile.decode(
                thing.photo,
                PhotoFile.Options(
                    maxPixels: PhotoFile.defaultMaxPixels,
                    crop: PhotoFile.Crop(
                        left: window.minX, top: window.minY, width: window.width, height: window.height),
                    width: width, height: height),
                into: &picture)
            return CutoutTrial(
                instance: thing, picture: picture,
                mask: cut?.seen(in: window, width: width, height: height).runLengths(width: width, height: height),
                box: PixelRect(
                    minX: (box.minX - window.minX) * width / window.width,
                    minY: (box.minY - window.minY) * height / window.height,
                    maxX: (box.maxX - window.minX) * width / window.width,
                    maxY: (box.maxY - window.minY) * height / window.height),
                problem: problem)
        } catch {
            throw ObjectError(error)
        }
    }
}

extension PixelRect {
    /// With more on both sides where it is narrow or low, so that a picture of it can be looked at.
    fileprivate func widened(in frame: PixelRect) -> PixelRect {
        let least = max(width, height) * 3 / 4
        let (x, y) = (max(0, least - width) / 2, max(0, least - height) / 2)
        return PixelRect(minX: minX - x, minY: minY - y, maxX: maxX + x, maxY: maxY + y).intersection(frame)
    }
}

extension Mask {
    /// The part of the mask in a window, each pixel of which is the one at its middle.
    fileprivate func seen(in window: PixelRect, width: Int, height: Int) -> Mask {
        var seen = Mask(rect: PixelRect(width: width, height: height))
        for y in 0..<height {
            let row = window.minY + (2 * y + 1) * window.height / (2 * height)
            for x in 0..<width {
                let column = window.minX + (2 * x + 1) * window.width / (2 * width)
                guard rect.contains(x: column, y: row) else { continue }
                seen.bits[y * width + x] = bits[(row - rect.minY) * rect.width + column - rect.minX]
            }
        }
        return seen
    }
}
