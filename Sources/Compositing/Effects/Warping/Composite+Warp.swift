import Geometry
import Masks
import Pictures
import Scenes

extension Composite {
    /// The map of points so far: that of nothing where nothing was warped.
    var pictureWarp: PictureWarp { warp ?? PictureWarp(scene.camera) }

    /// Warps the picture and all labels by the latest of several warps; not at all where there is none.
    ///
    /// Pixels are interpolated; the instance map, masks, depth and normals take each pixel's nearest source. Points,
    /// corners and polygons go by the exact formulas. What of an object the picture no longer shows counts as truncated.
    ///
    /// - Parameter picture: the warps so far, with this one.
    /// - Throws: `PictureError` for a warp that has no source for some pixel; `Labelling.BrokenLimits` for objects that break one of the scene's limits now, or of which nothing is left.
    mutating func warp(as picture: PictureWarp?) throws {
        guard let picture, let step = picture.steps.last else { return }
        try warp(by: step)
        warp = picture
    }

    private mutating func warp(by step: some Warp) throws {
        let (width, height) = (image.width, image.height)
        guard let sources = WarpMap(step, width: width, height: height) else {
            throw PictureError.misfit("its field of view is beyond what the lens's model says", scene.photo.file)
        }
        var pixels = Raster(width: width, height: height)
        var ids = InstanceMap(width: width, height: height)
        let (oldImage, oldMap) = (image, map)
        pixels.bytes.withUnsafeMutableBufferPointer { bytes in
            ids.ids.withUnsafeMutableBufferPointer { ids in
                oldMap.ids.withUnsafeBufferPointer { old in
                    sources.forEachRow { y, row in
                        oldImage.sample(
                            row, into: UnsafeMutableBufferPointer(rebasing: bytes[y * width * 4..<(y + 1) * width * 4]))
                        for x in 0..<width { ids[y * width + x] = old[sources.pixel(row[x])] }
                    }
                }
            }
        }
        (image, map) = (pixels, ids)
        surfaces?.warp(by: sources)
        for index in real.indices { real[index].warp(by: step, sources) }
        try warpInstances(by: step, sources)
    }

    private mutating func warpInstances(by step: some Warp, _ sources: WarpMap) throws {
        var broken: [(index: Int, limit: Labelling.Limit)] = []
        for (place, old) in instances.enumerated() {
            var instance = old
            let isWhole = old.visible == old.amodal
            instance.amodal = sources.mask(old.amodal)
            instance.visible =
                isWhole
                ? instance.amodal
                : sources.reached(from: old.box).map { map.runLengths(of: UInt16(place + 1), in: $0) }
                    ?? RunLengths(width: map.width, height: map.height)
            guard let box = instance.visible.box, let amodalBox = instance.amodal.box else {
                broken.append((old.index, Labelling.Limit(reason: .unseen)))
                continue
            }
            (instance.box, instance.area) = (box, instance.visible.area)
            // The share that the weather hides stays.
            instance.visibility = Double(instance.area) / Double(instance.amodal.area) * (1 - instance.veiledShare)
            let kept = step.kept(of: old.amodal)
            // In pixels before the warp, of which a lens makes some larger and some smaller.
            let whole = Double(old.amodal.area) / (1 - old.truncation)
            let isCut = kept < old.amodal.area || old.truncation > 0
            instance.truncation = isCut ? min(1, max(0, 1 - Double(kept) / whole)) : 0
            instance.amodalBox = isCut ? amodalBox.union(step.outline(of: old, in: map)) : amodalBox
            instance.solid = old.solid?.warped(by: step, width: map.width, height: map.height)
            let frame = Rect(PixelRect(width: map.width, height: map.height))
            instance.texts = old.texts?.compactMap { $0.warped(in: frame, by: step.place) }
            instances[place] = instance
            if old.object.replaces == nil, let limit = instance.brokenLimit(scene.limits) {
                broken.append((old.index, limit))
            }
        }
        guard broken.isEmpty else {
            throw Labelling.BrokenLimits(objects: broken.sorted { $0.index < $1.index })
        }
    }
}

