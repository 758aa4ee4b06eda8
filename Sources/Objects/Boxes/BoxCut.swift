import Foundation
import Geometry
import Masks
import Pictures

/// Finds the object in a labelled box: iterated graph cuts after Rother, Kolmogorov and Blake, "GrabCut: Interactive
/// Foreground Extraction using Iterated Graph Cuts", SIGGRAPH 2004, doi:10.1145/1186562.1015720.
///
/// Everything outside the box is background. Inside, colour mixtures of object and background are learned from the
/// last cut, and the next cut gives each pixel to one of them, at the least cost of outline across even colour. We depart
/// from the paper in this: the window is cut at a bounded resolution; the first object is an ellipse in the box, since the
/// corners of most boxes show background; a small ellipse at the box's middle is always the object's, so that an object much
/// like its background does not vanish; and parts apart from the largest are dropped, and small holes filled.
///
/// The result depends on the pixels and the box alone.
struct BoxCut {
    /// How the outline fits; see `Quality.problem`.
    struct Quality: Hashable, Sendable {
        /// The share of the box that the object covers.
        var share = 0.0
        /// How much of the box the object's own box covers: a label's box touches its object on all sides.
        var reach = 0.0
        /// How even the colours are across the outline: the mean weight of the cut arcs, 1 where nothing shows an edge.
        var evenness = 1.0
        /// 4π · area ÷ outline²: 1 for a disc, little for shreds.
        var compactness = 0.0
    }

    /// The window that was cut, in pixels of the photo: the box and a margin of background.
    let window: PixelRect
    let quality: Quality
    /// At the working resolution, row-major.
    private let isObject: [Bool]
    private let width: Int
    private let height: Int

    /// The longer side of the window at which it is cut.
    static let side = 200
    /// The background around the box that is learned from, as a share of the box's sides.
    private static let margin = 0.35
    private static let rounds = 8
    /// The cost of an outline, against that of colours (γ in the paper).
    private static let smoothness = 50.0

    /// The part of a photo that must be read for a box.
    static func window(of box: PixelRect, width: Int, height: Int) -> PixelRect {
        let (x, y) = (max(8, Int(Double(box.width) * margin)), max(8, Int(Double(box.height) * margin)))
        return PixelRect(minX: box.minX - x, minY: box.minY - y, maxX: box.maxX + x, maxY: box.maxY + y)
            .intersection(PixelRect(width: width, height: height))
    }

    /// - Parameters:
    ///   - picture: the window's pixels, at any resolution of no more than `side` a side.
    ///   - box: in the photo's pixels.
    /// - Returns: nil where nothing is left of the object, or there is no background around it to learn from.
    init?(_ picture: Raster, of window: PixelRect, around box: PixelRect) {
        self.window = window
        var cells = CutGrid(picture, of: window, around: box)
        let (inside, outside) = (cells.isObject.count { $0 }, cells.isBoxed.count { !$0 })
        guard inside > 8, outside > 8 else { return nil }
        var cut = GridCut(width: cells.width, height: cells.height)
        var object = ColourMixture(grouping: cells.colours(ofObject: true))
        var background = ColourMixture(grouping: cells.colours(ofObject: false))
        let boundary = cells.boundary
        for _ in 0..<BoxCut.rounds {
            object.refine(cells.colours(ofObject: true))
            background.refine(cells.colours(ofObject: false))
            cut.reset()
            for y in 0..<cells.height {
                for x in 0..<cells.width {
                    let index = y * cells.width + x
                    for direction in 0..<4 where boundary[index * 4 + direction] > 0 {
                        cut.connect(
                            x: x, y: y, direction: direction,
                            capacity: Float(BoxCut.smoothness) * boundary[index * 4 + direction])
                    }
                    guard cells.isBoxed[index] else {
                        cut.attach(x: x, y: y, source: 0, sink: 1e6)
                        continue
                    }
                    let colour = cells.colours[index]
                    cut.attach(
                        x: x, y: y, source: cells.isCore[index] ? 1e6 : Float(background.cost(of: colour)),
                        sink: Float(object.cost(of: colour)))
                }
            }
            cut.cut()
            var changed = 0
            for y in 0..<cells.height {
                for x in 0..<cells.width {
                    let isObject = cut.isSource(x: x, y: y)
                    if cells.isObject[y * cells.width + x] != isObject { changed += 1 }
                    cells.isObject[y * cells.width + x] = isObject
                }
            }
            guard cells.isObject.contains(true) else { return nil }
            if changed * 1000 < inside { break }
        }
        cells.keepLargest()
        cells.fillHoles()
        quality = cells.quality(boundary)
        (isObject, width, height) = (cells.isObject, cells.width, cells.height)
    }

    /// The object's mask in the photo: between the centres of the cells their mean decides, so that the outline is smooth.
    var mask: Mask {
        var mask = Mask(rect: window)
        let scale = (x: Double(width) / Double(window.width), y: Double(height) / Double(window.height))
        func tap(_ x: Int, _ y: Int) -> Double {
            isObject[min(max(y, 0), height - 1) * width + min(max(x, 0), width - 1)] ? 1 : 0
        }
        for y in 0..<window.height {
            let v = (Double(y) + 0.5) * scale.y - 0.5
            let (row, q) = (Int(v.rounded(.down)), v - v.rounded(.down))
            for x in 0..<window.width {
                let u = (Double(x) + 0.5) * scale.x - 0.5
                let (column, p) = (Int(u.rounded(.down)), u - u.rounded(.down))
                let upper = tap(column, row) * (1 - p) + tap(column + 1, row) * p
                let lower = tap(column, row + 1) * (1 - p) + tap(column + 1, row + 1) * p
                mask.bits[y * window.width + x] = upper * (1 - q) + lower * q >= 0.5 ? 1 : 0
            }
        }
        return mask
    }
}

extension BoxCut {
    /// Cuts the object of a labelled box out of a photo.
    ///
    /// - Returns: nil as `init`.
    /// - Throws: for a photo that cannot be read.
    static func cut(_ box: PixelRect, of photo: String, maxPixels: Int) throws(PictureError) -> BoxCut? {
        let frame = try PhotoFile.probe(photo, maxPixels: maxPixels).frame
        let window = window(of: box, width: frame.width, height: frame.height)
        let inside = box.intersection(PixelRect(width: frame.width, height: frame.height))
        guard inside.width > 3, inside.height > 3 else { return nil }
        let scale = min(1, Double(side) / Double(max(window.width, window.height)))
        func small(_ length: Int) -> Int { max(1, Int((Double(length) * scale).rounded())) }
        var picture = Raster()
        try PhotoFile.decode(
            photo,
            PhotoFile.Options(
                maxPixels: maxPixels,
                crop: PhotoFile.Crop(
                    left: window.minX, top: window.minY, width: window.width, height: window.height),
                width: small(window.width), height: small(window.height)),
            into: &picture)
        return BoxCut(picture, of: window, around: inside)
    }
}

extension BoxCut.Quality {
    /// Why a cut is no clean cut-out; nil for one that is. The limits were set on 103 things and 132 potholes with true
    /// masks: of the cuts that keep them, one in thirty is a worse fit than an IoU of 0.5.
    var problem: String? {
        if share < 0.15 { return "it fills less than 15 % of its box" }
        if share > 0.97 { return "it fills more than 97 % of its box" }
        if reach < 0.75 { return "it does not reach the sides of its box" }
        if evenness > 0.35 { return "no contrast shows where it ends" }
        if compactness < 0.1 { return "its outline is in shreds" }
        return nil
    }
}
