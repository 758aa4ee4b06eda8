import Findings
import Foundation
import Geometry
import JSON
import Masks
import Pictures

/// The audit of the layers beside the images of a dataset of ours. It checks that they exist, can be read and are as
/// large as their images, and that they agree with the pose and box of rendered objects.
struct LayerAudit {
    private let layout: DatasetLayout
    /// The layers that the run wrote, and those with any file in the folder.
    private let layers: [DatasetLayer]
    private let maxPixels: Int

    /// No layers where the folder was not made by a run of ours.
    init(root: String, maxPixels: Int) throws {
        layout = DatasetLayout(root: root)
        self.maxPixels = maxPixels
        let folder = DatasetFolder(root: root)
        guard folder.holdsFile(DatasetLayout.run) else {
            layers = []
            return
        }
        let file = try OpenFile(layout.path(DatasetLayout.run), flags: O_RDONLY, action: "cannot read")
        // The code that needs this file reports its faults.
        let run = try? JSONTree(file.read(count: file.size(), at: 0))
        let listed = run.flatMap { $0["layers"]?.elements } ?? []
        let said = Set(listed.compactMap { $0.text })
        layers = try DatasetLayer.allCases.filter { layer in
            try said.contains(layer.rawValue)
                || folder.names(in: layer.folderName).contains {
                    $0.hasSuffix(".\(layer.fileExtension)")
                }
        }
    }

    /// - Parameters:
    ///   - masks: the masks of the annotations that have one, by their indices.
    ///   - annotationFile: the file's name in findings.
    func findings(
        of image: COCO.Image, _ annotations: [COCO.Annotation], _ masks: [Int: RunLengths], in annotationFile: String
    ) -> [Finding] {
        layers.flatMap { layer -> [Finding] in
            let path = layout.layerPath(ofImage: image.fileName, layer)
            let name = String(path.dropFirst(layout.path("").count))
            func finding(_ problem: String) -> Finding {
                Finding(.error, .layer, file: name, subject: "image \(image.id)", problem)
            }
            let picture: LayerPicture
            do throws(PictureError) {
                picture = try LayerPicture(layer, at: path, maxPixels: maxPixels)
            } catch {
                var error = error
                error.file = nil
                return [finding(error.description)]
            }
            guard (picture.width, picture.height) == (image.width, image.height) else {
                return [
                    finding(
                        "it is \(picture.width) × \(picture.height) pixels, its image \(image.width) × \(image.height)")
                ]
            }
            return masks.keys.sorted().compactMap { place in
                guard let mask = masks[place], mask.area > 0 else { return nil }
                return picture.problem(with: annotations[place], mask).map {
                    Finding(
                        .error, .layer, file: annotationFile, subject: "annotation \(annotations[place].id)",
                        "\($0) in \(name)"
                    )
                }
            }
        }
    }
}

/// A layer as it was read.
private struct LayerPicture {
    enum Content {
        /// In metres, 0 where not known.
        case depth([Float], farthest: Double)
        /// For each pixel, whether its normal is known.
        case normals([Bool])
    }

    let width: Int
    let height: Int
    let content: Content

    init(_ layer: DatasetLayer, at path: String, maxPixels: Int) throws(PictureError) {
        switch layer {
        case .depthPNG:
            let map = try InstancePNG.decode(path, maxPixels: maxPixels)
            (width, height) = (map.width, map.height)
            content = .depth(
                map.ids.map { Float($0) / 1000 }, farthest: Double(DatasetLayer.farthestMillimetres) / 1000)
        case .depthTIFF:
            let (values, width, height) = try LayerFile.numbers(ofTIFF: path)
            (self.width, self.height) = (width, height)
            content = .depth(values, farthest: .infinity)
        case .normals:
            var raster = Raster(width: 0, height: 0)
            try PhotoFile.decode(path, PhotoFile.Options(maxPixels: maxPixels), into: &raster)
            (width, height) = (raster.width, raster.height)
            content = .normals(
                (0..<width * height).map { pixel in (0..<3).contains { raster.bytes[4 * pixel + $0] != 0 } })
        }
    }

    /// Where the layer contradicts an object with a pose, or lacks it.
    func problem(with annotation: COCO.Annotation, _ mask: RunLengths) -> String? {
        guard let pose = annotation.pose else { return nil }
        let shape = Mask(mask)
        let pixels = (shape.rect.minY..<shape.rect.maxY).flatMap { y in
            (shape.rect.minX..<shape.rect.maxX).filter { shape[x: $0, y: y] }.map { y * width + $0 }
        }
        switch content {
        case .normals(let isKnown):
            return pixels.contains { isKnown[$0] } ? nil : "no pixel of it has a normal"
        case .depth(let metres, let farthest):
            let known = pixels.map { Double(metres[$0]) }.filter { $0 > 0 && $0.isFinite }
            let corners = annotation.box3D?.corners.map { pose.camera(of: $0).z }
            guard let nearest = known.min(), let most = known.max() else {
                return (corners?.max() ?? 0) > farthest ? nil : "no pixel of it has a depth"
            }
            guard let near = corners?.min(), let far = corners?.max() else { return nil }
            let slack = 0.01 + 0.01 * far
            guard nearest < near - slack || most > far + slack else { return nil }
            return "it is \(nearest.text) to \(most.text) m away, pose and box put it at \(near.text) to \(far.text) m"
        }
    }
}
