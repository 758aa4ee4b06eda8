package import Cards

/// A number that a pipeline asks to vary, with its distribution: what comes out can be compared with it.
package struct AskedNumber: Sendable {
    /// Where the pipeline file states it: `objects.cone.height`.
    package let key: String
    /// `m`, `°`, `K`; empty for a plain number or a share.
    package let unit: String
    package let distribution: Distribution<Double>
    package let measure: Measure
    /// The objects that have the number; empty for one of the whole image.
    package let objects: [String]

    /// The place of the number in a scene.
    package enum Measure: Sendable, Hashable {
        /// How many of the objects are in the image.
        case count
        /// Whether an object is the one of this name: 1 or 0.
        case isObject(String)
        /// One of each object, by what it is.
        case object(OfObject)
        case light(OfLight)
        case stage(OfStage)
        /// Whether an effect is there: 1 or 0.
        case hasEffect(String)
        case effect(String, key: String)
    }

    package enum OfObject: Sendable, Hashable {
        case height, size, wear, yaw, pitch, roll
        /// Whether it is mirrored: 1 or 0.
        case flip
        /// Whether it was placed by the placer of this name: 1 or 0.
        case isPlaced(by: String)
        /// A number of the placer that it was placed by.
        case place(String, key: String)
        /// Whether it is set in by the blend of this name: 1 or 0.
        case isBlended(by: String)
        /// A number of its blend.
        case blend(String, key: String)
    }

    package enum OfLight: Sendable, Hashable {
        case gain, kelvin
    }

    /// What is drawn for the background, by its source, for the camera and for the sun, unless a photo's own facts say it.
    package enum OfStage: Sendable, Hashable {
        /// Whether the photo is of the source: 1 or 0.
        case isSource(Int)
        case cropShare(Int), cropAspect(Int)
        /// Whether the photo is mirrored: 1 or 0.
        case flip(Int)
        case cameraHeight, fieldOfView, horizon
        case sunElevation, sunAzimuth, sunShare, sunKelvin, sunDiameter
    }

    /// Whether it is 1 or 0, so that its mean is a share.
    package var isEvent: Bool {
        switch measure {
        case .isObject, .hasEffect, .object(.flip), .object(.isPlaced), .object(.isBlended), .stage(.isSource),
            .stage(.flip):
            true
        default: false
        }
    }

    package init(
        _ key: String, _ unit: String, _ distribution: Distribution<Double>, _ measure: Measure, of objects: [String]
    ) {
        (self.key, self.unit, self.distribution, self.measure) = (key, unit, distribution, measure)
        self.objects = objects
    }
}
