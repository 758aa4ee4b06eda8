import Findings
package import Geometry

/// A scene to render: objects in front of a camera, their light, and the ground they stand on.
///
/// World: metres, right-handed, y up, the camera as in `Geometry.Camera`. Light is scene-linear with the primaries of
/// sRGB; a white diffuse surface facing light of irradiance π has radiance 1, which `exposure` 1 shows as white.
package struct RenderScene: Sendable {
    /// One object in its place.
    package struct Instance: Sendable {
        package var model: Model
        package var pose: Pose
        /// False for an object that throws a shadow and is not drawn itself: the stand-in of a flat object.
        package var isSeen: Bool

        package init(_ model: Model, _ pose: Pose = Pose(), isSeen: Bool = true) {
            self.model = model
            self.pose = pose
            self.isSeen = isSeen
        }
    }

    /// A distant lamp in the shape of a disc.
    package struct Sun: Hashable, Sendable, Codable {
        /// The direction from the scene to the sun; of any length but 0.
        package var direction: Vector3
        /// The irradiance per channel on a plane that faces the sun.
        package var irradiance: Vector3
        /// The angle from the middle of the disc to its edge, 0°…90°: 0.27° for our sun in clear air, more for softer
        /// shadows.
        package var angularRadius: Angle

        package init(direction: Vector3, irradiance: Vector3, angularRadius: Angle = .degrees(0.27)) {
            self.direction = direction
            self.irradiance = irradiance
            self.angularRadius = angularRadius
        }
    }

    /// The light from everywhere else.
    package enum Sky: Sendable {
        /// The same radiance from all directions.
        case constant(Vector3)
        /// A sky without small bright parts: only directions that surfaces draw are sampled, which is faster.
        case gradient(Environment)
        /// A sky with lamps or a sun in it, which are also sampled by their brightness.
        case panorama(Environment)
    }

    /// The plane y = 0 of the photo: it takes shadows, hides the parts below it and reflects light to the objects, and
    /// is not drawn itself.
    package struct Ground: Hashable, Sendable, Codable {
        /// Per channel, 0…1.
        package var reflectance: Vector3
        /// Whether its shadow is asked for.
        package var takesShadow: Bool

        package init(reflectance: Vector3 = Vector3(repeating: 0.3), takesShadow: Bool = true) {
            self.reflectance = reflectance
            self.takesShadow = takesShadow
        }
    }

    package var camera: Camera
    package var instances: [Instance]
    package var sun: Sun?
    package var sky: Sky
    package var ground: Ground?
    /// A factor on all light before it is shown.
    package var exposure: Double
    package var tone: ToneCurve

    package init(
        camera: Camera, instances: [Instance], sun: Sun? = nil, sky: Sky = .constant(.zero), ground: Ground? = nil,
        exposure: Double = 1, tone: ToneCurve = .straight
    ) {
        self.camera = camera
        self.instances = instances
        self.sun = sun
        self.sky = sky
        self.ground = ground
        self.exposure = exposure
        self.tone = tone
    }

    /// Throws `.badPose`, `.badCamera` and `.badLight`, each with the fault.
    func check() throws(RenderingError) {
        precondition(instances.count < UInt16.max, "instances are numbered in 16 bits")
        for (index, instance) in instances.enumerated() where !instance.pose.isRegular {
            throw RenderingError(
                .badPose, "the pose of object \(index + 1) flattens it or is no finite number: \(instance.pose)")
        }
        guard camera.heightMetres.isFinite, camera.focalPixels.isFinite, camera.pitch.degrees.isFinite,
            camera.roll.degrees.isFinite, camera.principal.x.isFinite, camera.principal.y.isFinite
        else { throw RenderingError(.badCamera, "the camera has a number that is not finite") }
        guard ground == nil || camera.heightMetres > 0 else {
            throw RenderingError(
                .badCamera, "the camera is at a height of \(camera.heightMetres) m, not above the ground")
        }
        func isLight(_ light: Vector3) -> Bool { light.x.isFinite && light.length.isFinite && light.min() >= 0 }
        if let sun {
            guard sun.direction.length.isFinite, sun.direction.length > 0 else {
                throw RenderingError(.badLight, "the sun has no direction")
            }
            guard isLight(sun.irradiance), (0...90).contains(sun.angularRadius.degrees) else {
                throw RenderingError(.badLight, "the sun's light is negative, not finite, or wider than a half sphere")
            }
        }
        if case .constant(let radiance) = sky, !isLight(radiance) {
            throw RenderingError(.badLight, "the sky's light is negative or not finite")
        }
        guard exposure.isFinite, exposure >= 0 else {
            throw RenderingError(.badLight, "the exposure is negative or not finite")
        }
        if let ground, !(isLight(ground.reflectance) && ground.reflectance.max() <= 1) {
            throw RenderingError(.badLight, "the ground's reflectance lies outside 0 to 1")
        }
    }
}

extension RenderScene.Sky {
    /// The mean radiance over all directions, per channel.
    package var meanRadiance: Vector3 {
        switch self {
        case .constant(let radiance): radiance
        case .gradient(let environment), .panorama(let environment): Vector3(environment.meanRadiance)
        }
    }
}
