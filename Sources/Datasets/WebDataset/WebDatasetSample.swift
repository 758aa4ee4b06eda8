package import JSON

/// An image with its labels as neighbouring members of a tar archive, which WebDataset's readers put together.
///
///     000007.jpg              the image
///     000007.json             {"split": …, "image": {…}, "annotations": [{…, "category": "cone"}, …]}, as in COCO
///     000007.instances.png    the instance map, where there is one
///     000007.depth.png        layers, where there are any
///
/// Readers take the text up to the first dot for the sample's key, and the rest, in lower case, for the member's kind
/// (https://github.com/webdataset/webdataset).
package struct WebDatasetSample: Sendable {
    package let key: String
    /// The files by their kinds, such as `jpg`, in order.
    package private(set) var files: [(kind: String, bytes: [UInt8])] = []

    /// The bytes of an image's files.
    package struct Pictures: Sendable {
        package var image: [UInt8]
        /// Nil where there is no instance map.
        package var instances: [UInt8]?
        package var layers: [DatasetLayer: [UInt8]]

        package init(image: [UInt8], instances: [UInt8]? = nil, layers: [DatasetLayer: [UInt8]] = [:]) {
            (self.image, self.instances, self.layers) = (image, instances, layers)
        }
    }

    /// - Parameters:
    ///   - name: the image's name; dots and slashes in it become underscores.
    ///   - kind: that of the image's file, such as `jpg`, by which the labels name it.
    ///   - categories: the categories' names by id.
    package init(
        name: String, _ pictures: Pictures, kind: String, _ image: COCO.Image, _ annotations: [COCO.Annotation],
        split: String?, categories: [Int: String]
    ) {
        key = String(name.map { $0 == "." || $0 == "/" ? "_" : $0 })
        let kind = kind.lowercased()
        files.append((kind, pictures.image))
        files.append(("json", labels(image, kind: kind, annotations, split: split, categories: categories)))
        if let map = pictures.instances { files.append((Self.instances, map)) }
        for layer in DatasetLayer.allCases { pictures.layers[layer].map { files.append((layer.kind, $0)) } }
    }

    private func labels(
        _ image: COCO.Image, kind: String, _ annotations: [COCO.Annotation], split: String?, categories: [Int: String]
    ) -> [UInt8] {
        var image = image
        image.fileName = "\(key).\(kind)"
        image.instanceMap = image.instanceMap.map { _ in "\(key).\(Self.instances)" }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("split", ifPresent: split)
            writer.member("image", image)
            writer.key("annotations")
            writer.array { writer in
                for annotation in annotations {
                    writer.object { writer in
                        writer.member("id", annotation.id)
                        annotation.encodeMembersAfterID(to: &writer)
                        writer.member("category", ifPresent: categories[annotation.categoryID])
                    }
                }
            }
        }
        return writer.drain()
    }

    /// The kind of an instance map.
    package static let instances = "instances.png"

    /// The number of bytes that it takes in an archive.
    package var size: Int { files.reduce(0) { $0 + Tar.size($1.bytes.count, as: "\(key).\($1.kind)") } }

    package func append(to archive: inout [UInt8]) {
        for file in files { Tar.append(file.bytes, as: "\(key).\(file.kind)", to: &archive) }
    }
}

/// A member of a stream that is no sample. Its name begins and ends with `__`, so that WebDataset's readers pass it over.
package struct WebDatasetNote: Sendable {
    private let name: String
    private let json: [UInt8]

    /// - Parameter name: such as `begin`.
    package init(_ name: String, _ members: (inout JSONWriter) -> Void) {
        self.name = "__\(name)__"
        var writer = JSONWriter()
        writer.object(members)
        json = writer.drain()
    }

    package func append(to archive: inout [UInt8]) { Tar.append(json, as: name, to: &archive) }
}

extension DatasetLayer {
    /// The layer's kind in a sample.
    fileprivate var kind: String {
        switch self {
        case .depthPNG: "depth.png"
        case .depthTIFF: "depth.tiff"
        case .normals: "normals.png"
        }
    }
}
