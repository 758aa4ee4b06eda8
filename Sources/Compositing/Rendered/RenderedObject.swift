import Geometry
import Rendering

/// A solid object among those that it is rendered with.
struct RenderedObject {
    /// The group of `RenderedObjects` that the object is in, and its index there.
    let group: Int
    let instance: Int
    /// How it meets the photo.
    var blend: any Blend = AlphaBlend()
    private let scene: RenderScene
    private let samples: Int
    private let seed: UInt64

    init(group: Int, instance: Int, scene: RenderScene, samples: Int, seed: UInt64) {
        (self.group, self.instance, self.scene) = (group, instance, scene)
        (self.samples, self.seed) = (samples, seed)
    }

    /// The whole object inside a rectangle, whatever stands before it.
    ///
    /// - Parameter isCoarse: with few samples: for what lies outside the image, of which only the extent counts.
    func coverage(within rect: PixelRect, isCoarse: Bool = false) throws(RenderingError) -> Coverage {
        try scene.coverage(
            ofInstance: instance, rect, samples: isCoarse ? min(samples, 8) : samples, seed: seed)
    }

    /// The whole object inside the rectangle of its visible part.
    ///
    /// - Parameter coverages: the visible parts of the objects that it is rendered with, its own among them.
    func whole(_ coverages: [Coverage]) throws(RenderingError) -> Coverage {
        try scene.coverage(
            ofInstance: instance, coverages[instance].rect, samples: samples, seed: seed, coverages: coverages)
    }

    /// The pixels, inside the image or not, that the object's box touches, without what its blend spreads it over.
    var extent: PixelRect { scene.extent(ofInstance: instance) }

    /// Which points of it, in its own frame, the camera sees past all that is rendered together with it.
    func sees(_ points: [Vector3]) throws(RenderingError) -> [Bool] {
        try scene.sees(points, ofInstance: instance)
    }

    /// Whether another object is rendered together with this one, so that each is in front of the other where it is
    /// nearer.
    func isTogether(with other: RenderedObject) -> Bool { group == other.group }

    /// The heights over the ground of what the image shows of it, as far as they may be low; as `RenderScene` has them.
    func heights(upTo most: Double, within frame: PixelRect) throws(RenderingError) -> (
        rect: PixelRect, heights: [Float]
    ) {
        try scene.heights(ofInstance: instance, upTo: most, margin: GrassFront.rim, within: frame)
    }
}
