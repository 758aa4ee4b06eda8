package import Cards
package import Pictures

/// How an object meets the photo that it is set into.
///
/// A blend changes colours alone: the object's coverage decides beforehand which pixels belong to its masks.
package protocol Blend: Part {
    /// How far inwards from the outline the object's alpha rises to its own, in image pixels; 0 leaves it as it is.
    var featherPixels: Double { get }

    /// Whether `finish` changes anything. Only then are the pixels beneath kept for it.
    var changesPixels: Bool { get }

    /// Changes the pixels of an object that has been laid over the photo.
    ///
    /// - Parameters:
    ///   - laid: the object, and the pixels that were there before.
    ///   - image: changed within the object's rectangle alone.
    func finish(_ laid: LaidObject, in image: inout Raster)
}

extension Blend {
    package var featherPixels: Double { 0 }
    package var changesPixels: Bool { false }
    package func finish(_ laid: LaidObject, in image: inout Raster) {}
}
