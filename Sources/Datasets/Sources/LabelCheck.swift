import Findings
import Geometry
import JSON
import Masks

extension DatasetLabels {
    /// The labels that can be used. Faulty ones are corrected or left out, and reported.
    ///
    /// - Parameters:
    ///   - categories: the ids that the dataset lists.
    ///   - width: the photo's width in pixels.
    ///   - place: the place of a label by its id, for findings.
    func checked(
        categories: Set<Int>, width: Int, height: Int, place: (Int) -> (file: String, subject: String)
    ) -> DatasetLabels {
        var labels = self
        labels.annotations = []
        for annotation in annotations {
            var check = LabelCheck(annotation, width: width, height: height)
            if let usable = check.run(categories) { labels.annotations.append(usable) } else { labels.leftOut += 1 }
            if check.isLost { labels.lost += 1 }
            let (file, subject) = place(annotation.id)
            labels.oddities += check.problems.map {
                Finding(.warning, $0.code, file: file, subject: subject, $0.words)
            }
        }
        return labels
    }
}

/// Checks one label of a dataset.
private struct LabelCheck {
    private var annotation: COCO.Annotation
    private let width: Int
    private let height: Int
    private(set) var problems: [LabelProblem] = []
    /// Whether a part of its place in the photo is not known.
    private(set) var isLost = false

    init(_ annotation: COCO.Annotation, width: Int, height: Int) {
        self.annotation = annotation
        self.width = width
        self.height = height
    }

    private mutating func report(_ code: Finding.Code, _ words: String) {
        problems.append(LabelProblem(.warning, code, words))
    }

    /// The corrected label; nil where it cannot be used.
    mutating func run(_ categories: Set<Int>) -> COCO.Annotation? {
        guard categories.contains(annotation.categoryID) else {
            report(.unknownReference, "there is no category \(annotation.categoryID); it is left out")
            return nil
        }
        // These are the original forms of values that could not be read. They have been reported, and other values are
        // written.
        annotation.extra.removeAll { ["bbox", "area", "segmentation", "iscrowd"].contains($0.name) }
        if let problem = annotation.wildNumber {
            report(.badValue, "\(problem); it is left out")
            isLost = true
            return nil
        }
        checkSegmentation()
        guard checkBox() else { return nil }
        checkArea()
        return annotation
    }

    private mutating func checkSegmentation() {
        switch annotation.segmentation {
        case nil: break
        case .polygons(let rings)?:
            let usable = rings.enumerated().filter { isUsable($0.element, number: $0.offset + 1) }.map(\.element)
            annotation.segmentation = usable.isEmpty && !rings.isEmpty ? nil : .polygons(usable)
        case let runs?:
            do {
                if try runs.mask(width: width, height: height).area == 0 {
                    report(.emptyMask, "the mask is empty")
                    annotation.segmentation = nil
                }
            } catch {
                report(.malformed, "\(error); the mask is left out")
                annotation.segmentation = nil
            }
        }
    }

    private mutating func isUsable(_ ring: [Double], number: Int) -> Bool {
        guard ring.count >= 6, ring.count.isMultiple(of: 2) else {
            report(.malformed, "ring \(number) has \(ring.count) numbers, which is no polygon; it is left out")
            isLost = true
            return false
        }
        let polygon = Polygon(ring: ring)
        let crossing = polygon.crossesItself
        // The parts of a ring that crosses itself may cancel.
        guard polygon.area > 0 || crossing else {
            report(.noArea, "ring \(number) has no area; it is left out")
            return false
        }
        if crossing { report(.selfCrossing, "ring \(number) crosses itself; it is filled by the even-odd rule") }
        return true
    }

    private mutating func checkBox() -> Bool {
        if let box = annotation.box, box.width <= 0 || box.height <= 0 {
            report(.noArea, "the box has no area" + (hasMask ? "; the mask's is used" : "; it is left out"))
            annotation.box = nil
        }
        if annotation.box == nil {
            guard let tight = mask?.box else {
                if problems.isEmpty { report(.missingValue, "it has neither a mask nor a box; it is left out") }
                isLost = true
                return false
            }
            annotation.box = Rect(tight)
        }
        let frame = Rect(PixelRect(width: width, height: height))
        guard let box = annotation.box, let inside = box.intersection(frame) else {
            report(.boxOutside, "the box lies outside the photo of \(width) × \(height) pixels; it is left out")
            return false
        }
        // Real files round to hundredths.
        let slack = 0.01
        if box.minX < -slack || box.minY < -slack || box.maxX > frame.maxX + slack || box.maxY > frame.maxY + slack {
            report(.boxOutside, "the box reaches outside the photo of \(width) × \(height) pixels; it is cut")
            annotation.box = inside
            // The area of a label without a mask is that of its box, and a mask ends at the photo's edge.
            if let area = annotation.area, !annotation.isCrowd {
                annotation.area = mask.map { Double($0.area) } ?? area * inside.area / box.area
            }
        }
        return true
    }

    private mutating func checkArea() {
        if let area = annotation.area, area > 0 { return }
        if annotation.area != nil { report(.noArea, "the area is not above 0; it is measured") }
        annotation.area = mask.map { Double($0.area) } ?? annotation.box?.area
    }

    private var hasMask: Bool { mask != nil }

    private var mask: RunLengths? {
        guard let mask = try? annotation.segmentation?.mask(width: width, height: height), mask.area > 0 else {
            return nil
        }
        return mask
    }
}

extension Polygon {
    /// The points of COCO's x, y, x, y, …
    package init(ring: [Double]) {
        self.init(stride(from: 0, to: ring.count - 1, by: 2).map { Point(ring[$0], ring[$0 + 1]) })
    }
}
