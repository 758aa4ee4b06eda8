import Foundation

/// The samples of a part of a finished dataset, one for each image, made from its files.
struct WebDatasetSamples {
    private let layout: DatasetLayout
    private let categories: [Int: String]
    private var keys: Set<String> = []

    init(of dataset: FinishedDataset) {
        layout = DatasetLayout(root: dataset.root)
        categories = Dictionary(dataset.records.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The sample of the next image, in the order of the part's COCO file.
    ///
    /// - Parameter read: reads a file of the dataset by its path.
    mutating func next(_ image: LabelledImage, reading read: (String) throws -> [UInt8]) throws -> WebDatasetSample {
        let file = layout.path("\(image.imageFolder)/\(image.image.fileName)")
        var pictures = WebDatasetSample.Pictures(image: try read(file))
        if let map = image.image.instanceMap { pictures.instances = try read(layout.path(map)) }
        for layer in DatasetLayer.allCases {
            let path = layout.layerPath(ofImage: image.image.fileName, layer)
            if FileManager.default.fileExists(atPath: path) { pictures.layers[layer] = try read(path) }
        }
        func sample(_ name: String) -> WebDatasetSample {
            WebDatasetSample(
                name: name, pictures, kind: URL(fileURLWithPath: file).pathExtension, image.image, image.instances,
                split: image.split, categories: categories)
        }
        let plain = sample(image.stem)
        if keys.insert(plain.key).inserted { return plain }
        // Where two names differ by a dot alone, the second has its number with it.
        let numbered = sample("\(image.stem)-\(image.image.id)")
        keys.insert(numbered.key)
        return numbered
    }
}
