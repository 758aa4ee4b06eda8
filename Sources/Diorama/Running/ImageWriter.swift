import Cards
import Compositing
import Datasets
import Findings
import Masks
import Pictures
import Pipelines
import Scenes

/// One worker: makes images one after the other and adds them to the dataset, in memory that it reuses.
final class ImageWriter {
    private let maker: ImageMaker
    private let recorder: ImageRecorder
    private let output: DatasetWriter
    private let compositor: Compositor
    private var imageBytes: [UInt8] = []
    private var maskBytes: [UInt8] = []

    init(maker: ImageMaker, recorder: ImageRecorder, output: DatasetWriter) {
        self.maker = maker
        self.recorder = recorder
        self.output = output
        compositor = maker.makeCompositor()
    }

    /// - Returns: photos that were meant to be used and could not be decoded.
    func write(_ index: Int) throws -> [Finding] {
        let made = try maker.make(index, with: compositor)
        let map = made.composite.map
        let images = maker.pipeline.output.images
        let isCopied =
            made.photo.isCarried
            ? try PhotoFile.copy(made.photo.path, as: images.encoding(nil), into: &imageBytes) : false
        if !isCopied {
            try PhotoFile.encode(made.composite.image, as: images.encoding(made.photo.subsampling), into: &imageBytes)
        }
        let hasMasks = output.layout.hasMasks
        if hasMasks {
            InstancePNG.encode(
                map.ids, width: map.width, height: map.height, instances: made.composite.instances.count,
                into: &maskBytes)
        }
        var record = try recorder.record(made, fileName: output.layout.imageName(index))
        if hasMasks { record.image.instanceMap = output.layout.maskName(index) }
        var layers: [DatasetLayer: [UInt8]] = [:]
        if let surfaces = made.composite.surfaces {
            for layer in output.layout.layers { layers[layer] = try SurfaceFiles.encode(layer, of: surfaces) }
            if layers[.depthPNG] != nil { record.pixelsBeyondDepth = SurfaceFiles.pixelsBeyondPNG(surfaces) }
        }
        try output.commit(record, image: imageBytes, mask: hasMasks ? maskBytes : nil, layers: layers)
        return made.skipped
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
        case .webp: .webp(quality: quality)
        case .jpeg:
            .jpeg(quality: quality, subsampling: ChromaSubsampling(rawValue: subsampling.rawValue) ?? photo ?? .quarter)
        }
    }
}
