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
        /// Whether an effect is there: 1 or 0.
        case hasEffect(String)
        case effect(String, key: String)
    }

    package enum OfObject: Sendable, Hashable {
        case height, size, wear, yaw, pitch, roll
        /// Whether it is mirrored: 1 or 0.
        case flip
        /// A number of the placer that it was placed by.
        case place(String, key: String)
    }

    package enum OfLight: Sendable, Hashable {
        case gain, kelvin
    }

    /// Whether it is 1 or 0, so that its mean is a share.
    package var isEvent: Bool {
        switch measure {
        case .isObject, .hasEffect, .object(.flip): true
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
