/// Which instance is the topmost label at each pixel.
///
/// Row-major. 0 is background; k is the image's k-th pasted label, counted from 1 in the order of `Scene.objects`.
package struct InstanceMap: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// `width * height` ids.
    package var ids: [UInt16]

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
        ids = [UInt16](repeating: 0, count: width * height)
    }
}
