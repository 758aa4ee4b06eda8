/// The places of all files of a dataset, under one folder.
///
///     images/000007.jpg                 with a split: images/train/000007.jpg; with variants: 000007-fog.jpg
///     annotations/instances.json        with a split: annotations/instances_train.json
///     masks/000007.png                  the image's instance map
///     layers/depth/000007.png           and other layers
///     scenes.jsonl  pipeline.yaml  run.json  stats.json  checksums.jsonl
///     report.html                       unless a run is asked not to write it
///     formats.json                      which other formats lie here too; their places are their own
///     journal.jsonl  .blocks/           only until the dataset is finished
package struct DatasetLayout: Hashable, Sendable {
    /// The dataset's folder.
    package var root: String
    /// The names of the splits; empty without one.
    package var splits: [String]
    /// The ending of image names, without the dot.
    package var imageExtension: String
    /// Whether there is an instance map per image.
    package var hasMasks: Bool
    /// The further pictures of each image.
    package var layers: [DatasetLayer]
    /// The names of images.
    package var numbering: ImageNumbering

    package init(
        root: String, splits: [String] = [], imageExtension: String = "jpg", hasMasks: Bool = true,
        layers: [DatasetLayer] = [], numbering: ImageNumbering = ImageNumbering()
    ) {
        self.root = root
        self.splits = splits
        self.imageExtension = imageExtension
        self.hasMasks = hasMasks
        self.layers = layers
        self.numbering = numbering
    }

    package static let scenes = "scenes.jsonl"
    package static let pipeline = "pipeline.yaml"
    package static let run = "run.json"
    package static let statistics = "stats.json"
    package static let checksums = "checksums.jsonl"
    package static let report = "report.html"
    package static let journal = "journal.jsonl"
    package static let formats = "formats.json"
    package static let images = "images"
    package static let annotations = "annotations"
    package static let masks = "masks"
    package static let layers = "layers"

    /// An image's number in file names: six digits, or more where six are too few.
    package static func number(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    /// A path under the dataset's folder.
    package func path(_ relative: String) -> String {
        root.hasSuffix("/") ? root + relative : root + "/" + relative
    }

    /// The folder that a split's image names are relative to.
    package func imageFolder(split: String?) -> String { path(Self.imageFolderName(split: split)) }

    /// The same, relative to the dataset's folder.
    static func imageFolderName(split: String?) -> String { split.map { "\(images)/\($0)" } ?? images }

    package func imageName(_ index: Int) -> String {
        "\(numbering.name(ofImage: index)).\(imageExtension)"
    }

    /// The image's path relative to the dataset's folder.
    func imageName(_ index: Int, split: String?) -> String {
        "\(Self.imageFolderName(split: split))/\(imageName(index))"
    }

    package func imagePath(_ index: Int, split: String?) -> String { path(imageName(index, split: split)) }

    /// The mask's path relative to the dataset's folder, as image records carry it.
    package func maskName(_ index: Int) -> String {
        "\(Self.masks)/\(numbering.name(ofImage: index)).png"
    }

    package func maskPath(_ index: Int) -> String {
        path(maskName(index))
    }

    /// The layer's path relative to the dataset's folder.
    func layerName(_ index: Int, _ layer: DatasetLayer) -> String {
        Self.layerName(numbering.name(ofImage: index), layer)
    }

    /// The path of the layer of an image of that name, without the ending.
    private static func layerName(_ name: String, _ layer: DatasetLayer) -> String {
        "\(layer.folderName)/\(name).\(layer.fileExtension)"
    }

    package func layerPath(_ index: Int, _ layer: DatasetLayer) -> String { path(layerName(index, layer)) }

    /// The layer's path by the name of its image's file.
    package func layerPath(ofImage fileName: String, _ layer: DatasetLayer) -> String {
        let name = fileName.split(separator: "/").last ?? ""
        return path(Self.layerName(String(name.prefix { $0 != "." }), layer))
    }

    package func annotationsPath(split: String?) -> String { path(Self.annotationsName(split: split)) }

    /// The file's path relative to the dataset's folder.
    static func annotationsName(split: String?) -> String {
        annotations + "/" + (split.map { "instances_\($0).json" } ?? "instances.json")
    }

    /// All folders that hold files, relative to the dataset's; a folder comes before those below it.
    var folders: [String] { pictureFolders + [Self.annotations] }

    /// The folders that hold the pictures of images, each once.
    var pictureFolders: [String] {
        var layerFolders: [String] = []
        for name in layers.map(\.folderName) where !layerFolders.contains(name) { layerFolders.append(name) }
        return [Self.images] + splits.map { Self.imageFolderName(split: $0) } + (hasMasks ? [Self.masks] : [])
            + (layers.isEmpty ? [] : [Self.layers]) + layerFolders
    }

    /// The COCO record of an image whose files are named by this layout; its id is its index.
    package func image(_ index: Int, width: Int, height: Int) -> COCO.Image {
        var image = COCO.Image(id: index, fileName: imageName(index), width: width, height: height)
        image.instanceMap = hasMasks ? maskName(index) : nil
        return image
    }
}
