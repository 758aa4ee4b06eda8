package import Findings

/// All that a dataset says about one image, besides the pixels.
package struct ImageRecord: Sendable {
    /// What became of the objects that the scene asked for.
    package struct Objects: Hashable, Sendable {
        /// How many there were to be, distractors included.
        package var asked: Int
        /// How many are in the image.
        package var placed: Int
        /// Why the others are not, and how many for each reason.
        package var leftOut: [String: Int]
        /// One of them for each reason, in words: which object it is, how large and how far away.
        package var examples: [String: String]

        package init(asked: Int, placed: Int, leftOut: [String: Int] = [:], examples: [String: String] = [:]) {
            self.asked = asked
            self.placed = placed
            self.leftOut = leftOut
            self.examples = examples
        }

        /// The examples of the first stay.
        package static func += (total: inout Objects, more: Objects) {
            total.asked += more.asked
            total.placed += more.placed
            total.leftOut.merge(more.leftOut, uniquingKeysWith: +)
            total.examples.merge(more.examples) { first, _ in first }
        }
    }

    /// What became of the labels that the photo had in a dataset.
    package struct RealLabels: Hashable, Sendable {
        /// Nothing covers them; resizing and mirroring are no change.
        package var asTheyWere = 0
        /// Something covers a part of them, or a crop cuts it off.
        package var changed = 0
        /// Kept and marked, as too little is left of them.
        package var marked = 0
        package var dropped = 0
        /// Wiped from the photo, and their labels with them.
        package var replaced = 0

        package init() {}

        package var total: Int { asTheyWere + changed + marked + dropped + replaced }
    }

    /// The image's place in the run, from 0; also its COCO id.
    package var index: Int
    /// The split that it belongs to; nil when there is none.
    package var split: String?
    package var image: COCO.Image
    /// Those of pasted objects in the order of the instance map's values, then the photo's own. Their ids are given when the dataset is finished.
    package var annotations: [COCO.Annotation]
    package var objects: Objects
    /// The same kind by kind, and what it took to place them.
    package var placement: PlacementRecord?
    package var real = RealLabels()
    /// Pixels of rendered objects that are farther away than the PNG layer of depth can say, where there is one.
    package var pixelsBeyondDepth = 0
    /// Files that were to be used for this image and could not be.
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
