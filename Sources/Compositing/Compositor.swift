package import Geometry
package import Masks
package import Objects
package import Pipelines
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

    private let photos: PhotoCache
    private let objects: ObjectLibrary
    private let workspace = PasteWorkspace()
    private var touched: [PixelRect] = []

    package init(photos: PhotoCache, objects: ObjectLibrary) {
        self.photos = photos
        self.objects = objects
    }

    /// Composites a scene into `image` and `map`.
    ///
    /// An object that breaks one of the scene's limits on the finished masks is taken out, and the scene made again
    /// without it, until all keep them. The labels' scene is the one that was made in the end, so that compositing it
    /// again gives the same pixels at once.
    ///
    /// - Throws: `VipsError` for a photo that cannot be decoded, `ObjectError` for an object that cannot be read, and
    ///   `InvalidFile` for a part's value that is not one it takes.
    package func composite(_ scene: Scene) throws -> Labels {
        var scene = scene
        while true {
            let items = try prepare(scene)
            try photos.load(scene.photo, into: &image)
            startMap()
            let pasted = paste(items)
            let visible = map.runLengths(
                rects: zip(items, pasted).compactMap { $0.id > 0 ? $1.touched : nil })
            switch label(items, pasted, visible, limits: scene.limits) {
            case .success(let instances):
                try finish(scene)
                return Labels(scene: scene, instances: instances)
            case .failure(let broken):
                let object = scene.objects.remove(at: broken.index)
                scene.missing.append(
                    MissingObject(name: object.name, reason: .limits, detail: broken.limit.rawValue))
            }
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

    private struct BrokenLimit: Error {
        var index: Int
        var limit: Limit
    }

    private enum Limit: String {
        case visible = "visible"
        case overlap = "overlap"
        case truncated = "truncated"
    }

    private func prepare(_ scene: Scene) throws -> [Item] {
        let light = scene.light
        let gain = encodedGain(linear: ColourTemperature(kelvin: light.kelvin).linearGain * Float(light.gain))
        let directed = light.sunDirection(seenBy: scene.camera).flatMap { direction in
            light.relief > 0 ? DirectedLight(direction: direction, ambient: 1 - light.relief) : nil
        }
        var labelled: UInt16 = 0
        return try scene.objects.enumerated().map { index, object in
            guard let blend = try Blends.catalogue.make(object.blend) as? any Blend else {
                preconditionFailure("the blends' catalogue holds blends")
            }
            if !object.distractor { labelled += 1 }
            let aspect = try objects.outline(of: object.from).aspect
            return Item(
                sprite: try objects.sprite(
                    of: object.from, heightPixels: object.imageFromObject.heightPixels(aspect: aspect)),
                imageFromObject: object.imageFromObject,
                look: Look(gain: gain, light: directed, edge: blend.edge),
                id: object.distractor ? 0 : labelled, index: index)
        }
    }

    private func startMap() {
        if map.width == image.width, map.height == image.height {
            map.reset(in: touched)
        } else {
            map = InstanceMap(width: image.width, height: image.height)
        }
        touched.removeAll(keepingCapacity: true)
    }

    private func paste(_ items: [Item]) -> [Pasted] {
        items.map { item in
            let pasted = workspace.paste(
                item.sprite, item.imageFromObject, item.look, id: item.id, onto: &image, &map)
            touched.append(pasted.touched)
            return pasted
        }
    }

    /// The labels of all labelled items, or the first of them, in painting order, that breaks a limit.
    ///
    /// - Parameter visible: the visible masks, in the order of the ids.
    private func label(
        _ items: [Item], _ pasted: [Pasted], _ visible: [RunLengths], limits: Limits
    ) -> Result<[Instance], BrokenLimit> {
        let frame = PixelRect(width: image.width, height: image.height)
        var instances: [Instance] = []
        for (index, item) in items.enumerated() where item.id > 0 {
            func broken(_ limit: Limit) -> Result<[Instance], BrokenLimit> {
                .failure(BrokenLimit(index: item.index, limit: limit))
            }
            let mask = visible[Int(item.id) - 1]
            let visibleArea = mask.area
            let insideArea = pasted[index].amodalArea
            // An instance without a pixel has no box: it is not one.
            guard let box = mask.box else { return broken(.visible) }
            let visibility = Double(visibleArea) / Double(insideArea)
            guard visibility >= limits.visibleMin else { return broken(.visible) }

            // What the paste has not seen: the part outside the image, and the shape below what hides it.
            let bounds = workspace.bounds(of: item.sprite, item.imageFromObject, within: frame.inset(by: -margin))
            let isWhole = frame.contains(bounds) && visibleArea == insideArea
            let whole = isWhole ? nil : coverage(item, within: bounds)
            if let whole, Double(insideArea - visibleArea) > limits.overlapMax * Double(insideArea) {
                let own = whole.runLengths(width: frame.width, height: frame.height)
                for (number, front) in items.enumerated().dropFirst(index + 1)
                where !pasted[number].touched.intersection(pasted[index].touched).isEmpty {
                    let hiding = coverage(front, within: frame).runLengths(width: frame.width, height: frame.height)
                    guard Double(own.intersectionArea(with: hiding)) <= limits.overlapMax * Double(insideArea) else {
                        return broken(.overlap)
                    }
                }
            }
            let wholeArea = whole?.area ?? insideArea
            let truncation = 1 - Double(insideArea) / Double(wholeArea)
            guard truncation <= limits.truncatedMax else { return broken(.truncated) }
            instances.append(
                Instance(
                    object: item.index, visible: mask, box: box, area: visibleArea,
                    amodal: whole.map { $0.runLengths(width: frame.width, height: frame.height) } ?? mask,
                    amodalBox: whole?.box ?? box, visibility: visibility, truncation: truncation))
        }
        return .success(instances)
    }

    /// How far beyond the frame objects are followed: what lies farther out counts neither as truncated nor into the
    /// amodal box. Twice the frame on each side, so that a share of up to 0.8 outside is told exactly.
    private var margin: Int { 2 * max(image.width, image.height) }

    private func coverage(_ item: Item, within rect: PixelRect) -> Mask {
        workspace.coverage(of: item.sprite, item.imageFromObject, item.look.edge, within: rect)
    }

    private func finish(_ scene: Scene) throws {
        for (number, drawn) in scene.effects.enumerated() {
            guard let effect = try Effects.catalogue.make(drawn) as? any Effect else {
                preconditionFailure("the effects' catalogue holds effects")
            }
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
