/// Pixels in memory: 8-bit sRGB with four bytes a pixel, rows without padding.
///
/// In a photo the fourth byte is 255 and has no meaning; in an object's texture it is alpha, and the colours are
/// premultiplied by it.
package struct Raster: Sendable, Equatable {
    package private(set) var width: Int
    package private(set) var height: Int
    /// `width * height * 4` bytes: red, green, blue, alpha.
    package var bytes: [UInt8]

    /// A raster of transparent black.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bytes = [UInt8](repeating: 0, count: width * height * 4)
    }

    /// A raster without pixels: a worker starts with it and decodes its photos into it.
    package init() {
        self.init(width: 0, height: 0)
    }

    /// Takes another size, in the same storage where that is large enough. The pixels are then unspecified: the caller
    /// must write every one.
    package mutating func resize(width: Int, height: Int) {
        precondition(width >= 0 && height >= 0, "a size is not negative")
        let count = width * height * 4
        self.width = width
        self.height = height
        if count > bytes.capacity {
            // The old bytes are freed first, so that old and new are never held together.
            bytes = []
            bytes = [UInt8](unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
        } else if count > bytes.count {
            bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
        } else {
            bytes.removeLast(bytes.count - count)
        }
    }

    /// Takes another's size and pixels, in the same storage where that is large enough.
    package mutating func copy(_ other: Raster) {
        resize(width: other.width, height: other.height)
        bytes.withUnsafeMutableBytes { own in
            other.bytes.withUnsafeBytes { own.copyMemory(from: $0) }
        }
    }

    /// Takes the pixels of a window from a raster of the same size; the window lies wholly inside.
    package mutating func copy(_ other: Raster, left: Int, top: Int, width: Int, height: Int) {
        precondition(other.width == self.width && other.height == self.height, "the rasters are of one size")
        copy(other, left: left, top: top, width: width, height: height, toX: left, y: top)
    }

    /// Takes the size and the pixels of a window of another raster; the window lies wholly inside that.
    package mutating func copyWindow(of other: Raster, left: Int, top: Int, width: Int, height: Int) {
        resize(width: width, height: height)
        copy(other, left: left, top: top, width: width, height: height, toX: 0, y: 0)
    }

    /// Takes the pixels of a window of another raster, which lies wholly inside that and comes to lie wholly inside this.
    mutating func copy(_ other: Raster, left: Int, top: Int, width: Int, height: Int, toX x: Int, y: Int) {
        precondition(
            width >= 0 && height >= 0 && left >= 0 && top >= 0 && left + width <= other.width
                && top + height <= other.height && x >= 0 && y >= 0 && x + width <= self.width
                && y + height <= self.height, "a window lies inside")
        let (own, others) = (self.width, other.width)
        bytes.withUnsafeMutableBytes { to in
            other.bytes.withUnsafeBytes { from in
                guard let to = to.baseAddress, let from = from.baseAddress else { return }
                for row in 0..<height {
                    (to + ((y + row) * own + x) * 4).copyMemory(
                        from: from + ((top + row) * others + left) * 4, byteCount: width * 4)
                }
            }
        }
    }

    /// Mirrors the pixels left to right, in place.
    package mutating func flipHorizontally() {
        let width = width
        let height = height
        bytes.withUnsafeMutableBytes { bytes in
            for y in 0..<height {
                let row = UnsafeMutableRawBufferPointer(rebasing: bytes[(y * width * 4)..<((y + 1) * width * 4)])
                for x in 0..<(width / 2) {
                    let left = row.loadUnaligned(fromByteOffset: x * 4, as: UInt32.self)
                    let right = row.loadUnaligned(fromByteOffset: (width - 1 - x) * 4, as: UInt32.self)
                    row.storeBytes(of: right, toByteOffset: x * 4, as: UInt32.self)
                    row.storeBytes(of: left, toByteOffset: (width - 1 - x) * 4, as: UInt32.self)
                }
            }
        }
    }

    /// Keeps a window of the pixels, which lies wholly inside, in place.
    package mutating func crop(left: Int, top: Int, width: Int, height: Int) {
        precondition(
            left >= 0 && top >= 0 && width >= 0 && height >= 0 && left + width <= self.width
                && top + height <= self.height, "the window lies inside")
        let oldWidth = self.width
        bytes.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            // Rows move towards the beginning, each behind the ones already moved, so that none is overwritten before
            // it is read.
            for y in 0..<height {
                (start + y * width * 4).copyMemory(
                    from: start + ((top + y) * oldWidth + left) * 4, byteCount: width * 4)
            }
        }
        resize(width: width, height: height)
    }
}

extension Raster {
    /// Multiplies the colours by alpha, rounded to the nearest: (2 c a + 255) / 510.
    package mutating func premultiply() {
        bytes.withUnsafeMutableBufferPointer { bytes in
            for pixel in stride(from: 0, to: bytes.count, by: 4) {
                let alpha = Int(bytes[pixel + 3])
                guard alpha < 255 else { continue }
                for band in pixel..<(pixel + 3) {
                    bytes[band] = UInt8((2 * Int(bytes[band]) * alpha + 255) / 510)
                }
            }
        }
    }
}
