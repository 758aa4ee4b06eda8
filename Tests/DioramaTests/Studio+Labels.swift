import Foundation
import Studios

extension Studio {
    /// Draws a photo of 96 × 64 pixels and writes a COCO file that labels it.
    ///
    /// - Parameters:
    ///   - annotations: JSON objects.
    ///   - image: more members of the image's record.
    func labelled(
        _ annotations: [String], categories: [String] = [#"{"id": 3, "name": "dog"}"#], image: String = "",
        more: String = "", to file: String = "labels.json"
    ) throws {
        try photo("photos/a.png", seed: 4)
        try write(
            """
            {"info": {"description": "a test"}, \(more)
             "images": [{"id": 70, "file_name": "photos/a.png", "width": 96, "height": 64\(image)}],
             "categories": [\(categories.joined(separator: ", "))],
             "annotations": [
            \(annotations.joined(separator: ",\n"))
            ]}
            """, to: file)
    }

    /// The labels that a dataset has of its only image, without any code of the library.
    func labels(_ folder: String) throws -> [[String: Any]] {
        try list("annotations", of: folder)
    }

    func list(_ section: String, of folder: String, split: String? = nil) throws -> [[String: Any]] {
        let name = split.map { "instances_\($0).json" } ?? "instances.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path(folder + "/annotations/" + name)))
        let file = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return file?[section] as? [[String: Any]] ?? []
    }

    /// A pipeline over `labels.json`, one lossless image; `square` is 32 pixels of red in the middle of the photo.
    static func over(_ dataset: String = "", backgrounds: String = "", scene: String = "count: 1", more: String = "")
        -> String
    {
        """
        diorama: 1
        seed: 3
        images: 1
        backgrounds:
          datasets: [{coco: {file: labels.json}\(dataset)}]
          \(backgrounds)
        objects:
          square:
            from: {cutouts: cutouts/square.png}
            size: 0.5
            place: {at: {x: 0.5, y: 0.5}}
            \(more)
        scene: {\(scene)}
        output: {images: {format: png}, masks: {instances: png}}

        """
    }
}
