import Datasets
import Geometry
import JSON
import Pictures
import Sheets

/// An image's labels as the page draws them, in pixels of the upright image.
struct LabelSheet {
    let gallery: Gallery
    let photo: DatasetSurvey.Photo
    /// Places of categories by their ids.
    let categories: [Int: Int]
    /// How far an outline may lie from its mask, in pixels.
    let tolerance: Double

    /// More labels than this on one image are sent without their outlines, where those need not be exact.
    private static let mostOutlines = 200

    /// Writes the members of an object.
    func write(to writer: inout JSONWriter) {
        writer.member("image", photo.index)
        writer.member("name", gallery.name(ofPhoto: photo.index))
        writer.member("width", photo.frame.width)
        writer.member("height", photo.frame.height)
        writer.member("split", ifPresent: photo.photo.split)
        if !photo.hasPicture { writer.member("missing", true) }
        writer.key("labels")
        writer.array { writer in
            let hasOutlines = tolerance == 0 || photo.labels.annotations.count <= Self.mostOutlines
            for label in photo.labels.annotations {
                writer.object { writer in write(label, hasOutlines, to: &writer) }
            }
        }
    }

    private func write(_ label: COCO.Annotation, _ hasOutlines: Bool, to writer: inout JSONWriter) {
        writer.member("id", label.id)
        writer.member("category", ifPresent: categories[label.categoryID])
        writer.member("box", ifPresent: label.box.map(Self.list))
        writer.member("amodal_box", ifPresent: label.amodalBox.map(Self.list))
        writer.member("visibility", ifPresent: label.visibility)
        writer.member("truncation", ifPresent: label.truncation)
        writer.member("area", ifPresent: label.area)
        if label.isCrowd { writer.member("crowd", true) }
        if hasOutlines {
            for (name, mask) in [("mask", label.segmentation), ("amodal_mask", label.amodalSegmentation)] {
                let path = LabelOutline.path(
                    mask, width: photo.frame.width, height: photo.frame.height, tolerance: tolerance)
                if !path.isEmpty { writer.member(name, path) }
            }
        }
        if let keypoints = label.keypoints {
            writer.key("keypoints")
            writer.array { writer in
                for point in keypoints {
                    [point.position.x, point.position.y, Double(point.visibility.rawValue)].encode(to: &writer)
                }
            }
        }
        if let corners = corners(of: label) {
            writer.key("corners")
            writer.array { writer in
                for corner in corners { [corner.x, corner.y].encode(to: &writer) }
            }
        }
    }

    /// Where the corners of the box in space appear: as the dataset states them, or by its camera.
    private func corners(of label: COCO.Annotation) -> [Point]? {
        if let corners = label.corners2D { return corners.count == 8 ? corners : nil }
        guard let box = label.box3D, let pose = label.pose, let camera = photo.labels.image.camera else { return nil }
        let corners = box.corners.compactMap { camera.image(of: pose.camera(of: $0)) }
        return corners.count == 8 ? corners : nil
    }

    private static func list(_ box: Rect) -> [Double] { [box.minX, box.minY, box.width, box.height] }
}
