package import Cards
import Geometry
import JSON
import Masks
import Pictures

/// Labels in the format of the development kit of Pascal VOC 2012, in a folder `voc/`.
///
///     voc/Annotations/000007.xml           boxes; with a split: Annotations/train/000007.xml
///     voc/SegmentationClass/000007.png     pixel value k is the k-th category, 0 background, 255 void
///     voc/SegmentationObject/000007.png    pixel value k is the k-th object of the XML file
///     voc/ImageSets/Main/train.txt         the images' names, such as train/000007; without a split: trainval.txt
///     voc/ImageSets/Segmentation/train.txt
///     voc/labelmap.txt                     the categories' colours, as CVAT and Datumaro read them
///     voc/JPEGImages                       a link to images/
///
/// Boxes are whole pixels, counted from 1 with both ends inside, as in the kit. Boxes of our own datasets are whole
/// already; others are rounded outwards. Masks are exact, but a pixel has one label: where masks overlap, the smaller
/// lies on the larger. A crowd region is void in the masks, below all objects, and has no box. A label that was read
/// from VOC keeps its pose, truncated, occluded and difficult; an object that covers it makes it occluded.
///
/// Format: Everingham and Winn, "The PASCAL Visual Object Classes Challenge 2012 (VOC2012) Development Kit" (2012). The
/// defaults of the keys follow the annotation guidelines: truncated from 15–20 % outside, occluded from 5 % hidden
/// (http://host.robots.ox.ac.uk/pascal/VOC/voc2009/guidelines.html, which later years kept).
package struct VOCFormat: DerivedFormat {
    /// Share of the object outside the image from which it is `truncated`.
    package var truncated = 0.15
    /// Hidden share of its area inside the image from which it is `occluded`.
    package var occluded = 0.05
    /// Visible share below which it is `difficult`.
    package var difficult = 0.0

    package init() {}

    package static let card = Card<VOCFormat>(
        "voc", "Pascal VOC 2012, in voc/: XML boxes in whole pixels, class and object masks with VOC's colours.",
        .field(
            "truncated", \.truncated, .share(of: "an object's area"),
            "An object is marked truncated if at least this share lies outside the image."),
        .field(
            "occluded", \.occluded, .share(of: "an object's area"),
            "An object is marked occluded if at least this share is hidden."),
        .field(
            "difficult", \.difficult, .share(of: "an object's area"),
            "An object is marked difficult if less than this share is visible."
        )
    )

    package static let places: [FilePlace] = [
        "voc/Annotations/#.xml", "voc/Annotations/*/#.xml", "voc/SegmentationClass/#.png",
        "voc/SegmentationClass/*/#.png", "voc/SegmentationObject/#.png", "voc/SegmentationObject/*/#.png",
        "voc/ImageSets/Main/*.txt", "voc/ImageSets/Segmentation/*.txt", "voc/labelmap.txt", "voc/JPEGImages",
    ]

    /// The highest value of a mask's pixel besides void.
    private static let highest = 254
    private static let void: UInt16 = 255

    package func problem(of categories: [COCO.Category]) -> String? {
        categories.map(\.name).first { [Self.backgroundName, Self.voidName].contains($0) }.map {
            "the category “\($0)” would have the name that labelmap.txt gives to pixels without an object; rename it"
        }
    }

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        var hasVoid = false
        for subset in dataset.subsets {
            let set = subset.split ?? "trainval"
            let lists = try ["Main", "Segmentation"].map { try output.open("voc/ImageSets/\($0)/\(set).txt") }
            // The path below the folder that the link stands for: train/000007.
            let folder = subset.imageFolder.dropFirst(DatasetLayout.images.count + 1)
            let below = folder.isEmpty ? "" : "\(folder)/"
            try dataset.forEachImage(of: subset, for: output) { image in
                let name = below + image.stem
                let objects = image.objects(of: dataset, for: output)
                output.note("crowd region written as void, without a box", image.crowds.count)
                try output.write(
                    text(of: image, fileName: below + image.image.fileName, objects), to: "voc/Annotations/\(name).xml")
                let masks = Self.masks(of: image, objects, output)
                hasVoid = hasVoid || masks.hasVoid
                for (kind, ids) in masks.pictures {
                    var bytes: [UInt8] = []
                    InstancePNG.encode(
                        ids, width: image.width, height: image.height, instances: Int(Self.void),
                        palette: Self.palette, into: &bytes)
                    try output.write(bytes, to: "voc/\(kind)/\(name).png")
                }
                for list in lists { try list.write(Array("\(name)\n".utf8)) }
                output.count(instances: objects.count)
            }
            for list in lists { try list.commit() }
        }
        try output.link("voc/JPEGImages", to: "../\(DatasetLayout.images)")
        try output.write(Self.labelMap(of: dataset, hasVoid: hasVoid), to: "voc/labelmap.txt")
    }

    /// - Parameter fileName: The picture, below `JPEGImages`.
    private func text(of image: LabelledImage, fileName: String, _ objects: [LabelledObject]) -> String {
        var text = """
            <annotation>
              <folder>JPEGImages</folder>
              <filename>\(fileName.escapedForXML)</filename>
              <source>
                <database>\((image.image.title ?? "diorama").escapedForXML)</database>
                <annotation>diorama</annotation>
                <image>\((image.image.source ?? "diorama").escapedForXML)</image>
              </source>
              <size>
                <width>\(image.width)</width>
                <height>\(image.height)</height>
                <depth>3</depth>
              </size>
              <segmented>1</segmented>

            """
        for object in objects {
            let box = object.box
            let said = object.instance.extra
            func says(_ name: String) -> Bool { said[name]?.integer.map { $0 > 0 } ?? false }
            let covered = said["covered_share"]?.number ?? 0
            let isTruncated = object.instance.truncation.map { $0 > 0 && $0 >= truncated } ?? says("truncated")
            let isOccluded =
                object.instance.visibility.map { $0 < 1 && 1 - $0 >= occluded }
                ?? (says("occluded") || covered > 0 && covered >= occluded)
            let isDifficult = object.instance.visibility.map { $0 < difficult } ?? says("difficult")
            text += """
                  <object>
                    <name>\(Self.className(object.category).escapedForXML)</name>
                    <pose>\((said["pose"]?.text ?? "Unspecified").escapedForXML)</pose>
                    <truncated>\(isTruncated ? 1 : 0)</truncated>
                    <occluded>\(isOccluded ? 1 : 0)</occluded>
                    <difficult>\(isDifficult ? 1 : 0)</difficult>
                    <bndbox>
                      <xmin>\(Int(box.minX.rounded(.down)) + 1)</xmin>
                      <ymin>\(Int(box.minY.rounded(.down)) + 1)</ymin>
                      <xmax>\(Int(box.maxX.rounded(.up)))</xmax>
                      <ymax>\(Int(box.maxY.rounded(.up)))</ymax>
                    </bndbox>
                  </object>

                """
        }
        return text + "</annotation>\n"
    }

    /// The class and the object mask: small objects on large ones, and all of them on crowd regions, which are void; and
    /// whether any pixel is.
    private static func masks(
        of image: LabelledImage, _ objects: [LabelledObject], _ output: LabelOutput
    ) -> (pictures: [(kind: String, ids: [UInt16])], hasVoid: Bool) {
        var flat = FlatMasks(width: image.width, height: image.height)
        flat.lay(image.crowds.map(image.mask(of:)))
        let first = flat.counts.count
        flat.lay(objects.map { image.mask(of: $0.instance) })
        flat.note(first..<flat.counts.count, in: output)
        // By number: the values in the two masks.
        var classes = [0] + [UInt16](repeating: void, count: first)
        var numbers = classes
        for (index, object) in objects.enumerated() {
            let isBeyond = index >= highest || object.place >= highest
            classes.append(isBeyond ? void : UInt16(object.place + 1))
            numbers.append(isBeyond ? void : UInt16(index + 1))
            if isBeyond {
                output.note("instance beyond the 254 objects or categories of a mask painted as void")
            } else if flat.counts[first + index].all == 0 {
                output.note("instance without a mask missing in the masks")
            }
        }
        return (
            [("SegmentationClass", flat.picture(of: classes)), ("SegmentationObject", flat.picture(of: numbers))],
            flat.counts.indices.contains { classes[$0 + 1] == void && flat.counts[$0].seen > 0 }
        )
    }

    /// A category's name in characters that XML and a line of text both allow: U+FFFD stands for line breaks and
    /// control characters.
    private static func className(_ name: String) -> String {
        var plain = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}", "\u{FFFE}", "\u{FFFF}":
                plain += "\u{FFFD}"
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }

    /// The line at the top of `labelmap.txt`, which says what the fields are.
    static let labelMapTop = "# label:color_rgb:parts:actions"

    private static let backgroundName = "background"
    /// Datumaro uses this name; readers ask for the name of every colour in a mask.
    private static let voidName = "ignored"

    private static func labelMap(of dataset: FinishedDataset, hasVoid: Bool) -> String {
        func line(_ name: String, _ value: Int) -> String {
            "\(name):\(palette[value * 3..<value * 3 + 3].map(String.init).joined(separator: ","))::\n"
        }
        var text = labelMapTop + "\n" + line(backgroundName, 0)
        for (index, category) in dataset.categories.prefix(highest).enumerated() {
            text += line(className(category.name), index + 1)
        }
        return hasVoid ? text + line(voidName, Int(void)) : text
    }

    /// The kit's colours (its `VOClabelcolormap`): the bits of a value, three by three from the lowest, are the bits of
    /// red, green and blue from the highest.
    static let palette: [UInt8] = (0..<256).flatMap { value -> [UInt8] in
        var colour: [UInt8] = [0, 0, 0]
        for bit in 0..<8 {
            for channel in 0..<3 where 3 * bit + channel < 8 && value >> (3 * bit + channel) & 1 == 1 {
                colour[channel] |= 1 << UInt8(7 - bit)
            }
        }
        return colour
    }
}
