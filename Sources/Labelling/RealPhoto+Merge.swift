package import Compositing
package import Datasets
import Geometry
import JSON
import Masks
import Scenes

extension RealPhoto {
    /// Adds to an image's record what a composite has left of the photo's own labels, with the members of its image.
    ///
    /// Both the labels and the image's other members come as they are in the dataset, as far as they still hold.
    ///
    /// - Parameters:
    ///   - image: the record so far, with the scene's camera where objects in space are labelled.
    ///   - annotations: those of the pasted objects, which the photo's own follow.
    ///   - categories: all of the output's.
    ///   - style: how masks are written that have lost pixels.
    /// - Returns: what became of the labels, counted.
    package func add(
        to image: inout COCO.Image, _ annotations: inout [COCO.Annotation], leftOf composite: Composite,
        categories: CategoryTable, style: COCO.MaskStyle
    ) -> ImageRecord.RealLabels {
        let photo = composite.scene.photo
        image.extra = self.image.extra
        image.extra.set("source_image_id", to: self.image.id)
        let own = self.image.camera.map { photo.view.camera($0) }
        let foreign = image.extra.firstIndex { $0.name == "camera" }
        // Objects in space are placed by the scene's camera, which need not be the one that the dataset knows.
        let isOwn = image.camera == nil || (foreign == nil && (own == nil || image.camera == own))
        if image.camera != nil, let foreign { image.extra[foreign].name = "source_camera" }
        image.camera = image.camera ?? own
        let maker = RealAnnotation(photo: self, view: photo.view, style: style)
        var counts = ImageRecord.RealLabels()
        counts.replaced = instances.count { instance in photo.wiped.contains { $0.isOf(instance) } }
        for label in composite.real {
            let category = category(of: label, in: categories)
            let (annotation, fate) = maker.make(label, image: composite.scene.index, category: category.id)
            counts.count(fate)
            guard var annotation else { continue }
            if !isOwn { (annotation.pose, annotation.box3D, annotation.corners2D) = (nil, nil, nil) }
            // The category may have got further keypoints from objects that bear its name.
            if let own = annotation.keypoints, let names = category.keypoints, own.count < names.count {
                annotation.keypoints =
                    own + names.dropFirst(own.count).map { _ in COCO.Keypoint(Point(0, 0), .unlabelled) }
            }
            annotations.append(annotation)
        }
        return counts
    }

    private func category(of label: RealLabel, in table: CategoryTable) -> COCO.Category {
        guard let category = table.category(ofDataset: dataset, id: categories[label.instance].id) else {
            preconditionFailure("every category of a dataset is in the header")
        }
        return category
    }
}

extension PhotoView {
    /// A camera of the photo as the image's: cropped, resized, mirrored.
    fileprivate func camera(_ photo: COCO.Camera) -> COCO.Camera {
        var camera = photo
        (camera.fx, camera.fy) = (photo.fx * scale.x, photo.fy * scale.y)
        let principal = imagePoint(Point(photo.cx, photo.cy))
        (camera.cx, camera.cy) = (principal.x, principal.y)
        // Not −0, which is no other angle.
        if isMirrored { camera.rollDegrees = photo.rollDegrees.map { 0 - $0 } }
        return camera
    }
}

extension ImageRecord.RealLabels {
    fileprivate mutating func count(_ fate: RealAnnotation.Fate) {
        switch fate {
        case .asItWas: asTheyWere += 1
        case .changed: changed += 1
        case .marked: marked += 1
        case .dropped: dropped += 1
        }
    }
}
