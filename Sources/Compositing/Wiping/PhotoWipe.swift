import Cards
import Geometry
import Masks
import Pictures
package import Scenes

/// The parts that are wiped from a photo: labelled things. Every pixel of these, and some around them, are replaced by
/// a fill with the grain of their surroundings.
///
/// The photo is wiped at its full size, before it is cropped, resized or mirrored, so that no filter can carry a pixel
/// of these things into the rest. The result depends only on the labels and on the pixels outside of the wiped parts.
struct PhotoWipe {
    /// The wiped parts in the photo, apart from each other; none touches another's rim.
    private let holes: [Mask]

    /// - Throws: `UnknownWipedLabel` where a scene wipes a label that the photo does not have.
    init(_ labelled: LabelledPhoto<ScenePhoto>) throws(UnknownWipedLabel) {
        let photo = labelled.photo
        let frame = PixelRect(width: photo.view.photoWidth, height: photo.view.photoHeight)
        var masks: [Mask] = []
        for region in photo.wiped {
            let things = labelled.instances.filter { region.isOf($0) }
            if things.isEmpty { throw UnknownWipedLabel(region: region, file: photo.file) }
            masks += things.map { $0.wiped(by: region, within: frame) }.filter { !$0.rect.isEmpty }
        }
        holes = Mask.apart(masks)
    }

    func apply(to photo: inout Raster) {
        // What lies in another hole is never looked at, whether it has been filled or not.
        let isKnown = { (x: Int, y: Int) in !holes.contains { $0[x: x, y: y] } }
        for (number, hole) in holes.enumerated() {
            SmoothFill.fill(hole, in: &photo, isKnown: isKnown)
            // The same in every image of the photo, which may be kept between them.
            var stream = RandomStream(seed: 0, image: 0, name: "wipe/\(number)/grain")
            let reflection = Reflection(into: hole, of: photo, isKnown: isKnown)
            reflection.lay(in: &photo)
            // The reflection has grain of its own: where both are laid, their variances add up to that of one.
            Grain(around: hole.rect, of: photo, isKnown: isKnown).lay(on: hole, in: &photo, from: &stream) { x, y in
                let share = reflection.share(x, y)
                return (1 - share * share).squareRoot()
            }
        }
    }
}

/// A scene wipes something that the photo's labels do not know, so it would be seen.
package struct UnknownWipedLabel: Error, Sendable, CustomStringConvertible {
    package let region: WipedRegion
    package let file: String

    package var description: String {
        "\(file): label \(region.id), a \(region.category), is to be wiped, and is none of the photo's labels"
    }
}

extension RealInstance {
    /// The pixels of the photo that are wiped with the thing: all that may show some of it, and the margin.
    func wiped(by region: WipedRegion, within frame: PixelRect) -> Mask {
        cover(width: frame.width, height: frame.height).dilated(by: region.marginPixels, within: frame)
    }

    /// Every pixel of the photo that the thing may show, in part or as a whole.
    private func cover(width: Int, height: Int) -> Mask {
        let frame = PixelRect(width: width, height: height)
        switch shape {
        case .box:
            let rect = PixelRect(covering: box).intersection(frame)
            return Mask(rect: rect, bits: [UInt8](repeating: 1, count: rect.area))
        case .mask(let mask): return Mask(mask)
        case .polygons(let polygons):
            guard let bounds = PixelRect(covering: polygons.flatMap(\.vertices)) else { return Mask(rect: frame) }
            var mask = Mask(rect: bounds.inset(by: -1).intersection(frame))
            guard let filled = PhotoView(photoWidth: width, photoHeight: height).imageMask(self) else { return mask }
            let inside = Mask(filled)
            for y in inside.rect.minY..<inside.rect.maxY {
                for x in inside.rect.minX..<inside.rect.maxX where inside[x: x, y: y] { mask.set(x, y) }
            }
            // Filling leaves out pixels of which the outline takes less than half, and all of what is very thin.
            for (a, b) in polygons.flatMap({ Array($0.edges) }) { mask.set(from: a, to: b) }
            return mask
        }
    }
}

extension Mask {
    fileprivate mutating func set(_ x: Int, _ y: Int) {
        guard rect.contains(x: x, y: y) else { return }
        bits[(y - rect.minY) * rect.width + x - rect.minX] = 1
    }

    /// Sets the pixels of a line, as far as they are inside the rectangle.
    fileprivate mutating func set(from a: Point, to b: Point) {
        // Cut first (Liang and Barsky, "A new concept and method for line clipping", ACM TOG 3 (1984)): outlines may
        // run far outside of a photo.
        var (first, last) = (0.0, 1.0)
        for (start, end, low, high) in [(a.x, b.x, rect.minX, rect.maxX), (a.y, b.y, rect.minY, rect.maxY)] {
            guard start != end else { continue }
            let (one, other) = ((Double(low) - start) / (end - start), (Double(high) - start) / (end - start))
            (first, last) = (max(first, min(one, other)), min(last, max(one, other)))
        }
        guard first <= last else { return }
        let steps = max(1, Int((2 * a.distance(to: b) * (last - first)).rounded(.up)))
        for step in 0...steps {
            let share = first + (last - first) * Double(step) / Double(steps)
            let (x, y) = (a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
            set(Int(x.rounded(.down)), Int(y.rounded(.down)))
        }
    }

    /// The same pixels, in masks whose rectangles keep a pixel between them.
    fileprivate static func apart(_ masks: [Mask]) -> [Mask] {
        var groups: [(rect: PixelRect, masks: [Mask])] = []
        for mask in masks {
            var (rect, joined) = (mask.rect, [mask])
            // What it touches once it has grown may touch others in turn.
            while let index = groups.firstIndex(where: { !$0.rect.inset(by: -1).intersection(rect).isEmpty }) {
                let group = groups.remove(at: index)
                (rect, joined) = (rect.union(group.rect), group.masks + joined)
            }
            groups.append((rect, joined))
        }
        return groups.map { group in
            guard group.masks.count > 1 else { return group.masks[0] }
            var mask = Mask(rect: group.rect)
            for part in group.masks {
                for y in part.rect.minY..<part.rect.maxY {
                    for x in part.rect.minX..<part.rect.maxX where part[x: x, y: y] { mask.set(x, y) }
                }
            }
            return mask
        }
    }
}
