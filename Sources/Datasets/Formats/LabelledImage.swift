package import Geometry
package import Masks

/// An image with its labels, read back from a COCO file.
package struct LabelledImage: Sendable {
    package let image: COCO.Image
    package let instances: [COCO.Annotation]
    package let split: String?
    /// Relative to the dataset's folder.
    package let imageFolder: String

    package var width: Int { image.width }
    package var height: Int { image.height }

    /// The file's name without its extension: `000007`; with the folders below the folder of images, if any.
    package var stem: String {
        guard let dot = image.fileName.lastIndex(of: "."), !image.fileName[dot...].contains("/") else {
            return image.fileName
        }
        return String(image.fileName[..<dot])
    }

    /// The stem with the split: `train/000007`.
    package var stemInSplit: String { split.map { "\($0)/\(stem)" } ?? stem }

    /// Whether the file is named by a plain path below its folder.
    var hasSafeName: Bool {
        let parts = image.fileName.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !["", ".", ".."].contains($0) }
            && !image.fileName.unicodeScalars.contains { $0.value < 0x20 }
    }

    /// The instances that a format of boxes can hold: those of a known category with a box inside the image, without
    /// crowd regions. The others are noted.
    package func objects(of dataset: FinishedDataset, for output: LabelOutput) -> [LabelledObject] {
        instances.filter { !$0.isCrowd }.compactMap { instance in
            guard let place = dataset.categoryPlaces[instance.categoryID] else {
                output.note("instance of a category that is not listed left out")
                return nil
            }
            guard let box = box(of: instance) else {
                output.note("instance without a box inside the image left out")
                return nil
            }
            return LabelledObject(
                instance: instance, category: dataset.categories[place].name, place: place, box: box)
        }
    }

    /// Regions of many objects that are not labelled one by one.
    package var crowds: [COCO.Annotation] { instances.filter(\.isCrowd) }

    /// The part of an instance's box that is inside the image; nil when no part is, or when it has neither box nor
    /// mask.
    package func box(of instance: COCO.Annotation) -> Rect? {
        let box = instance.box ?? mask(of: instance)?.box.map { Rect($0) }
        return box?.intersection(Rect(x: 0, y: 0, width: Double(width), height: Double(height)))
    }

    /// An instance's visible mask; nil when it has no mask that fits the image.
    package func mask(of instance: COCO.Annotation) -> RunLengths? {
        guard let mask = try? instance.segmentation?.mask(width: width, height: height), mask.area > 0 else {
            return nil
        }
        return mask
    }

    /// Whether an instance states a mask that is none of this image: an empty list of rings is no mask.
    func losesMask(of instance: COCO.Annotation) -> Bool {
        guard let segmentation = instance.segmentation, segmentation != .polygons([]) else { return false }
        return mask(of: instance) == nil
    }

    /// An instance's area in COCO's sense: the one in the file, otherwise that of the mask, otherwise that of the box.
    package func area(of instance: COCO.Annotation) -> Double {
        instance.area ?? mask(of: instance).map { Double($0.area) } ?? box(of: instance)?.area ?? 0
    }

    /// The outlines of an instance's visible mask, in pixels: the rings in the file where they share no pixel,
    /// otherwise the outlines along the pixels' edges, holes included. None when it has no mask that fits the image.
    ///
    /// COCO unites rings; most other readers treat the overlap of two rings as a hole.
    package func rings(of instance: COCO.Annotation) -> [[Point]] {
        guard let mask = mask(of: instance) else { return [] }
        if case .polygons(let rings)? = instance.segmentation, areApart(rings, in: mask) {
            return rings.map { ring in
                stride(from: 0, to: ring.count - 1, by: 2).map { place in
                    Point(min(max(ring[place], 0), Double(width)), min(max(ring[place + 1], 0), Double(height)))
                }
            }
        }
        let contours = mask.contours
        return (contours.outer + contours.holes).map(\.vertices)
    }

    /// Whether no pixel of a mask is in two of the rings that it is made of.
    private func areApart(_ rings: [[Double]], in mask: RunLengths) -> Bool {
        guard rings.count > 1 else { return true }
        let areas = rings.map { ring in
            (try? COCO.Segmentation.polygons([ring]).mask(width: width, height: height).area) ?? 0
        }
        return areas.reduce(0, +) == mask.area
    }
}

/// An instance with its category and the part of its box that is inside the image.
package struct LabelledObject: Sendable {
    package let instance: COCO.Annotation
    package let category: String
    /// The category's place in the dataset's list, from 0.
    package let place: Int
    package let box: Rect
}
