import Geometry

/// The distributions of one category's labels, or of all labels of a dataset.
///
/// Boxes without an area and regions of many objects count as labels, and have no part in the distributions.
package struct LabelGroup: Hashable, Sendable {
    /// The number of labels.
    package private(set) var instances = 0
    /// Labels among them that stand for many objects.
    package private(set) var crowds = 0
    /// Images with at least one label.
    package private(set) var images = 0
    package private(set) var sizes = SizeBins()
    package private(set) var visibilities = VisibilityBins()
    /// Labels whose box ends at an edge of the image.
    package private(set) var atEdge = 0

    /// Labels in an image, of the images that have one.
    package private(set) var perImage = Histogram(.even(from: 0, to: 256, count: 256))
    /// The side of the square with the box's area, in pixels.
    package private(set) var sidePixels = Histogram(.octaves(from: 0, to: 14, perOctave: 8))
    /// The same as a share of the side of the square with the image's area.
    package private(set) var sideShare = Histogram(.octaves(from: -12, to: 0, perOctave: 8))
    /// Width by height of the box.
    package private(set) var aspect = Histogram(.octaves(from: -5, to: 5, perOctave: 8))
    /// The middle of the box, from the left, as a share of the image's width.
    package private(set) var column = Histogram(.even(from: 0, to: 1, count: LabelGroup.mapSide))
    /// The middle of the box, from the top, as a share of the image's height.
    package private(set) var row = Histogram(.even(from: 0, to: 1, count: LabelGroup.mapSide))
    /// Middles of boxes, row by row: `mapSide` rows of `mapSide` columns.
    package private(set) var places = [Int](repeating: 0, count: LabelGroup.mapSide * LabelGroup.mapSide)
    package private(set) var visibility = Histogram(.even(from: 0, to: 1, count: 20))
    package private(set) var truncation = Histogram(.even(from: 0, to: 1, count: 20))

    package static let mapSide = 32
    /// How near a box comes to an edge where it ends there, in pixels: files round.
    private static let edge = 1.0

    package init() {}

    /// The labels that the distributions of sizes and places are made of.
    package var boxes: Int { sideShare.total }

    mutating func add(_ label: MeasuredLabel, width: Double, height: Double) {
        instances += 1
        sizes.add(area: label.area)
        if let share = label.visibility {
            visibilities.add(share)
            visibility.add(share)
        }
        if let share = label.truncation { truncation.add(share) }
        guard !label.isCrowd else {
            crowds += 1
            return
        }
        guard let box = label.box, box.area > 0, width > 0, height > 0 else { return }
        sidePixels.add(box.area.squareRoot())
        sideShare.add((box.area / (width * height)).squareRoot())
        aspect.add(box.width / box.height)
        let (x, y) = (box.center.x / width, box.center.y / height)
        column.add(x)
        row.add(y)
        places[row.bins.place(of: y) * LabelGroup.mapSide + column.bins.place(of: x)] += 1
        if min(box.minX, box.minY, width - box.maxX, height - box.maxY) <= LabelGroup.edge { atEdge += 1 }
    }

    /// Counts an image with this number of labels.
    mutating func add(imageWith labels: Int) {
        images += 1
        perImage.add(Double(labels))
    }

    package static func += (total: inout Self, more: Self) {
        total.instances += more.instances
        total.crowds += more.crowds
        total.images += more.images
        total.sizes += more.sizes
        total.visibilities += more.visibilities
        total.atEdge += more.atEdge
        total.perImage += more.perImage
        total.sidePixels += more.sidePixels
        total.sideShare += more.sideShare
        total.aspect += more.aspect
        total.column += more.column
        total.row += more.row
        total.visibility += more.visibility
        total.truncation += more.truncation
        for (place, count) in more.places.enumerated() { total.places[place] += count }
    }
}
