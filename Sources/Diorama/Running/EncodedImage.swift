import Compositing
import Datasets
import Findings
import Masks
import Pictures
import Pipelines
import Scenes

/// A finished image as the bytes of its files, and its record.
struct EncodedImage {
    var record: ImageRecord
    var image: [UInt8] = []
    /// The instance map, where the run writes them.
    var mask: [UInt8]?
    var layers: [DatasetLayer: [UInt8]] = [:]
    /// Photos that were meant to be used and could not be decoded.
    var skipped: [Finding]
}

/// Makes images one after the other and encodes them, in memory that it reuses.
final class ImageEncoder {
    private let maker: ImageMaker
    private let recorder: ImageRecorder
    private let layout: DatasetLayout
    private let compositor: Compositor
    private let views: ViewEncoder
    private var imageBytes: [UInt8] = []
    private var maskBytes: [UInt8] = []

    /// - Parameter layout: the names of the images, and the files that each has.
    init(maker: ImageMaker, recorder: ImageRecorder, layout: DatasetLayout) {
        (self.maker, self.recorder, self.layout) = (maker, recorder, layout)
        compositor = maker.makeCompositor(isForFiles: true)
        views = ViewEncoder(
            maker.codedViews, keepsCoding: maker.pipeline.output.images.quality == .keep)
    }

    func encode(_ index: Int) throws -> EncodedImage {
        let made = try maker.make(index, with: compositor)
        let map = made.composite.map
        let images = maker.pipeline.output.images
        let isCopied =
            made.photo.isCarried
            ? try PhotoFile.copy(made.photo.path, as: images.encoding(nil), into: &imageBytes) : false
        if !isCopied {
            try views.encode(made.composite, as: images.encoding(made.photo.subsampling), into: &imageBytes)
        }
        var encoded = EncodedImage(
            record: try recorder.record(made, fileName: layout.imageName(index)), image: imageBytes,
            skipped: made.skipped)
        if layout.hasMasks {
            InstancePNG.encode(
                map.ids, width: map.width, height: map.height, instances: made.composite.instances.count,
                into: &maskBytes)
            encoded.mask = maskBytes
            encoded.record.image.instanceMap = layout.maskName(index)
        }
        if let surfaces = made.composite.surfaces {
            for layer in layout.layers { encoded.layers[layer] = try SurfaceFiles.encode(layer, of: surfaces) }
            if encoded.layers[.depthPNG] != nil {
                encoded.record.pixelsBeyondDepth = SurfaceFiles.pixelsBeyondPNG(surfaces)
            }
        }
        return encoded
    }
}

extension Pipeline.ImageFiles {
    var fileExtension: String {
        switch format {
        case .jpeg: "jpg"
        case .png: "png"
        case .webp: "webp"
        }
    }

    /// - Parameter photo: the sampling of the photo's own chroma, where it is known.
    func encoding(_ photo: ChromaSubsampling?) -> PhotoFile.Encoding {
        switch format {
        case .png: .png()
        case .webp: .webp(quality: number)
        case .jpeg:
            .jpeg(quality: number, subsampling: ChromaSubsampling(rawValue: subsampling.rawValue) ?? photo ?? .quarter)
        }
    }

    /// The quality of images that do not keep a photo's.
    private var number: Int {
        switch quality {
        case .number(let number): number
        case .keep: Quality.other
        }
    }
}
