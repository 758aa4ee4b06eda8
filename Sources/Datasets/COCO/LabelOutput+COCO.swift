import JSON

extension LabelOutput {
    /// Writes a subset as a COCO file of its own, with an image or annotation a line, and counts what it holds.
    ///
    /// - Parameters:
    ///   - image: the file's record of an image.
    ///   - instances: the instances of an image that belong in the file.
    func writeCOCO(
        _ subset: FinishedDataset.Subset, of dataset: FinishedDataset, to path: String, categories: [COCO.Category],
        image record: (LabelledImage) -> COCO.Image, instances: (LabelledImage) -> [COCO.Annotation]
    ) throws {
        let file = try open(path)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("info", ifPresent: subset.info)
        writer.member("licenses", subset.licenses)
        writer.member("categories", categories)
        writer.key("images")
        writer.beginArray()
        try dataset.forEachImage(of: subset, for: self) { image in
            writer.lineBreak()
            record(image).encode(to: &writer)
            try file.write(writer.drain())
        }
        writer.endArray()
        writer.key("annotations")
        writer.beginArray()
        // The oddities of the entries were noted the first time.
        try dataset.forEachImage(of: subset, for: nil) { image in
            let instances = instances(image)
            for instance in instances {
                writer.lineBreak()
                instance.encode(to: &writer)
            }
            try file.write(writer.drain())
            count(instances: instances.count)
        }
        writer.endArray()
        writer.endObject()
        writer.lineBreak()
        try file.write(writer.drain())
        try file.commit()
    }
}
