package import Cards
import Geometry
import JSON

/// Labels for Create ML's object detector: one JSON file in each folder of images, a box for each instance.
///
/// The file is `images/_annotations.createml.json`, with a split `images/train/_annotations.createml.json` and so on. A
/// box is its middle, width and height in pixels of the image, from the top left, with enough digits to read back to
/// the same double. An image without objects has an empty list. Crowd regions are left out, since the format has no
/// place for them.
///
/// Format: Apple, "Building an object detector data source",
/// https://developer.apple.com/documentation/createml/building-an-object-detector-data-source.
package struct CreateMLFormat: DerivedFormat {
    package init() {}

    package static let card = Card<CreateMLFormat>(
        "createml", "Create ML boxes: a JSON file in each folder of images. Every digit is kept."
    )

    package static let places: [FilePlace] = [
        "images/_annotations.createml.json", "images/*/_annotations.createml.json",
    ]

    package func write(_ dataset: FinishedDataset, to output: LabelOutput) throws {
        for subset in dataset.subsets {
            let file = try output.open("\(subset.imageFolder)/_annotations.createml.json")
            var writer = JSONWriter()
            writer.beginArray()
            try dataset.forEachImage(of: subset, for: output) { image in
                let objects = image.objects(of: dataset, for: output)
                output.note("crowd region left out", image.crowds.count)
                writer.lineBreak()
                writer.object { writer in
                    writer.member("image", image.image.fileName)
                    writer.key("annotations")
                    writer.array { writer in
                        for object in objects { Self.encode(object, to: &writer) }
                    }
                }
                try file.write(writer.drain())
                output.count(instances: objects.count)
            }
            writer.endArray()
            writer.lineBreak()
            try file.write(writer.drain())
            try file.commit()
        }
    }

    private static func encode(_ object: LabelledObject, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("label", object.category)
            writer.key("coordinates")
            writer.object { writer in
                writer.member("x", object.box.center.x)
                writer.member("y", object.box.center.y)
                writer.member("width", object.box.width)
                writer.member("height", object.box.height)
            }
        }
    }
}
