package import Geometry

/// The topmost instance at each pixel.
///
/// Row-major. 0 is background; k is the image's k-th pasted label, counted from 1 in the order of `Scene.objects`.
package struct InstanceMap: Sendable, Equatable {
    package private(set) var width: Int
    package private(set) var height: Int
    /// `width * height` ids.
    package var ids: [UInt16]

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
        ids = [UInt16](repeating: 0, count: width * height)
    }

    /// Takes another size. All of it must be background.
    package mutating func resize(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        let count = width * height
        if ids.count < count {
            ids.append(contentsOf: repeatElement(0, count: count - ids.count))
        } else {
            ids.removeLast(ids.count - count)
        }
    }

    /// Makes the pixels inside the rectangles background again: a worker that uses one map for image after image clears
    /// only the pixels that the last image touched. Parts outside the map are ignored.
    package mutating func reset(in rects: [PixelRect]) {
        let (width, frame) = (width, PixelRect(width: width, height: height))
        ids.withUnsafeMutableBufferPointer { ids in
            for rect in rects {
                let inside = rect.intersection(frame)
                guard !inside.isEmpty, let base = ids.baseAddress else { continue }
                for y in inside.minY..<inside.maxY {
                    (base + y * width + inside.minX).update(repeating: 0, count: inside.width)
                }
            }
        }
    }
}
