import Cards
import Compositing
import Datasets
import Geometry
import JSON
import Masks
import Pipelines
import Scenes

/// Makes the record of a real label in a finished image.
///
/// A label that is completely visible, with nothing covered, stays as it is in its dataset. Where the image shows the
/// photo resized or mirrored, only its coordinates change. A mask that has lost pixels is written anew, with its box
/// and area. Members that we do not know are carried over byte for byte.
struct RealAnnotation {
    let photo: RealPhoto
    let view: PhotoView
    /// What moved the picture since the view was made.
    let warp: PictureWarp?
    let style: COCO.MaskStyle

    enum Fate: Hashable {
        case asItWas, changed
        /// Too little of the label is left.
        case marked, dropped
    }

    /// - Parameter category: the id of its category in the output.
    /// - Returns: no annotation for a label that is dropped.
    func make(_ label: RealLabel, image: Int, category: Int) -> (annotation: COCO.Annotation?, fate: Fate) {
        let source = photo.annotations[label.instance]
        guard label.box != nil || label.isWhole else { return (nil, .dropped) }
        let keep = photo.rules.keep
        let isBelow = label.visibleShare < keep.visible.min
        if isBelow, keep.below == .drop { return (nil, .dropped) }

        var annotation = source
        (annotation.imageID, annotation.categoryID, annotation.instance) = (image, category, nil)
        if isBelow, keep.below == .crowd { annotation.isCrowd = true }
        if isMoved { carry(&annotation, label) }
        if !label.isWhole { cut(&annotation, label) } else if isMoved { fit(&annotation) }
        updateKeypoints(&annotation, label)
        updateTextLines(&annotation, label)
        updateAmodal(&annotation, label)
        let isCoveredCrowd = annotation.isCrowd && !source.isCrowd
        if isCoveredCrowd, let visible = label.visible { annotation.segmentation = COCO.Segmentation(visible) }

        annotation.extra.set("source_id", to: source.id)
        if label.coveredShare > 0 { annotation.extra.set("covered_share", to: label.coveredShare) }
        if label.veiledShare > 0 { annotation.extra.set("veiled_share", to: veiledShare(label)) }
        if isBelow, keep.below == .ignore { annotation.extra.set("ignore", to: 1) }
        return (annotation, isBelow ? .marked : label.isWhole ? .asItWas : .changed)
    }

    /// The share of what is left of the label that the weather hides: that of this image, before what hid it in its dataset.
    private func veiledShare(_ label: RealLabel) -> Double {
        let before = photo.annotations[label.instance].extra["veiled_share"]?.number ?? 0
        return 1 - (1 - before) * (1 - label.veiledShare)
    }

    // MARK: - Geometry

    /// Whether the image shows the photo otherwise than pixel by pixel.
    private var isMoved: Bool { !view.isIdentity || warp != nil }

    /// Moves coordinates to their places in the view, and then by the warp.
    private func carry(_ annotation: inout COCO.Annotation, _ label: RealLabel) {
        // The pose of an object in space is relative to the photo's own camera.
        (annotation.pose, annotation.box3D, annotation.corners2D) = (nil, nil, nil)
        annotation.extra.removeAll { KITTISource.spatialMembers.contains($0.name) }
        annotation.box = annotation.box.map(view.imageRect)
        annotation.amodalBox = annotation.amodalBox.map(view.imageRect)
        annotation.area = annotation.area.map { $0 * view.scale.x * view.scale.y }
        switch annotation.segmentation {
        case nil, .polygons([]): break
        case .polygons(let rings)?:
            annotation.segmentation = .polygons(
                view.imagePolygons(rings.map { Polygon(ring: $0) }).map { ring in
                    ring.vertices.flatMap { [$0.x, $0.y] }
                })
        case .compressed, .counts:
            guard let mask = label.visible, let box = mask.box else { break }
            annotation.segmentation = COCO.Segmentation(mask)
            annotation.box = Rect(box)
            annotation.extra.removeAll { $0.name == COCO.ownBox }
            if !annotation.isCrowd { annotation.area = Double(mask.area) }
        }
        if let warp { carry(&annotation, label, by: warp) }
    }

