import Findings
import Geometry
import JSON
import Masks
import Pictures

/// The audit of one image: its picture, its labels, its instance map.
struct ImageAudit {
    /// Of the picture's own size where the labels state none and the picture can be read.
    private(set) var image: COCO.Image
    let annotations: [COCO.Annotation]
    /// The categories by their ids.
    let categories: [Int: COCO.Category]
    /// The file's name in findings.
    let annotationFile: String
    let imageFile: String

    private(set) var findings: [Finding] = []
    /// The visible masks that could be decoded, without crowds, by the index of their annotation.
    private(set) var masks: [Int: RunLengths] = [:]

    init(
        image: COCO.Image, annotations: [COCO.Annotation], categories: [Int: COCO.Category], annotationFile: String,
        imageFile: String
    ) {
        self.image = image
        self.annotations = annotations
        self.categories = categories
        self.annotationFile = annotationFile
        self.imageFile = imageFile
    }

    private mutating func report(
        _ severity: Finding.Severity, _ code: Finding.Code, _ annotation: COCO.Annotation, _ problem: String,
        weight: Double = 0
    ) {
        findings.append(
            Finding(
                severity, code, file: annotationFile, subject: "annotation \(annotation.id)", problem, weight: weight))
    }

    // MARK: The picture

    /// The file is there, decodes to its last row, and has the size of the record.
    mutating func checkPicture(_ outcome: PictureChecks.Outcome) {
        switch outcome {
        case .problem(let problem):
            findings.append(Finding(.error, .damagedPicture, file: imageFile, subject: "image \(image.id)", problem))
        case .readable(let frame) where image.statedSize == nil:
            (image.width, image.height) = (frame.width, frame.height)
            findings.append(
                Finding(
                    .warning, .missingValue, file: annotationFile, subject: "image \(image.id)",
                    "it has no width and height: those of its picture are taken, \(frame.width) × \(frame.height)"))
        case .readable(let frame):
            if let (severity, code, problem) = PictureChecks.problem(of: (image.width, image.height), in: frame) {
                findings.append(Finding(severity, code, file: imageFile, subject: "image \(image.id)", problem))
            }
        }
    }

    // MARK: The labels

    mutating func checkLabels() {
        // Its picture has been reported.
        guard image.statedSize != nil else { return }
        for (index, annotation) in annotations.enumerated() {
            if categories[annotation.categoryID] == nil {
                report(.error, .unknownReference, annotation, "there is no category \(annotation.categoryID)")
            }
            checkBox(annotation)
            checkShares(annotation)
            for problem in annotation.spaceProblems(
                camera: image.camera, keypoints: categories[annotation.categoryID]?.keypoints?.count)
            {
                report(.error, .badValue, annotation, problem)
            }
            for problem in annotation.transcriptionProblems + annotation.textLineProblems {
                report(.error, .badValue, annotation, problem)
            }
            checkKeypoints(annotation)
            checkRings(annotation)
            guard let segmentation = annotation.segmentation, segmentation != .polygons([]) else { continue }
            do {
                let mask = try segmentation.mask(width: image.width, height: image.height)
                if !annotation.isCrowd { masks[index] = mask }
                check(annotation, mask, isExact: segmentation.isExact)
            } catch {
                report(.error, .malformed, annotation, "\(error)")
            }
        }
        checkRepeats()
        checkOverlap()
    }

    private mutating func checkBox(_ annotation: COCO.Annotation) {
        guard let box = annotation.box else {
            report(.error, .missingValue, annotation, "it has no box")
            return
        }
        let problem = BoxProblem(box, width: image.width, height: image.height, isExact: annotation.instance != nil)
        if let problem { report(problem.severity, problem.code, annotation, problem.words, weight: problem.weight) }
    }

