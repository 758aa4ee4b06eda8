import Datasets
import Drawings
import Findings
import Geometry
import Masks
import Objects
import Pictures
import Synchronization

extension Rect {
    /// The edges of a frame that a label's box reaches: one that is drawn to the edge ends within a pixel of it.
    fileprivate func edges(within frame: Rect) -> Edges {
        var edges = Edges()
        if minX < 1 { edges.insert(.left) }
        if minY < 1 { edges.insert(.top) }
        if maxX > frame.maxX - 1 { edges.insert(.right) }
        if maxY > frame.maxY - 1 { edges.insert(.bottom) }
        return edges
    }
}

/// Reads the instances of COCO files for objects that are cut out of photos. Each file is opened once.
package final class DatasetInstances: InstanceReader {
    private struct Key: Hashable {
        let file: String
        let images: String?
    }

    /// An open file, and the place of each of its labels.
    private struct Open {
        let dataset: any LabelledDataset
        var photos: [Int: Int] = [:]
    }

    private let datasets = Mutex<[Key: Open]>([:])

    package init() {}

    func instances(ofCOCO file: String, images: String?) throws(ObjectError) -> [PhotoInstance] {
        var source = COCOSource()
        (source.file, source.images) = (file, images)
        do {
            var open = Open(dataset: try source.open())
            let names = Dictionary(
                open.dataset.categories.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            let credits = DatasetCredits(open.dataset.licenses)
            var instances: [PhotoInstance] = []
            for (index, photo) in open.dataset.photos.enumerated() {
                // A turn does not change a label's size or whether an edge cuts it, so a photo whose size is stated is
                // not opened yet.
                let own =
                    try photo.size.map { PhotoFrame(width: $0.width, height: $0.height) }
                    ?? PhotoFile.probe(photo.path).frame
                let frame = Rect(PixelRect(width: own.width, height: own.height))
                let labels = try open.dataset.checkedLabels(ofPhoto: index, in: own)
                let credit = credits.credits(ofCutout: photo, in: labels.image)
                for annotation in labels.annotations {
                    guard let box = annotation.box, open.photos[annotation.id] == nil,
                        let area = annotation.hasMask ? annotation.area : box.area
                    else { continue }
                    open.photos[annotation.id] = index
                    instances.append(
                        PhotoInstance(
                            id: annotation.id, category: names[annotation.categoryID] ?? "", photo: photo.path,
                            area: area, size: max(box.width, box.height) / frame.area.squareRoot(),
                            isCrowd: annotation.isCrowd || annotation.isIgnored, isTruncated: annotation.isTruncated,
                            edges: box.edges(within: frame),
                            box: annotation.hasMask ? nil : PixelRect(rounding: box),
                            credits: credit))
                }
            }
            datasets.withLock { $0[Key(file: file, images: images)] = open }
            return instances
        } catch let error as DatasetError {
            throw ObjectError(.unreadable, file: error.path, error.reason)
        } catch let error as PictureError {
            throw ObjectError(error)
        } catch {
            throw ObjectError(.unreadable, file: file, "\(error)")
        }
    }

    func mask(of instance: PhotoInstance, inCOCO file: String, images: String?) throws(ObjectError) -> RunLengths {
        let open = datasets.withLock { $0[Key(file: file, images: images)] }
        guard let open, let place = open.photos[instance.id] else {
            throw ObjectError(.missing, file: file, "it has no label \(instance.id) with a mask")
        }
        do {
            let frame = try PhotoFile.probe(open.dataset.photos[place].path).frame
            let labels = try open.dataset.checkedLabels(ofPhoto: place, in: frame)
            guard let segmentation = labels.annotations.first(where: { $0.id == instance.id })?.segmentation else {
                throw ObjectError(.missing, file: file, "it has no label \(instance.id) with a mask")
            }
            return try segmentation.mask(width: frame.width, height: frame.height)
        } catch let error as ObjectError {
            throw error
        } catch let error as PictureError {
            throw ObjectError(error)
        } catch let misfit as Finding {
            throw ObjectError(.unreadable, file: misfit.file, misfit.problem)
        } catch {
            throw ObjectError(.unreadable, file: file, "\(error)")
        }
    }
}