    /// Moves coordinates in the view by a warp. Masks have moved already.
    private func carry(_ annotation: inout COCO.Annotation, _ label: RealLabel, by warp: PictureWarp) {
        let whole = annotation.box
        annotation.amodalBox = annotation.amodalBox.flatMap(warp.box)
        switch annotation.segmentation {
        case nil, .polygons([]):
            annotation.box = annotation.box.flatMap(warp.box) ?? label.box
            if let area = annotation.area, let whole, let box = annotation.box, whole.area > 0 {
                annotation.area = area * box.area / whole.area
            }
        case .polygons(let rings)?:
            let old = rings.map { Polygon(ring: $0) }
            let new = old.compactMap(warp.polygon)
            guard new.count == old.count, let bounds = Rect(bounding: new.flatMap(\.vertices)) else {
                // Some of it lies where the lens takes no ray: the mask has what is left.
                annotation.segmentation = label.visible.map { COCO.Segmentation($0) }
                (annotation.box, annotation.area) = (label.box, label.visible.map { Double($0.area) })
                return
            }
            annotation.segmentation = .polygons(new.map { ring in ring.vertices.flatMap { [$0.x, $0.y] } })
            let isOwn = annotation.extra.contains { $0.name == COCO.ownBox }
            annotation.box = isOwn ? annotation.box.flatMap(warp.box) ?? bounds : bounds
            let (before, after) = (old.reduce(0) { $0 + $1.area }, new.reduce(0) { $0 + $1.area })
            if let area = annotation.area, before > 0 { annotation.area = area * after / before }
        case .compressed, .counts:
            // The area of a crowd is often not that of its mask, and grows with it.
            guard annotation.isCrowd, let area = annotation.area, let mask = label.visible,
                let segmentation = photo.annotations[label.instance].segmentation,
                let whole = try? segmentation.mask(width: view.photoWidth, height: view.photoHeight), whole.area > 0
            else { break }
            annotation.area = area * Double(mask.area) / (Double(whole.area) * view.scale.x * view.scale.y)
        }
    }

    /// Cuts off at the image's edges the parts that a crop leaves less than a pixel outside, and which count as inside.
    private func fit(_ annotation: inout COCO.Annotation) {
        let frame = Rect(PixelRect(width: view.width, height: view.height))
        func reachesOut(_ box: Rect) -> Bool { box.union(frame) != frame }
        if let box = annotation.box, reachesOut(box) { annotation.box = box.intersection(frame) ?? box }
        guard case .polygons(let rings)? = annotation.segmentation else { return }
        annotation.segmentation = .polygons(
            rings.map { ring in
                ring.enumerated().map { min(max($1, 0), $0.isMultiple(of: 2) ? frame.width : frame.height) }
            })
    }

    /// Removes the parts that are covered or cut off.
    private func cut(_ annotation: inout COCO.Annotation, _ label: RealLabel) {
        if let mask = label.visible, label.coveredShare > 0 || label.shownShare < 1 {
            annotation.segmentation = COCO.Segmentation(mask, style: annotation.isCrowd ? .runLengths : style)
            annotation.box = label.box
            annotation.extra.removeAll { $0.name == COCO.ownBox }
            annotation.area = Double(mask.area)
        } else if label.visible == nil {
            let whole = annotation.box
            let shown = whole?.intersection(Rect(PixelRect(width: view.width, height: view.height)))
            let box = photo.rules.boxes == .stay ? shown : label.box
            if let area = annotation.area, let whole, let box, whole.area > 0 {
                annotation.area = area * box.area / whole.area
            }
            annotation.box = box
        }
        guard label.shownShare < 1 else { return }
        let isSaidCut = annotation.extra["truncated"]?.integer.map { $0 > 0 } ?? false
        if let truncation = annotation.truncation {
            annotation.truncation = 1 - (1 - truncation) * label.shownShare
        } else if !isSaidCut, !annotation.isCrowd {
            // Of a thing that the photo cuts already, nobody knows how large the whole is.
            annotation.truncation = 1 - label.shownShare
        }
        if annotation.extra["truncated"] != nil { annotation.extra.set("truncated", to: 1) }
    }