    /// Reports rings that readers accept, but that are hardly what the annotator meant.
    private mutating func checkRings(_ annotation: COCO.Annotation) {
        guard case .polygons(let rings)? = annotation.segmentation else { return }
        for (number, ring) in rings.enumerated() where ring.count >= 6 && ring.count.isMultiple(of: 2) {
            let polygon = Polygon(ring: ring)
            if polygon.crossesItself {
                report(.note, .selfCrossing, annotation, "ring \(number + 1) crosses itself")
            } else if polygon.area == 0 {
                report(.warning, .noArea, annotation, "ring \(number + 1) has no area")
            }
        }
    }

    /// Checks that visible keypoints are in the picture. In other people's datasets they may lie a little outside,
    /// since readers accept that.
    private mutating func checkKeypoints(_ annotation: COCO.Annotation) {
        let frame = Rect(x: 0, y: 0, width: Double(image.width), height: Double(image.height))
        for (number, keypoint) in (annotation.keypoints ?? []).enumerated() where keypoint.visibility == .visible {
            let point = keypoint.position
            guard !frame.contains(point) else { continue }
            let outside = max(-point.x, -point.y, point.x - frame.maxX, point.y - frame.maxY)
            report(
                annotation.pose != nil ? .error : outside > 1 ? .warning : .note, .keypointOutside, annotation,
                "keypoint \(number + 1) is said to be seen at \(point.x.text), \(point.y.text), outside the image",
                weight: outside)
        }
    }

    private mutating func checkShares(_ annotation: COCO.Annotation) {
        for (name, share) in [("visibility", annotation.visibility), ("truncation", annotation.truncation)] {
            guard let share, !(0...1).contains(share) else { continue }
            report(.error, .badValue, annotation, "\(name) is \(share), not a share from 0 to 1")
        }
    }

    /// Checks that box and area match the mask. Objects that diorama placed must match to the pixel. Polygons drawn by
    /// hand are only near their mask, so theirs may differ by a pixel all round. Other tools round or count corners in
    /// other ways, give the area of the box, or give a crowd another area, as COCO does.
    private mutating func check(_ annotation: COCO.Annotation, _ mask: RunLengths, isExact: Bool) {
        let isOurs = annotation.instance != nil
        guard let tight = mask.box.map(Rect.init) else {
            report(isOurs ? .error : .warning, .emptyMask, annotation, "the mask is empty")
            return
        }
        if let box = annotation.box {
            let apart = max(
                abs(box.minX - tight.minX), abs(box.minY - tight.minY), abs(box.maxX - tight.maxX),
                abs(box.maxY - tight.maxY))
            let isFree = annotation.statesOwnBox && box.intersection(tight) != nil
            if apart > (isExact ? 0 : 1.5), !isFree {
                report(
                    isOurs ? .error : apart > 1.5 && !annotation.isCrowd ? .warning : .note, .boxMismatch, annotation,
                    "the box is \(box.text), the mask's is \(tight.text)", weight: apart)
            }
        }
        checkArea(annotation, mask, perimeter: tight.width + tight.height, isExact: isExact)
        checkAmodal(annotation, mask)
    }

    private mutating func checkArea(
        _ annotation: COCO.Annotation, _ mask: RunLengths, perimeter: Double, isExact: Bool
    ) {
        guard let area = annotation.area else {
            report(.error, .noArea, annotation, "it has no area")
            return
        }
        let apart = abs(area - Double(mask.area))
        guard apart > (isExact ? 0 : perimeter + 4) else { return }
        let ofBox = annotation.box.map(\.area) ?? .infinity
        if annotation.instance == nil, abs(area - ofBox) <= max(1, 0.01 * ofBox) {
            report(
                .note, .areaMismatch, annotation,
                "the area \(area.text) is that of the box, the mask has \(mask.area) pixels",
                weight: apart)
            return
        }
        let isRounding = apart <= perimeter + 4 || annotation.isCrowd
        report(
            annotation.instance != nil ? .error : isRounding ? .note : .warning, .areaMismatch, annotation,
            "the area is \(area.text), the mask has \(mask.area) pixels", weight: apart)
    }

