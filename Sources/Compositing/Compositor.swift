import Geometry
package import Masks
package import Objects
import Pipelines
package import Scenes
package import Vips

/// Makes pixels and labels from scenes: one worker's hands, with the memory that it uses again and again.
///
/// Not for use by two threads at the same time.
package final class Compositor {
    /// The finished image of the last scene.
    package private(set) var image = Raster()
    /// Its instance map.
    package private(set) var map = InstanceMap(width: 0, height: 0)

    private let objects: ObjectLibrary
    private var backdrop: Backdrop
    private let workspace = PasteWorkspace()
    /// Where the last scene's objects were painted.
    private var touched: [PixelRect] = []
    /// Whether an effect has changed the image as a whole.
    private var isChanged = true

    /// - Parameters:
    ///   - photos: shared by all workers.
    ///   - repeats: whether scenes that follow each other are likely to show the same photo.
    ///   - maxPixels: the largest photo that is decoded.
    package init(
        photos: PhotoCache, objects: ObjectLibrary, repeats: Bool = false,
        maxPixels: Int = PhotoFile.defaultMaxPixels
    ) {
        self.objects = objects
        backdrop = Backdrop(cache: photos, repeats: repeats, maxPixels: maxPixels)
    }

    /// Composites a scene into `image` and `map`.
    ///
    /// Objects that break one of the scene's limits on the finished masks are taken out, and the scene is made again
    /// without them; so is one that cannot be read. The labels' scene is the one that was made in the end, so that
    /// compositing it again gives the same pixels at once.
    ///
    /// - Parameter real: the labelled things that the photo shows.
    /// - Throws: `VipsError` for a photo that cannot be decoded, and `InvalidFile` for a part's value that is not one it
    ///   takes.
    package func composite(_ scene: Scene, real: [RealInstance] = []) throws -> Labels {
        var scene = scene
        while true {
            let items: [Item]
            do {
                items = try prepare(scene)
            } catch let unreadable as UnreadableObject {
                let object = scene.objects.remove(at: unreadable.index)
                scene.missing.append(
                    MissingObject(
                        name: object.name, reason: .unreadable, detail: unreadable.error.words,
                        file: unreadable.error.file))
                continue
            }
            try start(scene.photo)
            let painted = paste(items)
            let (instances, broken) = label(painted, limits: scene.limits)
            guard !broken.isEmpty else {
                let left = label(real, in: scene.photo.view, under: painted)
                try finish(scene)
                return Labels(scene: scene, instances: instances, real: left)
            }
            scene.missing += broken.map { broken in
                MissingObject(
                    name: scene.objects[broken.index].name, reason: .limits, detail: broken.limit.rawValue)
            }
            for broken in broken.reversed() { scene.objects.remove(at: broken.index) }
        }
    }

    /// An object ready to be pasted.
    private struct Item {
        var sprite: Sprite
        var imageFromObject: Homography
        var look: Look
        /// 0 for a distractor.
        var id: UInt16
        /// Where it stands in the scene's objects.
        var index: Int
    }

    private struct UnreadableObject: Error {
        var index: Int
        var error: ObjectError
    }

    private struct BrokenLimit {
        var index: Int
        var limit: Limit
    }

    private enum Limit: String, Error {
        case visible
        case overlap
        case truncated
    }

    private func prepare(_ scene: Scene) throws -> [Item] {
        let light = scene.light
        let gain = encodedGain(linear: ColourTemperature(kelvin: light.kelvin).linearGain * Float(light.gain))
        let directed = light.sunDirection(seenBy: scene.camera).flatMap { direction in
            light.relief > 0 ? DirectedLight(direction: direction, ambient: 1 - light.relief) : nil
        }
        var labelled: UInt16 = 0
        return try scene.objects.enumerated().map { index, object in
            let blend = try Blends.catalogue.make(object.blend, as: (any Blend).self)
            if !object.distractor { labelled += 1 }
            return Item(
                sprite: try sprite(of: object, at: index),
                imageFromObject: object.imageFromObject,
                look: Look(gain: gain, light: directed, edge: blend.edge),
                id: object.distractor ? 0 : labelled, index: index)
        }
    }

    private func sprite(of object: PlacedObject, at index: Int) throws(UnreadableObject) -> Sprite {
        do throws(ObjectError) {
            let aspect = try objects.outline(of: object.from).aspect
            return try objects.sprite(
                of: object.from, heightPixels: object.imageFromObject.heightPixels(aspect: aspect))
        } catch {
            throw UnreadableObject(index: index, error: error)
        }
    }

    /// Makes the image the photo, and the map empty.
    private func start(_ photo: ScenePhoto) throws {
        // Where objects lie on each other in heaps, to go over all of the image at once is less work.
        let frame = PixelRect(width: map.width, height: map.height)
        let isCrowded = touched.reduce(0) { $0 + $1.area } > frame.area
        try backdrop.load(photo, into: &image, touched: isChanged || isCrowded ? nil : touched)
        isChanged = false
        if map.width == image.width, map.height == image.height {
            map.reset(in: isCrowded ? [frame] : touched)
        } else {
            map = InstanceMap(width: image.width, height: image.height)
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// An object in its place, with the label that it had before anything hid it.
    private struct Painted {
        var item: Item
        var touched: PixelRect
        /// Its pixels inside the image; of distractors none are asked for.
        var amodal: RunLengths?
    }

    private func paste(_ items: [Item]) -> [Painted] {
        items.map { item in
            let pasted = workspace.paste(
                item.sprite, item.imageFromObject, item.look, id: item.id, onto: &image, &map)
            touched.append(pasted.touched)
            // Nothing hides what has just been painted: its mask now is its whole shape.
            return Painted(
                item: item, touched: pasted.touched,
                amodal: item.id > 0 ? map.runLengths(of: item.id, in: pasted.touched) : nil)
        }
    }

    /// The labels of all objects that keep the limits, and those that break one, both in painting order.
    ///
    /// Taking out an object changes nothing for those in front of it, and hides less of those behind it. So what
    /// breaks a limit here is what would if the farthest that does were taken out first, and the rest looked at again;
    /// and without all of these the others keep their limits.
    private func label(_ painted: [Painted], limits: Limits) -> (instances: [Instance], broken: [BrokenLimit]) {
        var instances: [Instance] = []
        var broken: [BrokenLimit] = []
        for (place, object) in painted.enumerated() {
            guard let amodal = object.amodal else { continue }
            let inFront = painted[(place + 1)...].filter { !$0.touched.intersection(object.touched).isEmpty }
            switch label(object, amodal, behind: inFront, limits: limits) {
            case .success(let instance): instances.append(instance)
            case .failure(let limit): broken.append(BrokenLimit(index: object.item.index, limit: limit))
            }
        }
        return (instances, broken)
    }

    /// The label of one object, or the limit that it breaks.
    ///
    /// - Parameter inFront: what may hide some of it.
    private func label(
        _ object: Painted, _ amodal: RunLengths, behind inFront: [Painted], limits: Limits
    ) -> Result<Instance, Limit> {
        let visible = inFront.isEmpty ? amodal : map.runLengths(of: object.item.id, in: object.touched)
        // An instance without a pixel has no box: it is not one.
        guard let box = visible.box, let amodalBox = amodal.box else { return .failure(.visible) }
        let (visibleArea, insideArea) = (visible.area, amodal.area)
        let visibility = Double(visibleArea) / Double(insideArea)
        guard visibility >= limits.visibleMin else { return .failure(.visible) }

        // Shares, not areas: 29 of 100 pixels is the double that 0.29 is, but 0.29 × 100 is less than 29.
        func isTooMuch(_ hidden: Int) -> Bool { Double(hidden) / Double(insideArea) > limits.overlapMax }
        if isTooMuch(insideArea - visibleArea), inFront.contains(where: { isTooMuch(area(of: amodal, under: $0)) }) {
            return .failure(.overlap)
        }

        let outside = outside(of: object.item)
        let truncation = Double(outside.area) / Double(insideArea + outside.area)
        guard truncation <= limits.truncatedMax else { return .failure(.truncated) }
        return .success(
            Instance(
                object: object.item.index, visible: visible, box: box, area: visibleArea, amodal: amodal,
                amodalBox: outside.box.map { $0.union(amodalBox) } ?? amodalBox, visibility: visibility,
                truncation: truncation))
    }

    /// How much of a mask another object covers, whatever covers that one in turn.
    private func area(of mask: RunLengths, under front: Painted) -> Int {
        mask.intersectionArea(with: cover(of: front))
    }

    /// The pixels of the image that an object covers by at least one half.
    private func cover(of front: Painted) -> RunLengths {
        if let amodal = front.amodal { return amodal }
        let item = front.item
        return workspace.coverage(of: item.sprite, item.imageFromObject, item.look.edge, within: frame)
            .runLengths(width: frame.width, height: frame.height)
    }

    /// What the objects leave of the photo's own labels.
    private func label(_ real: [RealInstance], in view: PhotoView, under painted: [Painted]) -> [RealLabel] {
        guard !real.isEmpty else { return [] }
        let cover = painted.reduce(RunLengths(width: frame.width, height: frame.height)) {
            $0.union(self.cover(of: $1))
        }
        return real.enumerated().map { $0.element.label(at: $0.offset, in: view, under: cover) }
    }

    /// The part of an object outside the image: its area in pixels and its box.
    private func outside(of item: Item) -> (area: Int, box: PixelRect?) {
        let bounds = workspace.bounds(of: item.sprite, item.imageFromObject, within: frame.inset(by: -margin))
        guard !frame.contains(bounds) else { return (0, nil) }
        let sides = [
            PixelRect(minX: bounds.minX, minY: bounds.minY, maxX: bounds.maxX, maxY: min(bounds.maxY, 0)),
            PixelRect(minX: bounds.minX, minY: max(bounds.minY, frame.maxY), maxX: bounds.maxX, maxY: bounds.maxY),
            PixelRect(
                minX: bounds.minX, minY: max(bounds.minY, 0), maxX: min(bounds.maxX, 0),
                maxY: min(bounds.maxY, frame.maxY)),
            PixelRect(
                minX: max(bounds.minX, frame.maxX), minY: max(bounds.minY, 0), maxX: bounds.maxX,
                maxY: min(bounds.maxY, frame.maxY)),
        ]
        var (area, box): (Int, PixelRect?) = (0, nil)
        for side in sides where !side.isEmpty {
            let part = workspace.extent(of: item.sprite, item.imageFromObject, item.look.edge, within: side)
            area += part.area
            if let part = part.box { box = box.map { $0.union(part) } ?? part }
        }
        return (area, box)
    }

    private var frame: PixelRect { PixelRect(width: image.width, height: image.height) }

    /// How far beyond the frame objects are followed: what lies farther out counts neither as truncated nor into the
    /// amodal box. Twice the frame on each side, so that a share of up to 0.8 outside is told exactly.
    private var margin: Int { 2 * max(image.width, image.height) }

    private func finish(_ scene: Scene) throws {
        isChanged = !scene.effects.isEmpty
        for (number, drawn) in scene.effects.enumerated() {
            let effect = try Effects.catalogue.make(drawn, as: (any Effect).self)
            let streams = RandomStreams(seed: scene.seed, image: scene.index)
            effect.apply(to: &image, streams: streams.scope("pixels").scope("\(number)/\(drawn.name)"))
        }
    }
}

extension Homography {
    /// How many pixels an object would be high if all of it were as large as its nearest part.
    fileprivate func heightPixels(aspect: Double) -> Int {
        let places = [Point(0, 0), Point(aspect, 0), Point(0, 1), Point(aspect, 1), Point(aspect / 2, 0.5)]
        let scale = places.compactMap { jacobian(at: $0)?.scales.most }.max() ?? 0
        return Int(min(scale.rounded(.up), 1e6))
    }
}
