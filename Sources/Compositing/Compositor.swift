import Geometry
package import Masks
package import Objects
import Pipelines
import Rendering
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
    private let mapsSurfaces: Bool
    private var backdrop: Backdrop
    private let workspace = PasteWorkspace()
    /// The photo without any object but those that take the place of its parts, where real things stand before some.
    private var photo = Raster()
    /// The map of that; nil where nothing takes the place of anything.
    private var photoMap: InstanceMap?
    /// Where the last scene's objects were painted.
    private var touched: [PixelRect] = []
    /// Whether an effect has changed the image as a whole.
    private var isChanged = true

    /// - Parameters:
    ///   - photos: shared by all workers.
    ///   - panoramas: shared by all workers.
    ///   - repeats: whether scenes that follow each other are likely to show the same photo.
    ///   - maxPixels: the largest photo that is decoded.
    ///   - mapsSurfaces: whether the labels come with depth and normals.
    package init(
        photos: PhotoCache, panoramas: PanoramaCache = PanoramaCache(), objects: ObjectLibrary, repeats: Bool = false,
        maxPixels: Int = PhotoFile.defaultMaxPixels, mapsSurfaces: Bool = false
    ) {
        self.objects = objects
        self.mapsSurfaces = mapsSurfaces
        backdrop = Backdrop(cache: photos, panoramas: panoramas, repeats: repeats, maxPixels: maxPixels)
    }

    /// Composites a scene into `image` and `map`.
    ///
    /// Objects that break one of the scene's limits on the finished masks are taken out, and the scene is made again
    /// without them; so is one that cannot be read. The labels' scene is the one that was made in the end, so that
    /// compositing it again gives the same pixels at once.
    ///
    /// What the scene wipes from the photo is gone before anything else is done, and stays so when the object that was
    /// to take its place is left out.
    ///
    /// - Parameter real: the labelled things that the photo shows.
    /// - Throws: `VipsError` for a photo that cannot be decoded, `InvalidFile` for a part's value that is not one it
    ///   takes, and `RenderingError` for a camera, light or pose that nothing can be rendered with, which only an edited
    ///   scene has.
    package func composite(_ scene: Scene, real: [RealInstance] = []) throws -> Labels {
        var scene = scene
        let sun = try sunDirection(of: scene)
        while true {
            var items: [Item]
            let rendered: RenderedObjects?
            do {
                items = order(try prepare(scene, under: sun), of: scene, behind: real)
                rendered = try RenderedObjects(
                    scene, objects, under: sun,
                    within: PixelRect(width: scene.photo.view.width, height: scene.photo.view.height),
                    seed: scene.renderSeed)
            } catch let unreadable as RenderedObjects.Failure {
                let object = scene.objects.remove(at: unreadable.object)
                scene.missing.append(
                    MissingObject(
                        name: object.name, reason: .unreadable, detail: unreadable.error.words,
                        file: unreadable.error.file))
                continue
            }
            try start(scene, real)
            try expose(&items, of: scene)
            let painted = try paste(items, rendered)
            var (instances, broken) = try label(painted, limits: scene.limits)
            guard broken.isEmpty else {
                scene.missing += broken.map { broken in
                    MissingObject(
                        name: scene.objects[broken.index].name, reason: .limits, detail: broken.limit.rawValue)
                }
                for broken in broken.reversed() { scene.objects.remove(at: broken.index) }
                continue
            }
            let left = label(real, of: scene.photo, under: painted)
            // Light costs most, so nothing is lit before it is known what stays.
            var layers: [Int: InstanceLayer] = [:]
            if let rendered {
                layers = try paint(items, rendered, scene, real)
                for place in instances.indices {
                    let index = instances[place].object
                    guard case .solid(let pose, _) = scene.objects[index].place, let layer = layers[index] else {
                        continue
                    }
                    instances[place].solid = SolidLabel(
                        try objects.model(of: scene.objects[index].from), pose, seenBy: scene.camera, layer: layer,
                        id: UInt16(place + 1), map: map)
                }
            }
            try finish(scene)
            var labels = Labels(scene: scene, instances: instances, real: left)
            if mapsSurfaces { labels.surfaces = surfaces(items, layers, scene) }
            return labels
        }
    }

    /// An object ready to be pasted.
    private struct Item {
        var content: Content
        /// 0 for what has no label: a distractor, a real thing.
        var id: UInt16
        /// The id of the label whose place in the photo it takes.
        var replaces: Int?

        enum Content {
            case flat(Card, object: Int)
            /// What it looks like comes from the rendering of all solid objects together.
            case solid(object: Int)
            /// A real thing, which is put back over what is behind it.
            case real(RealFront)
        }

        /// Where it stands in the scene's objects; nil for a real thing.
        var object: Int? {
            switch content {
            case .flat(_, let object), .solid(let object): object
            case .real: nil
            }
        }
    }

    /// The objects with the real things that stand among them, in painting order. What takes the place of parts of the
    /// photo comes first: it belongs to the photo from then on.
    private func order(_ items: [Item], of scene: Scene, behind real: [RealInstance]) -> [Item] {
        var ordered: [Item] = []
        var rest = items.filter { $0.replaces == nil }[...]
        for standing in scene.standing {
            guard let place = real.firstIndex(where: { $0.id == standing.id }),
                let front = RealFront(real[place], at: place, in: scene.photo.view)
            else { continue }
            while let object = rest.first?.object,
                scene.objects[object].distanceMetres ?? 0 > standing.distanceMetres
            {
                ordered.append(rest.removeFirst())
            }
            ordered.append(Item(content: .real(front), id: 0))
        }
        return items.filter { $0.replaces != nil } + ordered + rest
    }

    /// A flat object in its place.
    private struct Card {
        var sprite: Sprite
        var imageFromObject: Homography
        var look: Look
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

    /// Towards the scene's sun, in the world, if there is one; that of a panorama is its own.
    private func sunDirection(of scene: Scene) throws(VipsError) -> Vector3? {
        if let (panorama, turn, _) = try backdrop.look(into: scene.photo, seenBy: scene.camera) {
            return panorama.light.sun(turn, gain: .one)?.direction
        }
        if scene.light.sun == nil, case .panorama(let file, let yaw) = scene.light.sky {
            return try backdrop.panorama(file).light.sun(PanoramaTurn(yaw: .degrees(yaw)), gain: .one)?.direction
        }
        return scene.light.sun?.direction
    }

    /// The light on the scene's solid objects.
    private func illumination(of scene: Scene) throws -> Illumination {
        guard let (panorama, turn, exposure) = try backdrop.look(into: scene.photo, seenBy: scene.camera) else {
            var sky: PanoramaLight?
            if case .panorama(let file, _) = scene.light.sky { sky = try backdrop.panorama(file).light }
            return try PhotoLight(image, seenBy: scene.camera).illumination(scene.light, under: sky)
        }
        let tint = Vector3(ColourTemperature(kelvin: scene.light.kelvin).linearGain)
        return try Illumination(panorama.light, turn, gain: tint * (exposure * scene.light.gain))
    }

    private func prepare(_ scene: Scene, under sun: Vector3?) throws -> [Item] {
        let light = scene.light
        let gain = encodedGain(linear: ColourTemperature(kelvin: light.kelvin).linearGain * Float(light.gain))
        let directed = sun.flatMap { sun in
            light.relief > 0
                ? DirectedLight(
                    direction: scene.camera.worldFromCamera.transposed * sun, ambient: 1 - light.relief) : nil
        }
        var labelled: UInt16 = 0
        return try scene.objects.enumerated().map { index, object in
            if !object.distractor { labelled += 1 }
            var content = Item.Content.solid(object: index)
            if case .flat(let imageFromObject, _) = object.place {
                let blend = try Blends.catalogue.make(object.blend, as: (any Blend).self)
                let card = Card(
                    sprite: try sprite(of: object, imageFromObject, at: index), imageFromObject: imageFromObject,
                    // A view has its light in it already.
                    look: Look(gain: gain, light: object.view == nil ? directed : nil, edge: blend.edge))
                content = .flat(card, object: index)
            }
            return Item(content: content, id: object.distractor ? 0 : labelled, replaces: object.replaces)
        }
    }

    /// Makes the views as bright as their models would come out in the photo, which is in the image now.
    private func expose(_ items: inout [Item], of scene: Scene) throws {
        guard scene.objects.contains(where: { $0.view != nil }) else { return }
        let white = try white(of: scene)
        let gain = encodedGain(linear: Float(white / ModelView.white))
        for place in items.indices {
            guard case .flat(var card, let object) = items[place].content, scene.objects[object].view != nil else {
                continue
            }
            card.look.gain *= gain
            items[place].content = .flat(card, object: object)
        }
    }

    /// The radiance of a white diffuse level surface before the scene's own gain and tint, as the image would show it:
    /// linear, 1 is white.
    private func white(of scene: Scene) throws(VipsError) -> Double {
        guard let (panorama, _, exposure) = try backdrop.look(into: scene.photo, seenBy: scene.camera) else {
            return PhotoLight(image, seenBy: scene.camera).white
        }
        return panorama.light.irradiance.brightness * exposure / .pi
    }

    private func sprite(
        of object: PlacedObject, _ imageFromObject: Homography, at index: Int
    ) throws(RenderedObjects.Failure) -> Sprite {
        do throws(ObjectError) {
            let aspect = try objects.outline(of: object.from, seen: object.view).aspect
            return try objects.sprite(
                of: object.from, seen: object.view, heightPixels: imageFromObject.heightPixels(aspect: aspect))
        } catch {
            throw RenderedObjects.Failure(object: index, error: error)
        }
    }

    /// Makes the image the photo, and the map empty.
    private func start(_ scene: Scene, _ real: [RealInstance]) throws {
        // Where objects lie on each other in heaps, to go over all of the image at once is less work.
        let frame = PixelRect(width: map.width, height: map.height)
        let isCrowded = touched.reduce(0) { $0 + $1.area } > frame.area
        try backdrop.load(
            scene.photo, real, seenBy: scene.camera, into: &image, touched: isChanged || isCrowded ? nil : touched)
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
        /// Its pixels inside the image; of flat distractors none are asked for.
        var amodal: RunLengths?
        /// Where it is solid.
        var rendered: RenderedObjects?

        var isSolid: Bool { rendered != nil }
    }

    /// Paints the flat objects, and marks all of them on the map.
    private func paste(_ items: [Item], _ rendered: RenderedObjects?) throws -> [Painted] {
        let coverages = try rendered?.coverages() ?? [:]
        let replacing = items.prefix { $0.replaces != nil }
        photoMap = nil
        return try items.enumerated().map { place, item in
            if place == replacing.count, items.contains(where: { $0.object == nil }) {
                photo.copy(image)
                photoMap = replacing.isEmpty ? nil : map
            }
            switch item.content {
            case .real(let front):
                front.restore(photo, photoMap, onto: &image, &map)
                return Painted(item: item, touched: front.rect, amodal: front.mask)
            case .solid(let object):
                guard let rendered, let coverage = coverages[object] else {
                    preconditionFailure("every solid object is rendered")
                }
                coverage.mark(item.id, on: &map)
                touched.append(coverage.rect)
                let others = coverages.filter { $0.key != object }
                // What no other solid object can hide is seen whole.
                let isApart = others.allSatisfy { $0.value.rect.intersection(coverage.rect).isEmpty }
                let whole = isApart ? coverage : try rendered.coverage(ofObject: object, within: coverage.rect)
                return Painted(
                    item: item, touched: coverage.rect,
                    amodal: whole.mask.runLengths(width: frame.width, height: frame.height), rendered: rendered)
            case .flat(let card, _):
                let part = paste(card, id: item.id)
                // Nothing hides what has just been painted: its mask now is its whole shape.
                return Painted(
                    item: item, touched: part, amodal: item.id > 0 ? map.runLengths(of: item.id, in: part) : nil)
            }
        }
    }

    /// Pastes a flat object; returns what it may have changed.
    private func paste(_ card: Card, id: UInt16, under shade: Shade? = nil) -> PixelRect {
        let pasted = workspace.paste(
            card.sprite, card.imageFromObject, card.look, under: shade, id: id, onto: &image, &map)
        touched.append(pasted.touched)
        return pasted.touched
    }

    /// Makes the image of a scene in which something is rendered: shadows on the photo, then all objects in order.
    ///
    /// - Returns: what was rendered of each solid object, by its place in the scene's objects.
    private func paint(
        _ items: [Item], _ rendered: RenderedObjects, _ scene: Scene, _ real: [RealInstance]
    ) throws -> [Int: InstanceLayer] {
        try start(scene, real)
        let lit = try rendered.render(try illumination(of: scene))
        let replacing = items.prefix { $0.replaces != nil }
        for item in replacing {
            if case .flat(let card, _) = item.content { _ = paste(card, id: item.id) }
        }
        // Shadows fall on these as on the rest of the photo.
        if let shadow = lit.groundShade {
            shadow.apply(to: &image)
            touched.append(shadow.rect)
        }
        for item in items.dropFirst(replacing.count) {
            switch item.content {
            case .real(let front): front.restore(photo, photoMap, onto: &image, &map)
            case .flat(let card, let object): _ = paste(card, id: item.id, under: lit.flatShades[object])
            case .solid(let object):
                guard let layer = lit.layers[object] else { preconditionFailure("every solid object is rendered") }
                layer.lay(over: &image)
                layer.coverage.mark(item.id, on: &map)
                touched.append(layer.rect)
            }
        }
        return lit.layers
    }

    /// The depth and normals of all objects, in painting order.
    private func surfaces(_ items: [Item], _ layers: [Int: InstanceLayer], _ scene: Scene) -> SurfaceMap {
        var surfaces = SurfaceMap(width: frame.width, height: frame.height)
        // Of what belongs to the photo no depth is known.
        for item in items where item.replaces == nil {
            switch item.content {
            case .real(let front): surfaces.clear(front.mask)
            case .flat(let card, let object):
                surfaces.lay(
                    coverage(of: card), card.imageFromObject, isMetric: scene.objects[object].place.isOnGround,
                    seenBy: scene.camera)
            case .solid(let object):
                guard let layer = layers[object] else { preconditionFailure("every solid object is rendered") }
                surfaces.lay(layer, seenBy: scene.camera)
            }
        }
        return surfaces
    }

    /// The labels of all objects that keep the limits, and those that break one, both in painting order.
    ///
    /// Taking out an object changes nothing for those in front of it, and hides less of those behind it. So what
    /// breaks a limit here is what would if the farthest that does were taken out first, and the rest looked at again;
    /// and without all of these the others keep their limits.
    private func label(
        _ painted: [Painted], limits: Limits
    ) throws -> (instances: [Instance], broken: [BrokenLimit]) {
        var instances: [Instance] = []
        var broken: [BrokenLimit] = []
        let labelled = painted.enumerated().filter { $0.element.item.id > 0 }.sorted {
            $0.element.item.id < $1.element.item.id
        }
        for (place, object) in labelled {
            guard let amodal = object.amodal, let index = object.item.object else { continue }
            // Solid objects hide each other pixel by pixel, whichever is painted first.
            let others = painted.enumerated().filter {
                $0.offset > place || ($0.offset < place && object.isSolid && $0.element.isSolid)
            }
            let inFront = others.map(\.element).filter { !$0.touched.intersection(object.touched).isEmpty }
            // What is to be there in any case is there unless nothing of it is seen.
            let own = object.item.replaces == nil ? limits : Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 1)
            switch try label(object, index, amodal, behind: inFront, limits: own) {
            case .success(let instance): instances.append(instance)
            case .failure(let limit): broken.append(BrokenLimit(index: index, limit: limit))
            }
        }
        return (instances, broken)
    }

    /// The label of one object, or the limit that it breaks.
    ///
    /// - Parameters:
    ///   - index: its place in the scene's objects.
    ///   - inFront: what may hide some of it.
    private func label(
        _ object: Painted, _ index: Int, _ amodal: RunLengths, behind inFront: [Painted], limits: Limits
    ) throws -> Result<Instance, Limit> {
        let visible = inFront.isEmpty ? amodal : map.runLengths(of: object.item.id, in: object.touched)
        // An instance without a pixel has no box: it is not one.
        guard let box = visible.box, let amodalBox = amodal.box else { return .failure(.visible) }
        let (visibleArea, insideArea) = (visible.area, amodal.area)
        let visibility = Double(visibleArea) / Double(insideArea)
        guard visibility >= limits.visibleMin else { return .failure(.visible) }

        // Shares, not areas: 29 of 100 pixels is the double that 0.29 is, but 0.29 × 100 is less than 29.
        func isTooMuch(_ hidden: Int) -> Bool { Double(hidden) / Double(insideArea) > limits.overlapMax }
        if isTooMuch(insideArea - visibleArea),
            inFront.contains(where: { isTooMuch(area(of: amodal, under: $0) - area(of: visible, under: $0)) })
        {
            return .failure(.overlap)
        }

        let outside = try outside(of: object)
        let truncation = Double(outside.area) / Double(insideArea + outside.area)
        guard truncation <= limits.truncatedMax else { return .failure(.truncated) }
        return .success(
            Instance(
                object: index, visible: visible, box: box, area: visibleArea, amodal: amodal,
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
        guard case .flat(let card, _) = front.item.content else {
            preconditionFailure("only flat distractors come without their whole mask")
        }
        return coverage(of: card).runLengths(width: frame.width, height: frame.height)
    }

    private func coverage(of card: Card) -> Mask {
        workspace.coverage(of: card.sprite, card.imageFromObject, card.look.edge, within: frame)
    }

    /// What the objects leave of the photo's own labels. Those that are wiped have none any more.
    private func label(_ real: [RealInstance], of photo: ScenePhoto, under painted: [Painted]) -> [RealLabel] {
        guard !real.isEmpty else { return [] }
        let view = photo.view
        let replacements = painted.filter { $0.item.replaces != nil }
        let painted = painted.filter { $0.item.replaces == nil }
        // What stands before an object keeps its pixels, whatever lies behind both.
        func cover(from place: Int) -> RunLengths {
            painted[place...].reduce(RunLengths(width: frame.width, height: frame.height)) { cover, painted in
                if case .real(let front) = painted.item.content { return cover.subtracting(front.mask) }
                return cover.union(self.cover(of: painted))
            }
        }
        let whole = cover(from: 0)
        return real.enumerated().compactMap { place, instance in
            if photo.wiped.contains(where: { $0.isOf(instance) }) { return nil }
            let own = painted.firstIndex {
                if case .real(let front) = $0.item.content { front.place == place } else { false }
            }
            var cover = own.map { cover(from: $0 + 1) } ?? whole
            for replacement in replacements {
                let old = real.filter { $0.id == replacement.item.replaces }
                if !old.contains(where: { instance.holds($0, in: view) }) {
                    cover = cover.union(self.cover(of: replacement))
                }
            }
            return instance.label(at: place, in: view, under: cover)
        }
    }

    /// The part of an object outside the image: its area in pixels and its box.
    private func outside(of object: Painted) throws -> (area: Int, box: PixelRect?) {
        let near = frame.inset(by: -margin)
        let bounds =
            switch object.item.content {
            case .flat(let card, _): workspace.bounds(of: card.sprite, card.imageFromObject, within: near)
            case .solid(let index):
                object.rendered?.extent(ofObject: index).intersection(near) ?? object.touched
            // A photo's things are known inside it alone.
            case .real(let front): front.rect
            }
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
            let part = try extent(of: object, within: side)
            area += part.area
            if let part = part.box { box = box.map { $0.union(part) } ?? part }
        }
        return (area, box)
    }

    private func extent(of object: Painted, within rect: PixelRect) throws -> (area: Int, box: PixelRect?) {
        switch object.item.content {
        case .flat(let card, _):
            return workspace.extent(of: card.sprite, card.imageFromObject, card.look.edge, within: rect)
        case .solid(let index):
            let mask = try object.rendered?.coverage(ofObject: index, within: rect, isCoarse: true).mask
            return (mask?.area ?? 0, mask?.box)
        case .real: return (0, nil)
        }
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

extension Scene {
    /// What the samples of its rendering are scrambled by.
    fileprivate var renderSeed: UInt64 {
        var stream = RandomStreams(seed: seed, image: index).stream("render")
        return stream.next64()
    }
}