    private mutating func checkAmodal(_ annotation: COCO.Annotation, _ mask: RunLengths) {
        if let outer = annotation.amodalBox, let box = annotation.box, !outer.holds(box) {
            report(.error, .boxMismatch, annotation, "the box \(box.text) is not inside the amodal box \(outer.text)")
        }
        guard let segmentation = annotation.amodalSegmentation else { return }
        do {
            let amodal = try segmentation.mask(width: image.width, height: image.height)
            let outside = mask.area - mask.intersectionArea(with: amodal)
            if outside > 0 {
                report(.error, .maskMismatch, annotation, "\(outside) pixels of the mask are outside the amodal mask")
            }
            guard let visibility = annotation.visibility, amodal.area > 0 else { return }
            // Masks do not know what the weather hides.
            let veiled = annotation.extra["veiled_share"]?.number ?? 0
            let share = Double(mask.area) / Double(amodal.area) * (1 - veiled)
            if abs(visibility - share) > 1e-9 {
                let also = veiled > 0 ? " with the veiled share of \(veiled)" : ""
                report(.error, .maskMismatch, annotation, "visibility is \(visibility), the masks\(also) say \(share)")
            }
        } catch {
            report(.error, .malformed, annotation, "amodal_segmentation: \(error)")
        }
    }

    /// Checks that no two labels are the same. Most labels differ in their boxes already, so masks are seldom compared.
    private mutating func checkRepeats() {
        let places = annotations.indices.filter { annotations[$0].box != nil && !annotations[$0].isReplacing }
        let alike = Dictionary(grouping: places) { annotations[$0].box }.values.filter { $0.count > 1 }
        for place in alike.map({ $0.sorted() }).sorted(by: { $0[0] < $1[0] }) { checkRepeats(amongst: place) }
    }

    /// - Parameter places: the indices of annotations with one box.
    private mutating func checkRepeats(amongst places: [Int]) {
        var (labels, shapes) = (RepeatedLabels<Shape>(), RepeatedLabels<COCO.Segmentation>())
        for place in places {
            let annotation = annotations[place]
            let mask = annotation.segmentation == .polygons([]) ? nil : annotation.segmentation
            if let first = labels.earlier(Shape(category: annotation.categoryID, mask: mask), at: place) {
                report(
                    .warning, .repeatedLabel, annotation, "it is the same label as annotation \(annotations[first].id)")
            } else if let mask, let first = shapes.earlier(mask, at: place) {
                report(
                    .warning, .repeatedLabel, annotation,
                    "it has the mask of annotation \(annotations[first].id), which is of another category")
            }
        }
    }

    private struct Shape: Hashable {
        let category: Int
        let mask: COCO.Segmentation?
    }

    /// Checks that no pixel is in two visible masks of objects that diorama placed. Masks of real things may overlap.
    private mutating func checkOverlap() {
        let ours = masks.keys.sorted().filter { annotations[$0].instance != nil }
        if RunLengths.sharedArea(of: ours.compactMap { masks[$0] }) > 0 { nameOverlaps(ours) }
    }

    /// Names each pair of masks of placed objects that share pixels.
    private mutating func nameOverlaps(_ places: [Int]) {
        let boxes = Dictionary(uniqueKeysWithValues: places.map { ($0, masks[$0]?.box) })
        for (number, place) in places.enumerated() {
            for other in places[(number + 1)...] {
                guard let mask = masks[place], let otherMask = masks[other], let box = boxes[place] ?? nil,
                    let otherBox = boxes[other] ?? nil, !box.intersection(otherBox).isEmpty
                else { continue }
                let shared = mask.intersectionArea(with: otherMask)
                guard shared > 0 else { continue }
                report(
                    .error, .sharedPixels, annotations[place],
                    "\(shared) pixels are in the mask of annotation \(annotations[other].id) too",
                    weight: Double(shared))
            }
        }
    }

    // MARK: The instance map

