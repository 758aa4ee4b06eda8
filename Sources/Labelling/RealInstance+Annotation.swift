import Datasets
import Geometry
import Masks
import Scenes

extension COCO.Annotation {
    /// Whether the annotation gives a mask.
    var hasMask: Bool { segmentation != nil && segmentation != .polygons([]) }
}

extension RealInstance {
    /// Makes an instance from a label that has been checked.
    init(_ annotation: COCO.Annotation, category: String, width: Int, height: Int) {
        guard let box = annotation.box else { preconditionFailure("a label that has been checked has a box") }
        self.init(
            id: annotation.id, category: category,
            shape: annotation.segmentation.flatMap { Shape($0, width: width, height: height) } ?? .box, box: box,
            isCrowd: annotation.isCrowd,
            keypoints: annotation.keypoints?.map { $0.visibility == .unlabelled ? nil : $0.position } ?? [])
    }
}

extension RealInstance.Shape {
    /// Nil for a segmentation without any ring, and for run lengths that do not fit the photo.
    init?(_ segmentation: COCO.Segmentation, width: Int, height: Int) {
        switch segmentation {
        case .polygons([]): return nil
        case .polygons(let rings): self = .polygons(rings.map { Polygon(ring: $0) })
        case .compressed, .counts:
            guard let mask = try? segmentation.mask(width: width, height: height) else { return nil }
            self = .mask(mask)
        }
    }
}
