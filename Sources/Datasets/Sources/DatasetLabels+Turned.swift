import Geometry
import JSON
import Masks
import Pictures

extension DatasetLabels {
    /// The labels of a photo's stored pixels, turned as EXIF's orientation turns the photo.
    ///
    /// The pose of an object in space is relative to the camera as it was held, so it is removed.
    func turned(with photo: PhotoFrame) -> DatasetLabels {
        var labels = self
        (labels.image.width, labels.image.height, labels.image.camera) = (photo.width, photo.height, nil)
        labels.annotations = annotations.map { $0.turned(with: photo) }
        return labels
    }
}

extension COCO.Annotation {
    fileprivate func turned(with photo: PhotoFrame) -> COCO.Annotation {
        var annotation = self
        annotation.box = box.map(photo.upright)
        annotation.amodalBox = amodalBox.map(photo.upright)
        annotation.segmentation = segmentation.map { $0.turned(with: photo) }
        annotation.amodalSegmentation = amodalSegmentation.map { $0.turned(with: photo) }
        annotation.keypoints = keypoints?.map { keypoint in
            keypoint.visibility == .unlabelled
                ? keypoint : COCO.Keypoint(photo.upright(keypoint.position), keypoint.visibility)
        }
        annotation.textLines = textLines?.compactMap { $0.moved(by: photo.upright) }
        (annotation.pose, annotation.box3D, annotation.corners2D) = (nil, nil, nil)
        annotation.extra.removeAll { KITTISource.spatialMembers.contains($0.name) }
        return annotation
    }
}

extension COCO.Segmentation {
    /// Run lengths that do not fit the photo stay unchanged: their reader reports that.
    fileprivate func turned(with photo: PhotoFrame) -> COCO.Segmentation {
        switch self {
        case .polygons(let rings):
            return .polygons(
                rings.map { ring in
                    Polygon(ring: ring).vertices.map(photo.upright).flatMap { [$0.x, $0.y] }
                })
        case .compressed, .counts:
            let stored = photo.stored
            guard let mask = try? mask(width: stored.width, height: stored.height) else { return self }
            return COCO.Segmentation(mask.turned(with: photo))
        }
    }
}

extension PhotoFrame {
    func upright(_ stored: Point) -> Point {
        let (x, y) = upright(x: stored.x, y: stored.y)
        return Point(x, y)
    }

    fileprivate func upright(_ stored: Rect) -> Rect {
        let (a, b) = (upright(Point(stored.minX, stored.minY)), upright(Point(stored.maxX, stored.maxY)))
        return Rect(minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
    }
}

extension RunLengths {
    /// A mask of a photo's stored pixels, turned to the upright photo.
    func turned(with photo: PhotoFrame) -> RunLengths {
        let stored = Mask(self)
        var upright = Mask(rect: PixelRect(covering: photo.upright(Rect(stored.rect))))
        for y in stored.rect.minY..<stored.rect.maxY {
            for x in stored.rect.minX..<stored.rect.maxX where stored[x: x, y: y] {
                let centre = photo.upright(Point(Double(x) + 0.5, Double(y) + 0.5))
                upright.bits[
                    (Int(centre.y) - upright.rect.minY) * upright.rect.width + Int(centre.x) - upright.rect.minX] = 1
            }
        }
        return upright.runLengths(width: photo.width, height: photo.height)
    }
}
