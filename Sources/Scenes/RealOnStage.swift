package import Geometry
package import Masks

/// A labelled thing of the photo as the image shows it, for placers and for the order in depth.
package struct RealOnStage: Sendable {
    package let instance: RealInstance
    /// The mask in the image; nil where no mask is known.
    package let mask: RunLengths?
    /// The box in image pixels; it may reach outside the image.
    package let box: Rect
    /// The lowest point, in image pixels; outside the image where a crop cuts it off.
    package let foot: Point
    /// The distance from the camera to the thing's foot on the ground; nil where it does not stand there, as far as is
    /// known.
    package let distanceMetres: Double?

    /// - Parameter setting: nil where the image has no ground.
    init(_ instance: RealInstance, in view: PhotoView, on setting: PhotoSetting?) {
        self.instance = instance
        mask = view.imageMask(instance)
        box = view.imageRect(instance.box)
        foot = view.imagePoint(instance.photoFoot)
        // Many things have no one foot, and a box does not say what it hides.
        guard let setting, instance.stands, !instance.isCrowd, mask.map({ $0.area > 0 }) ?? false,
            let ground = setting.camera.groundPoint(at: foot)
        else {
            distanceMetres = nil
            return
        }
        distanceMetres = setting.camera.groundDistance(to: ground)
    }

    /// The part that the image shows, in pixels; for a thing without a mask that of its box.
    func shown(width: Int, height: Int) -> RunLengths {
        if let mask { return mask }
        let frame = PixelRect(width: width, height: height)
        let rect = PixelRect(rounding: box).intersection(frame)
        return Mask(rect: rect, bits: [UInt8](repeating: 1, count: rect.area)).runLengths(width: width, height: height)
    }

    func silhouette(in view: PhotoView) -> Silhouette? {
        switch instance.shape {
        case .box: nil
        case .polygons(let polygons): Silhouette(view.imagePolygons(polygons))
        case .mask: mask.flatMap { Silhouette($0.contours.outer) }
        }
    }
}

extension RealInstance {
    /// The middle of its lowest row, in the photo.
    fileprivate var photoFoot: Point {
        let bottom = Point(box.center.x, box.maxY)
        switch shape {
        case .box: return bottom
        case .polygons(let polygons):
            let corners = polygons.flatMap(\.vertices)
            guard let lowest = corners.map(\.y).max() else { return bottom }
            let feet = corners.filter { $0.y > lowest - 0.5 }.map(\.x)
            return Point(feet.reduce(0, +) / Double(feet.count), lowest)
        case .mask(let mask):
            guard let tight = mask.box else { return bottom }
            let row = (tight.minX..<tight.maxX).filter { mask.contains(x: $0, y: tight.maxY - 1) }
            guard let first = row.first, let last = row.last else { return bottom }
            return Point(Double(first + last + 1) / 2, Double(tight.maxY))
        }
    }
}

/// A real thing that stands on the ground of a scene, and hides what is set behind it.
package struct StandingInstance: Codable, Sendable, Hashable {
    /// The id of the thing's label in the photo's dataset.
    package var id: Int
    package var category: String
    package var distanceMetres: Double

    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case id
        case category
        case distanceMetres = "distance_metres"
    }
}

extension Stage {
    /// The things that the image shows of some categories.
    ///
    /// - Throws: `PlacingError.missing` where it shows none.
    func real(_ categories: [String]) throws(PlacingError) -> [(thing: RealOnStage, shown: RunLengths)] {
        let shown = real.filter { categories.contains($0.instance.category) }.map {
            ($0, $0.shown(width: camera.width, height: camera.height))
        }.filter { $0.1.area > 0 }
        guard !shown.isEmpty else { throw .missing(.noLabel, detail: categories.joined(separator: ", ")) }
        return shown
    }

    /// An object whose foot is at a point of the image: on the ground there, where both are known, or else as large as
    /// its `size`.
    func standing(_ subject: Subject, at point: Point) -> Placement {
        var isSolid = false
        if case .solid = subject.shape { isSolid = true }
        guard hasGround, subject.heightMetres != nil || isSolid, let ground = camera.groundPoint(at: point) else {
            return free(subject, anchor: .foot, at: point)
        }
        return standing(subject, at: ground, distanceMetres: camera.groundDistance(to: ground))
    }
}