    /// Checks that the map shows each instance's mask and nothing else.
    mutating func checkInstanceMap(at path: String, named name: String, maxPixels: Int) {
        func finding(_ code: Finding.Code, _ problem: String) -> Finding {
            Finding(.error, code, file: name, subject: "image \(image.id)", problem)
        }
        let file: InstancePNG.Map
        do {
            file = try InstancePNG.decode(path, maxPixels: maxPixels)
        } catch {
            var error = error
            error.file = nil
            findings.append(finding(.damagedPicture, error.description))
            return
        }
        guard file.width == image.width, file.height == image.height else {
            findings.append(
                finding(
                    .pictureSize,
                    "it is \(file.width) × \(file.height) pixels, its image \(image.width) × \(image.height)"))
            return
        }
        var map = InstanceMap(width: file.width, height: file.height)
        map.ids = file.ids

        let instances = map.runLengths()
        let nothing = RunLengths(width: map.width, height: map.height)
        var known: Set<Int> = []
        for (index, annotation) in annotations.enumerated() where !annotation.isCrowd {
            guard let instance = annotation.instance else { continue }
            guard (1...Int(UInt16.max)).contains(instance), known.insert(instance).inserted else {
                report(
                    .error, .unknownReference, annotation,
                    known.contains(instance)
                        ? "instance \(instance) has another annotation in this image"
                        : "instance \(instance) is no value of an instance map")
                continue
            }
            guard let mask = masks[index] else { continue }
            let shown = instance <= instances.count ? instances[instance - 1] : nothing
            guard shown != mask else { continue }
            let common = shown.intersectionArea(with: mask)
            report(
                .error, .maskMismatch, annotation,
                "\(shown.area - common) pixels have the value \(instance) in \(name) outside the mask, "
                    + "and \(mask.area - common) of the mask have another")
        }
        let strangers = (1...).prefix(instances.count).filter { instances[$0 - 1] != nothing && !known.contains($0) }
        if !strangers.isEmpty {
            findings.append(
                finding(
                    .unknownReference,
                    "no annotation has the value\(strangers.count == 1 ? "" : "s") "
                        + strangers.map(String.init).joined(separator: ", ")))
        }
    }
}

extension InstanceMap {
    /// The mask of every value from 1 to the largest one, in order.
    fileprivate func runLengths() -> [RunLengths] {
        var rects = [PixelRect](
            repeating: PixelRect(minX: .max, minY: .max, maxX: .min, maxY: .min), count: Int(ids.max() ?? 0))
        var index = 0
        for y in 0..<height {
            for x in 0..<width {
                let id = Int(ids[index])
                index += 1
                guard id > 0 else { continue }
                rects[id - 1].minX = min(rects[id - 1].minX, x)
                rects[id - 1].minY = min(rects[id - 1].minY, y)
                rects[id - 1].maxX = max(rects[id - 1].maxX, x + 1)
                rects[id - 1].maxY = max(rects[id - 1].maxY, y + 1)
            }
        }
        return runLengths(rects: rects.map { $0.isEmpty ? PixelRect(width: 0, height: 0) : $0 })
    }
}

extension COCO.Segmentation {
    /// Whether the segmentation gives exact pixels: run lengths, and rings of whole numbers with only upright and level
    /// edges.
    fileprivate var isExact: Bool {
        guard case .polygons(let rings) = self else { return true }
        return rings.allSatisfy { ring in
            guard ring.count >= 8, ring.count.isMultiple(of: 4), ring.allSatisfy({ $0 == $0.rounded() }) else {
                return false
            }
            return stride(from: 0, to: ring.count, by: 2).allSatisfy { place in
                let next = (place + 2) % ring.count
                return (ring[place] == ring[next]) != (ring[place + 1] == ring[next + 1])
            }
        }
    }
}

extension Rect {
    /// Whether the other rectangle is inside, up to the rounding of a far edge.
    fileprivate func holds(_ other: Rect) -> Bool {
        let slack = 1e-6
        return other.minX >= minX - slack && other.minY >= minY - slack && other.maxX <= maxX + slack
            && other.maxY <= maxY + slack
    }
}

extension COCO.Annotation {
    /// Whether the object takes the place of a part of its photo: it may then be a part of a real thing, as the old one
    /// was.
    fileprivate var isReplacing: Bool { extra.contains { $0.name == "replaces" } }
}
