import Datasets
import Findings

/// One worker: makes images one after the other and adds them to the dataset.
final class ImageWriter {
    private let encoder: ImageEncoder
    private let output: DatasetWriter

    init(maker: ImageMaker, recorder: ImageRecorder, output: DatasetWriter) {
        encoder = ImageEncoder(maker: maker, recorder: recorder, layout: output.layout)
        self.output = output
    }

    /// - Returns: photos that were meant to be used and could not be decoded.
    func write(_ index: Int) throws -> [Finding] {
        let made = try encoder.encode(index)
        try output.commit(made.record, image: made.image, mask: made.mask, layers: made.layers)
        return made.skipped
    }
}
