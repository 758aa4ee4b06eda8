package import Findings

/// Everything that a dataset records about one image, besides the pixels.
package struct ImageRecord: Sendable {
    /// The fate of the objects that the scene asked for.
    package struct Objects: Hashable, Sendable {
        /// The number of objects that were asked for, distractors included.
        package var asked: Int
        /// The number of objects in the image.
        package var placed: Int
        /// The number of missing objects for each reason.
        package var leftOut: [String: Int]
        /// For each reason one of these objects, in words: which object it is, how large and how far away.
        package var examples: [String: String]

        package init(asked: Int, placed: Int, leftOut: [String: Int] = [:], examples: [String: String] = [:]) {
            self.asked = asked
            self.placed = placed
            self.leftOut = leftOut
            self.examples = examples
        }

        /// Adds the counts; the examples of the first stay.
        package static func += (total: inout Objects, more: Objects) {
            total.asked += more.asked
            total.placed += more.placed
            total.leftOut.merge(more.leftOut, uniquingKeysWith: +)
            total.examples.merge(more.examples) { first, _ in first }
        }
    }

    /// The fate of the labels that the photo had in a dataset.
    package struct RealLabels: Hashable, Sendable {
        /// Labels that nothing covers; resizing and mirroring are no change.
        package var asTheyWere = 0
        /// Labels that something covers, or a crop cuts, in part.
        package var changed = 0
        /// Labels that are kept and marked, since too little of them is left.
        package var marked = 0
        package var dropped = 0
        /// Objects that are wiped from the photo, and their labels with them.
        package var replaced = 0

        package init() {}

        package var total: Int { asTheyWere + changed + marked + dropped + replaced }
    }

    /// The image's place in the run, from 0; also its COCO id.
    package var index: Int
    /// The split of the image; nil where there is none.
    package var split: String?
    package var image: COCO.Image
    /// The annotations of pasted objects in the order of the instance map's values, then the photo's own. Their ids are
    /// given when the dataset is finished.
    package var annotations: [COCO.Annotation]
    package var objects: Objects
    /// The placement of the objects by kind, and the effort it took.
    package var placement: PlacementRecord?
    package var real = RealLabels()
    /// The number of pixels of rendered objects whose depth is larger than the PNG layer of depth can hold, where there
    /// is one.
    package var pixelsBeyondDepth = 0
    /// Files that were meant to be used for this image and could not be.
    package var skipped: [Finding] = []
    /// The scene: one JSON value without line breaks.
    package var scene: [UInt8]

    package init(
        index: Int, split: String? = nil, image: COCO.Image, annotations: [COCO.Annotation], objects: Objects,
        scene: [UInt8]
    ) {
        self.index = index
        self.split = split
        self.image = image
        self.annotations = annotations
        self.objects = objects
        self.scene = scene
    }
}
