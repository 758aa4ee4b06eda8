import Pictures

/// The memory of one worker's blends, reused from object to object. Not for use by two threads at the same time.
package final class BlendMemory {
    /// The layer of the object that is laid.
    var layer = Raster()
    /// Its coverage.
    var shares: [UInt8] = []
    /// What a blend reckons with; what it holds is not kept for the next.
    let values = Scratch()
    let sums = Scratch()
    let weights = Scratch()

    package init() {}

    /// Makes the shares those of the layer.
    func takeShares() {
        shares.removeAll(keepingCapacity: true)
        let pixels = layer.width * layer.height
        shares.reserveCapacity(pixels)
        layer.bytes.withUnsafeBufferPointer { bytes in
            for pixel in 0..<pixels { shares.append(bytes[4 * pixel + 3]) }
        }
    }
}
