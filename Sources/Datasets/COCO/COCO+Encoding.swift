import Geometry
package import JSON

extension COCO.Info: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("description", ifPresent: description)
            writer.member("version", ifPresent: version)
            writer.member("url", ifPresent: url)
            writer.members(extra)
        }
    }
}

extension COCO.License: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("name", name)
            writer.member("url", ifPresent: url)
            writer.members(extra)
        }
    }
}

extension COCO.Category: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("name", name)
            writer.member("supercategory", ifPresent: supercategory)
            writer.member("keypoints", ifPresent: keypoints)
            writer.member("skeleton", ifPresent: skeleton)
            writer.members(extra)
        }
    }
}

extension COCO.Image: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("file_name", fileName)
            writer.member("width", width)
            writer.member("height", height)
            writer.member("license", ifPresent: license)
            writer.member("author", ifPresent: author)
            writer.member("title", ifPresent: title)
            writer.member("source", ifPresent: source)
            writer.member("attributions", ifPresent: attributions)
            writer.member("instance_map", ifPresent: instanceMap)
            writer.member("camera", ifPresent: camera)
            writer.members(extra)
        }
    }
}

extension COCO.Annotation: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            encodeMembersAfterID(to: &writer)
        }
    }

    /// Writes every member but the id, which is given when a dataset is put together.
    func encodeMembersAfterID(to writer: inout JSONWriter) {
        writer.member("image_id", imageID)
        writer.member("category_id", categoryID)
        writer.member("bbox", ifPresent: box.map(\.numbers))
        writer.member("area", ifPresent: area)
        writer.member("segmentation", ifPresent: segmentation)
        writer.member("iscrowd", isCrowd ? 1 : 0)
        writer.member("instance_id", ifPresent: instance)
        writer.member("visibility", ifPresent: visibility)
        writer.member("truncation", ifPresent: truncation)
        writer.member("amodal_bbox", ifPresent: amodalBox.map(\.numbers))
        writer.member("amodal_segmentation", ifPresent: amodalSegmentation)
        writer.member("pose", ifPresent: pose)
        writer.member("box_3d", ifPresent: box3D)
        writer.member("corners_2d", ifPresent: corners2D?.map { [$0.x, $0.y] })
        writer.member("keypoints", ifPresent: keypoints?.numbers)
        writer.member("num_keypoints", ifPresent: keypointCount)
        if let textLines {
            writer.key("text_lines")
            COCO.TextPart.encode(textLines, to: &writer)
        }
        writer.members(extra)
    }
}

extension Rect {
    /// COCO's box.
    fileprivate var numbers: [Double] { [x, y, width, height] }
}

extension COCO.Segmentation: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        switch self {
        case .compressed(let height, let width, let counts):
            writer.object { writer in
                writer.member("size", [height, width])
                writer.member("counts", counts)
            }
        case .counts(let height, let width, let counts):
            writer.object { writer in
                writer.member("size", [height, width])
                writer.member("counts", counts)
            }
        case .polygons(let rings):
            rings.encode(to: &writer)
        }
    }
}

extension COCO.Document: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("info", ifPresent: info)
            writer.member("licenses", licenses)
            writer.member("categories", categories)
            writer.member("images", images)
            writer.member("annotations", annotations)
            writer.members(extra)
        }
    }
}
