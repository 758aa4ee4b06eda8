package import Cards
package import Pictures

/// How an object meets the photo that it is set into.
///
/// Most blends change colours alone: the object's coverage decides beforehand which pixels belong to its masks. A blend
/// that spreads the coverage itself says so, and masks are then those of the spread coverage.
package protocol Blend: Part {
    /// How far inwards from the outline a flat object's alpha rises to its own, in image pixels; 0 leaves it as it is.
    var featherPixels: Double { get }

    /// Whether `finish` lays the object over the image. Without it, the object's pixels are laid as they are.
    var changesPixels: Bool { get }

    /// How many pixels beyond the object's own ones the blend changes the image, at most.
    var reach: Int { get }

    /// Whether the coverage is another than the object's own: `spread` gives it.
    var spreadsCoverage: Bool { get }

    /// The same blend, made small enough for an object of that size in pixels.
    func fitted(to size: BlendedSize) -> Self

    /// Turns the object's own coverage into the blend's.
    ///
    /// - Parameters:
    ///   - shares: 0…255 by rows, with at least `reach` pixels round all that counts; what is beyond is not covered.
    ///   - width: the pixels of a row.
    func spread(_ shares: inout [UInt8], width: Int, with memory: BlendMemory)

    /// Lays an object over the image.
    ///
    /// - Parameter image: changed within the object's `rect` alone.
    func finish(_ laid: LaidObject, in image: inout Raster, with memory: BlendMemory)
}

extension Blend {
    package var featherPixels: Double { 0 }
    package var changesPixels: Bool { false }
    package var reach: Int { 0 }
    package var spreadsCoverage: Bool { false }
    package func fitted(to size: BlendedSize) -> Self { self }
    package func spread(_ shares: inout [UInt8], width: Int, with memory: BlendMemory) {}
    package func finish(_ laid: LaidObject, in image: inout Raster, with memory: BlendMemory) {}
}

/// The size of an object's own pixels, seen or not: kernels are never larger.
package struct BlendedSize: Sendable, Hashable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    var shorter: Int { min(width, height) }
}
