package import Cards

/// A change of the whole image once the objects are in it: weather, a lens, a sensor.
///
/// An effect that changes colours alone leaves the labels as they are; one that moves things moves their labels with them,
/// by `Composite.warp`, and says in its `stage` where light meets it. One that reads how far away things are says that it
/// needs `.depth`, and gets the objects' surfaces.
package protocol Effect: Part {
    /// The place on the way of light at which it moves what the picture shows; nil where it moves nothing.
    static var stage: LightStage? { get }

    /// - Parameters:
    ///   - composite: a finished image with its labels, its scene, and its depth where that is known.
    ///   - streams: the effect's own random numbers, for what is drawn pixel by pixel.
    /// - Throws: what keeps the image from being made.
    func apply(to composite: inout Composite, streams: RandomStreams) throws
}

extension Effect {
    package static var stage: LightStage? { nil }
}
