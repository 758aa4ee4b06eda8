package import Compositing
package import Datasets
import Geometry
import JSON
import Masks
import Scenes

extension RealPhoto {
    /// Adds the rest of the photo's own labels in a composite to an image's record, with the members of the photo's
    /// image.
    ///
    /// Both the labels and the image's other members stay as they are in the dataset, as far as they are still valid.
    ///
    /// - Parameters:
    ///   - image: the record so far, with the scene's camera where objects in space are labelled.
    ///   - annotations: the annotations of the pasted objects; the photo's own follow them.
    ///   - categories: all categories of the output.
    ///   - style: the style of masks that have lost pixels.
    /// - Returns: the fate of the labels, counted.
    package func add(
        to image: inout COCO.Image, _ annotations: inout [COCO.Annotation], leftOf composite: Composite,
        categories: CategoryTable, style: COCO.MaskStyle
    ) -> ImageRecord.RealLabels {
        let photo = composite.scene.photo
        image.extra = self.image.extra
        image.extra.set("source_image_id", to: self.image.id)
        let own = self.image.camera.map { photo.view.camera($0) }
        let foreign = image.extra.firstIndex { $0.name == "camera" }
        // Objects in space are placed by the scene's camera, which may differ from the dataset's.
        let isOwn = image.camera == nil || (foreign == nil && (own == nil || image.camera == own))
        if image.camera != nil, let foreign { image.extra[foreign].name = "source_camera" }
        image.camera = image.camera ?? own
        let maker = RealAnnotation(photo: self, view: photo.view, warp: composite.warp, style: style)
        var counts = ImageRecord.RealLabels()
        counts.replaced = instances.count { instance in photo.wiped.contains { $0.isOf(instance) } }
        for label in composite.real {
            let category = category(of: label, in: categories)
            let (annotation, fate) = maker.make(label, image: composite.scene.index, category: category.id)
            counts.count(fate)
            guard var annotation else { continue }
            if !isOwn { (annotation.pose, annotation.box3D, annotation.corners2D) = (nil, nil, nil) }
            if let own = annotation.keypoints, let names = category.keypoints {
                let places = categories.keypointPlaces(ofDataset: dataset, id: self.categories[label.instance].id)
                annotation.keypoints = own.placed(at: places, of: names.count)
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

extension [COCO.Keypoint] {
    /// The same among the keypoints that other datasets and objects of the name have, which are not labelled here.
    ///
    /// - Parameters:
    ///   - places: the place of each; nil where they come first, in their order.
    ///   - count: how many there are in all.
    fileprivate func placed(at places: [Int]?, of count: Int) -> [COCO.Keypoint] {
        let none = COCO.Keypoint(Point(0, 0), .unlabelled)
        guard let places else { return self + Array(repeating: none, count: Swift.max(0, count - self.count)) }
        var all = Array(repeating: none, count: count)
        for (place, keypoint) in zip(places, self) { all[place] = keypoint }
        return all
    }
}

extension PhotoView {
    /// A camera of the photo, changed to that of the image: cropped, resized, mirrored.
    fileprivate func camera(_ photo: COCO.Camera) -> COCO.Camera {
        var camera = photo
        (camera.fx, camera.fy) = (photo.fx * scale.x, photo.fy * scale.y)
        let principal = imagePoint(Point(photo.cx, photo.cy))
        (camera.cx, camera.cy) = (principal.x, principal.y)
        // The difference avoids −0, which is the same angle.
        if isMirrored {
            camera.rollDegrees = photo.rollDegrees.map { 0 - $0 }
            camera.distortion?[3] = 0 - (photo.distortion?[3] ?? 0)
            if let shutter = photo.rollingShutter {
                camera.rollingShutter?.yawDegreesPerSecond = 0 - shutter.yawDegreesPerSecond
                camera.rollingShutter?.rollDegreesPerSecond = 0 - shutter.rollDegreesPerSecond
            }
        }
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
