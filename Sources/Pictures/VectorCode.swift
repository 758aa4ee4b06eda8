import Synchronization

/// The machine code that libvips has Orc make for some operations while the program runs.
///
/// Orc 0.4.33 makes and frees it without a lock in places, so that several threads which do so at once crash: four of six
/// runs of 24,000 small resizes on eight threads did, and none of ten where making and freeing took turns. Running the
/// code takes no turns. Resizing without it costs 50 ms more for a photo of eight megapixels and gives other bytes.
enum VectorCode {
    /// The operations that make such code when they are built, themselves or through others.
    private static let operations: Set = [
        "canny", "compass", "conv", "convi", "convsep", "gaussblur", "morph", "prewitt", "reduce", "reducev", "resize",
        "scharr", "sharpen", "sobel", "thumbnail", "thumbnail_buffer", "thumbnail_image", "thumbnail_source",
    ]

    private static let turn = Mutex(())

    /// Whether an operation makes code.
    static func isMade(by operation: String) -> Bool { operations.contains(operation) }

    /// Makes or frees code. `body` must not wait for another thread that calls libvips.
    ///
    /// - Parameter isVectored: whether there is any; else nothing takes turns.
    static func taking<Value, Failure: Error>(
        turns isVectored: Bool, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard isVectored else { return try body() }
        return try turn.withLock { _ throws(Failure) in try body() }
    }
}
