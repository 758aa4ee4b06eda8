package import Cards

/// `annotations/instances.json`, as COCO's own tools read it.
package struct COCOFormat: AnnotationFormat {
    package var segmentation = COCO.MaskStyle.runLengths

    package init() {}

    package static let card = Card<COCOFormat>(
        "coco", "COCO instances: annotations/instances.json.",
        .field(
            "segmentation", \.segmentation, .word,
            "rle: compressed run lengths, exact; polygons: along the pixels' edges, exact too, with rle for masks with holes."
        )
    )
}
