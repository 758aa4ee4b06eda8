import Findings
import Foundation
import Pictures

/// The depth of images, read from their dataset's layers.
struct BOPDepths {
    /// An image's depth in BOP's encoding.
    struct Depth {
        /// By rows; 0 where it is not known.
        let values: [UInt16]
        /// The factor that turns the values into millimetres.
        let scale: Double
        /// The path of a layer that already holds this picture, relative to the dataset's folder; nil for one that must
        /// be written.
        let layer: String?
    }

    private let layout: DatasetLayout

    init(of root: String) {
        layout = DatasetLayout(root: root)
    }

    /// An image's depth; nil, with a note, for an image without a depth layer, or with one of another size.
    ///
    /// - Throws: `DatasetError` for a layer that cannot be read.
    func depth(of image: LabelledImage, for output: LabelOutput) throws -> Depth? {
        let name = image.image.fileName
        let (png, tiff) = (
            layout.layerPath(ofImage: name, .depthPNG), layout.layerPath(ofImage: name, .depthTIFF)
        )
        let depth: (read: Depth, width: Int, height: Int)
        do throws(PictureError) {
            // A PNG that holds every depth is taken as it is; a depth too large for it is in the TIFF alone.
            let metres = Folder.kind(of: tiff) == .missing ? nil : try LayerFile.numbers(ofTIFF: tiff)
            if Folder.kind(of: png) != .missing, metres.map({ Self.farthest($0.values) <= Self.farthestOfPNG }) ?? true
            {
                let map = try InstancePNG.decode(png)
                let layer = String(png.dropFirst(layout.path("").count))
                depth = (Depth(values: map.ids, scale: 1, layer: layer), map.width, map.height)
            } else if let metres {
                depth = (Self.scaled(metres.values), metres.width, metres.height)
            } else {
                output.note("image without the layer depth: no depth, and px_count_valid is 0")
                return nil
            }
        } catch {
            throw DatasetError(
                code: .malformed, action: "cannot read", path: error.file ?? layout.root, reason: error.description)
        }
        guard (depth.width, depth.height) == (image.width, image.height) else {
            output.note("depth of another size than its image left out")
            return nil
        }
        return depth.read
    }

    /// The largest value that 16 bits can hold, in steps of a millimetre or coarser ones.
    static let farthestOfPNG = Double(DatasetLayer.farthestMillimetres)

    /// The largest depth, in millimetres.
    private static func farthest(_ metres: [Float]) -> Double {
        (Double(metres.lazy.filter(\.isFinite).max() ?? 0) * 1000).rounded()
    }

    /// Metres as 16 bits, in the finest of the steps of 1, 2, 5, 10, … millimetres that holds the farthest.
    private static func scaled(_ metres: [Float]) -> Depth {
        let farthest = farthest(metres)
        var (scale, step) = (1.0, 0)
        while (farthest / scale).rounded() > Self.farthestOfPNG {
            scale *= [2, 2.5, 2][step % 3]
            step += 1
        }
        let values = metres.map { metres -> UInt16 in
            let value = (Double(metres) * 1000 / scale).rounded()
            return value > 0 && value <= Self.farthestOfPNG ? UInt16(value) : 0
        }
        return Depth(values: values, scale: scale, layer: nil)
    }
}