extension Instance {
    /// The limit that the object breaks by itself, once it has been warped.
    fileprivate func brokenLimit(_ limits: Limits) -> Labelling.Limit? {
        if Double(area) / Double(amodal.area) < limits.visibleMin { return Labelling.Limit(reason: .overlap) }
        if let least = limits.areaMin, area < least { return Labelling.Limit(reason: .small) }
        return truncation > limits.truncatedMax ? Labelling.Limit(reason: .truncated) : nil
    }
}

extension Warp {
    /// A box round a whole object that the picture does not show whole: that of its warped pixels, and of the sides of its
    /// own box beside the picture.
    fileprivate func outline(of instance: Instance, in map: InstanceMap) -> PixelRect {
        let inner = instance.amodal.box ?? instance.box
        let outer = instance.amodalBox
        var points: [Point] = []
        func add(_ a: Point, _ b: Point) {
            for step in 0...16 {
                let share = Double(step) / 16
                if let place = place(of: Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)) {
                    points.append(place)
                }
            }
        }
        let shape = Mask(instance.amodal)
        for y in inner.minY..<inner.maxY {
            let row = (y - inner.minY) * inner.width..<(y - inner.minY + 1) * inner.width
            guard let first = shape.bits[row].firstIndex(of: 1), let last = shape.bits[row].lastIndex(of: 1) else {
                continue
            }
            for x in [first - row.lowerBound, last - row.lowerBound] {
                if let place = place(of: Point(Double(inner.minX + x) + 0.5, Double(y) + 0.5)) { points.append(place) }
            }
        }
        let (left, top) = (Double(outer.minX), Double(outer.minY))
        let (right, bottom) = (Double(outer.maxX), Double(outer.maxY))
        if outer.minX < 0 { add(Point(left, top), Point(left, bottom)) }
        if outer.maxX > map.width { add(Point(right, top), Point(right, bottom)) }
        if outer.minY < 0 { add(Point(left, top), Point(right, top)) }
        if outer.maxY > map.height { add(Point(left, bottom), Point(right, bottom)) }
        return PixelRect(covering: points) ?? inner
    }
}

extension SolidLabel {
    /// The same object in the warped picture. Keypoints that are no longer in it have no label.
    fileprivate func warped(by step: some Warp, width: Int, height: Int) -> SolidLabel {
        var label = self
        let corners = corners?.compactMap(step.place)
        label.corners = corners?.count == 8 ? corners : nil
        let frame = Rect(PixelRect(width: width, height: height))
        label.keypoints = keypoints.compactMap { keypoint in
            guard let place = step.place(of: keypoint.position), frame.contains(place) else { return nil }
            return Keypoint(name: keypoint.name, position: place, isVisible: keypoint.isVisible)
        }
        return label
    }
}

extension RealLabel {
    /// Follows a warp. What of the thing the picture no longer shows counts as cropped.
    fileprivate mutating func warp(by step: some Warp, _ sources: WarpMap) {
        coveredOfBox = coveredOfBox.map(sources.mask)
        guard let shown, let visible else {
            guard let old = outline ?? box.map({ Polygon($0).cut(atMost: 4) }) else { return }
            let frame = Rect(PixelRect(width: sources.width, height: sources.height))
            let bent = Polygon(old.vertices.compactMap(step.place))
            // Cut before it is bounded: what bulges beside the image makes no box wider in it.
            let inside = bent.clipped(to: frame)
            (outline, box) = (bent, inside.area > 0 ? inside.bounds : nil)
            shownShare *= bent.area > 0 ? inside.area / bent.area : 0
            return
        }
        let kept = step.kept(of: shown)
        if kept < shown.area { shownShare *= shown.area > 0 ? Double(kept) / Double(shown.area) : 0 }
        let isWhole = visible == shown
        let warped = sources.mask(shown)
        self.shown = warped
        self.visible = isWhole ? warped : sources.mask(visible)
        box = self.visible?.box.map { Rect($0) }
        let left = self.visible?.area ?? 0
        if !isWhole, warped.area > 0 { coveredShare = 1 - Double(left) / Double(warped.area) }
    }
}
