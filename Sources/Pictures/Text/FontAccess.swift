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
    /// How often the thread that holds the lock has taken it. Only used within the lock.
    nonisolated(unsafe) private static var depth = 0

    /// Runs `body` while no other thread is in here. It may be called within itself, and not within `Libvips.attempt`,
    /// which would wait for a thread that waits for it.
    static func exclusively<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        enter()
        defer { leave() }
        return try body()
    }

    /// Runs a part of an exclusive body that uses no font, such as the filling of outlines, while other threads use some.
    static func sharing<Value>(_ body: () -> Value) -> Value {
        let held = depth
        for _ in 0..<held { leave() }
        defer { for _ in 0..<held { enter() } }
        return body()
    }

    private static func enter() {
        lock.lock()
        depth += 1
        // `PangoCairoFontMap` is an interface of the same object.
        if depth == 1 { pango_cairo_font_map_set_default(map.map(OpaquePointer.init)) }
    }

    private static func leave() {
        depth -= 1
        lock.unlock()
    }
}
