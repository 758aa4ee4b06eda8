internal import CPango
import Foundation

/// Lets one thread at a time at fonts.
///
/// Cairo keeps the open fonts of a process in one list. When it opens an eleventh, it closes another without a look
/// whether a second thread is just loading a letter from that one; and it opens fonts without the lock that FreeType
/// asks for (https://freetype.org/freetype2/docs/reference/ft2-library_setup.html#ft_library). Two threads that set
/// text in many fonts would crash now and then.
///
/// So all that opens, uses or lets go of a font, or changes the list of fonts, runs in `exclusively`: text set by Pango,
/// and drawings with text, which librsvg sets by Pango too.
enum FontAccess {
    // One for the process, which never goes: what each thread makes for itself without one is taken down when the thread
    // ends, and that closes fonts as well.
    //
    // Only used within the lock.
    nonisolated(unsafe) private static let map = pango_cairo_font_map_new()
    private static let lock = NSRecursiveLock()

    /// Runs `body` while no other thread is in here. It may be called within itself, and not within `Libvips.attempt`,
    /// which would wait for a thread that waits for it.
    static func exclusively<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        lock.lock()
        defer { lock.unlock() }
        // `PangoCairoFontMap` is an interface of the same object.
        pango_cairo_font_map_set_default(map.map(OpaquePointer.init))
        return try body()
    }
}