    /// A covered keypoint becomes hidden, and so do all of a thing of which the weather leaves nothing; one outside the image
    /// becomes not labelled. A mirror swaps left and right.
    private func updateKeypoints(_ annotation: inout COCO.Annotation, _ label: RealLabel) {
        let isVeiled = label.veiledShare == 1
        guard let keypoints = annotation.keypoints, isMoved || isVeiled || label.coveredKeypoints.contains(true) else {
            return
        }
        let frame = Rect(PixelRect(width: view.width, height: view.height))
        let seen = zip(keypoints, label.coveredKeypoints).map { keypoint, isCovered -> COCO.Keypoint in
            guard keypoint.visibility != .unlabelled else { return keypoint }
            let own = view.imagePoint(keypoint.position)
            guard let point = warp.map({ $0.place(of: own) }) ?? own, frame.contains(point) else {
                return COCO.Keypoint(Point(0, 0), .unlabelled)
            }
            return COCO.Keypoint(point, isCovered || isVeiled ? .hidden : keypoint.visibility)
        }
        annotation.keypoints =
            view.isMirrored ? photo.categories[label.instance].mirrored(count: seen.count).map { seen[$0] } : seen
        if annotation.keypointCount != nil {
            annotation.keypointCount = seen.count { $0.visibility != .unlabelled }
        }
    }

    /// Moves what is written on a thing. Where some of it is hidden, each part has the share of it that is left.
    private func updateTextLines(_ annotation: inout COCO.Annotation, _ label: RealLabel) {
        let isWhole = label.isWhole && label.veiledShare == 0
        guard let lines = annotation.textLines, isMoved || !isWhole else { return }
        let moved = lines.compactMap { line in
            line.moved { point in
                let own = view.imagePoint(point)
                return warp.map { $0.place(of: own) } ?? own
            }
        }
        guard !isWhole else {
            annotation.textLines = moved
            return
        }
        let frame = Rect(PixelRect(width: view.width, height: view.height))
        let covered = label.covered.map(Mask.init)
        annotation.textLines = moved.map { line in
            line.seen { quad in
                let samples = SeenText.samples(quad)
                let left = samples.count { point in
                    frame.contains(point)
                        && !(covered?[x: Int(point.x.rounded(.down)), y: Int(point.y.rounded(.down))] ?? false)
                }
                return Double(left) / Double(max(1, samples.count)) * (1 - label.veiledShare)
            }
        }
    }

    /// Updates the members of our own datasets about parts that were hidden already.
    private func updateAmodal(_ annotation: inout COCO.Annotation, _ label: RealLabel) {
        guard let amodal = annotation.amodalSegmentation, isMoved || !label.isWhole || label.veiledShare > 0 else {
            return
        }
        let (width, height) = (view.photoWidth, view.photoHeight)
        guard let shape = RealInstance.Shape(amodal, width: width, height: height),
            let whole = view.imageMask(
                RealInstance(
                    id: 0, category: "", shape: shape, box: Rect(PixelRect(width: width, height: height)))),
            let visible = label.visible, whole.area > 0
        else {
            (annotation.amodalSegmentation, annotation.visibility) = (nil, nil)
            return
        }
        let mask = (warp?.mask(whole) ?? whole).union(visible)
        annotation.amodalSegmentation = COCO.Segmentation(mask, style: style)
        annotation.visibility = Double(visible.area) / Double(mask.area) * (1 - veiledShare(label))
        annotation.amodalBox = annotation.amodalBox.map { box in annotation.box.map { box.union($0) } ?? box }
    }
}
