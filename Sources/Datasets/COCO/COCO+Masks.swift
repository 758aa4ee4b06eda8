package import Geometry
import JSON
package import Masks

extension COCO {
    /// How a visible mask is written.
    package enum MaskStyle: String, Sendable, CaseIterable {
        /// Compressed run lengths: exact, and the form that pycocotools uses inside.
        case runLengths = "rle"
        /// Rings along the pixel edges. Rings cannot describe a hole, so a mask with a hole is written as run lengths.
        case polygons
    }
}

extension COCO.Segmentation {
    /// A mask, exactly: pycocotools decodes it to the same pixels in either style.
    package init(_ mask: RunLengths, style: COCO.MaskStyle = .runLengths) {
        if style == .polygons {
            let contours = mask.contours
            if !contours.hasHoles, !contours.outer.isEmpty {
                self = .polygons(contours.outer.map { ring in ring.vertices.flatMap { [$0.x, $0.y] } })
                return
            }
        }
        self = .compressed(height: mask.height, width: mask.width, counts: mask.compressed)
    }

    /// The pixels that pycocotools decodes in an image of this size; throws an error that says why there are none.
    package func mask(width: Int, height: Int) throws -> RunLengths {
        switch self {
        case .compressed(let ownHeight, let ownWidth, let counts):
            try check(ownWidth, ownHeight, width, height)
            return try RunLengths(compressed: counts, width: width, height: height)
        case .counts(let ownHeight, let ownWidth, let counts):
            try check(ownWidth, ownHeight, width, height)
            let small = counts.compactMap { UInt32(exactly: $0) }
            guard small.count == counts.count else {
                throw SegmentationError(problem: "a run length is negative or above 2³² − 1")
            }
            return try RunLengths(counts: small, width: width, height: height)
        case .polygons(let rings):
            guard width > 0, height > 0, max(width, height) <= LabelNumber.longestSide,
                width * height <= Int(UInt32.max)
            else {
                throw SegmentationError(problem: "an image of \(width) × \(height) pixels has no mask")
            }
            var mask = RunLengths(width: width, height: height)
            for ring in rings {
                guard ring.count >= 6, ring.count % 2 == 0 else {
                    throw SegmentationError(problem: "a ring of \(ring.count) numbers is no polygon")
                }
                guard LabelNumber.wild(ring) == nil else {
                    throw SegmentationError(problem: "a coordinate is beyond 2²⁸ pixels")
                }
                let vertices = stride(from: 0, to: ring.count, by: 2).map { Point(ring[$0], ring[$0 + 1]) }
                mask = mask.union(RunLengths(cocoPolygon: Polygon(vertices), width: width, height: height))
            }
            return mask
        }
    }

    private func check(_ ownWidth: Int, _ ownHeight: Int, _ width: Int, _ height: Int) throws {
        guard ownWidth == width, ownHeight == height else {
            throw SegmentationError(
                problem: "the mask is \(ownWidth) × \(ownHeight) pixels, the image \(width) × \(height)")
        }
    }
}

/// Why a segmentation is no mask of its image.
package struct SegmentationError: Error, Hashable, Sendable, CustomStringConvertible {
    package var problem: String

    package var description: String { problem }
}

extension COCO.Annotation {
    /// Whether the box is stated apart from the mask; see `COCO.ownBox`.
    var statesOwnBox: Bool { extra.contains { $0.name == COCO.ownBox } }

    /// A pasted object's label, made from its masks; its id is given when the dataset is finished.
    ///
    /// - Parameters:
    ///   - instance: Its value in the image's instance map, from 1.
    ///   - mask: The visible mask, of the image's size. Not empty: an object that cannot be seen has no label.
    ///   - amodal: The mask as if nothing hid the object, as far as it is inside the frame; contains the visible one.
    ///   - amodalBox: The box of the whole object, which may reach outside the frame.
    ///   - truncation: The share of the whole object's area that is outside the frame, 0…1.
    package init(
        imageID: Int, categoryID: Int, instance: Int, mask: RunLengths, amodal: RunLengths, amodalBox: Rect,
        truncation: Double, style: COCO.MaskStyle = .runLengths
    ) {
        guard let box = mask.box else { preconditionFailure("an object without a visible pixel has no label") }
        precondition(amodal.area >= mask.area, "the amodal mask holds the visible one")
        self.init(id: 0, imageID: imageID, categoryID: categoryID)
        self.box = Rect(box)
        area = Double(mask.area)
        segmentation = COCO.Segmentation(mask, style: style)
        self.instance = instance
        visibility = Double(mask.area) / Double(amodal.area)
        self.truncation = truncation
        self.amodalBox = amodalBox
        amodalSegmentation = COCO.Segmentation(amodal, style: style)
    }
}
