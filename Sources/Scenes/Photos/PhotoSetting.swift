package import Cards
package import Geometry
package import Pipelines

/// What is known about an image that shows a photo: the photo's facts, carried through crop, resize and mirror.
package struct PhotoSetting: Hashable, Sendable, Codable {
    /// The camera that took the image: in a crop, its optical axis need not meet the middle.
    package var camera: Camera
    /// Whether the camera's tilt is known. Where it is not, `camera` looks level.
    package var knowsTilt: Bool
    /// The level ground in the image's pixels; nil where the photo does not say. It may reach outside the image.
    package var ground: Polygon?
    /// Ground that is not level, and windows of buildings, in the image's pixels. They may reach outside the image.
    package var slopes: [Polygon]
    package var windows: [Polygon]
    /// Named places in the image's pixels. They may reach outside the image.
    package var regions: [String: Polygon]
    /// Named walls, tables and the like, in the image's pixels. They may reach outside the image.
    package var planes: [String: SeenRectangle]
    /// Where light comes from, as the image's camera sees it.
    package var sun: PhotoFacts.Sun?
}

/// The camera of photos that do not know their own.
package struct PhotoCameraDefaults: Hashable, Sendable, Codable {
    /// The field of view of the whole photo's width.
    package var fieldOfView: Angle
    /// The horizon as a share of the whole photo's height; nil where nothing is to be assumed.
    package var horizon: Double?
    package var heightMetres: Double

    package init(fieldOfView: Angle, horizon: Double?, heightMetres: Double) {
        self.fieldOfView = fieldOfView
        self.horizon = horizon
        self.heightMetres = heightMetres
    }

    /// Draws the defaults by a pipeline's rules, from the streams `fov`, `horizon` and `height`.
    package init(drawnBy rules: Pipeline.CameraRules, from streams: RandomStreams) {
        self.init(
            fieldOfView: .degrees(streams.draw("fov", rules.fieldOfView)),
            horizon: rules.horizon.map { streams.draw("horizon", $0) },
            heightMetres: streams.draw("height", rules.height))
    }
}

extension PhotoView {
    /// The photo's facts as they hold in the image; unknown facts come from `defaults`.
    package func setting(_ facts: PhotoFacts, defaults: PhotoCameraDefaults) -> PhotoSetting {
        let camera = camera(facts, defaults: defaults)
        return PhotoSetting(
            camera: camera,
            knowsTilt: facts.pitch != nil || (facts.horizon ?? defaults.horizon) != nil,
            ground: facts.ground.map(imagePolygon),
            slopes: facts.slopes.map(imagePolygon),
            windows: facts.windows.map(imagePolygon),
            regions: facts.regions.mapValues(imagePolygon),
            planes: facts.planes.compactMapValues { plane in
                let corners = imagePolygon(Polygon(plane.corners)).vertices
                return SeenRectangle(
                    isMirrored ? SeenRectangle.mirrored(corners) : corners, widthMetres: plane.widthMetres,
                    seenBy: camera, knowsFocal: facts.fieldOfView != nil)
            },
            sun: facts.sun.map { isMirrored ? $0.mirrored : $0 })
    }

    /// The camera that took the image.
    ///
    /// It is that of the whole photo, whose optical axis meets its middle where no other point is known, then cropped,
    /// resized and mirrored: its distances and sizes are the same in any view. Where neither horizon nor pitch is known, it
    /// looks level.
    package func camera(_ facts: PhotoFacts, defaults: PhotoCameraDefaults) -> Camera {
        var photo = Camera(
            width: photoWidth, height: photoHeight,
            horizontalFieldOfView: facts.fieldOfView ?? defaults.fieldOfView, pitch: facts.pitch ?? .zero,
            roll: facts.roll ?? .zero, heightMetres: facts.cameraHeightMetres ?? defaults.heightMetres)
        photo.principal = facts.principal(width: photoWidth, height: photoHeight) ?? photo.principal
        if facts.pitch == nil, let horizon = facts.horizon ?? defaults.horizon {
            photo = Camera(
                width: photoWidth, height: photoHeight, focalPixels: photo.focalPixels, principal: photo.principal,
                horizonShare: horizon, roll: photo.roll, heightMetres: photo.heightMetres)
        }
        let image = photo.cropped(to: crop).resized(width: width, height: height)
        return isMirrored ? image.mirrored : image
    }
}

extension PhotoFacts.Sun {
    /// The direction with left and right swapped.
    package var mirrored: PhotoFacts.Sun {
        // Not −azimuth, which makes −0 of 0 in the record.
        PhotoFacts.Sun(azimuth: .zero - azimuth, elevation: elevation, isSeen: isSeen)
    }
}
