internal import CPango
internal import CVips

/// Draws what Pango has set by the outlines of its letters.
///
/// Cairo sets a picture of a letter at whole pixels, so that letters would be up to half a pixel from their places. An
/// outline is filled just where it is. Pictures of letters, such as emoji in colour, have no outline and are drawn as cairo
/// does it.
enum OutlineRenderer {
    /// The drawing in progress.
    private final class Target {
        let cairo: OpaquePointer
        /// Whether nothing is drawn, and only the bounds are found.
        let isMeasured: Bool
        /// In units: left, top, right, bottom.
        var bounds: (Double, Double, Double, Double)?

        init(_ cairo: OpaquePointer, isMeasured: Bool) { (self.cairo, self.isMeasured) = (cairo, isMeasured) }

        func add(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
            guard right > left, bottom > top else { return }
            guard let old = bounds else {
                bounds = (left, top, right, bottom)
                return
            }
            bounds = (min(old.0, left), min(old.1, top), max(old.2, right), max(old.3, bottom))
        }
    }

    static func draw(_ layout: OpaquePointer?, on cairo: OpaquePointer?) {
        if let cairo { run(layout, Target(cairo, isMeasured: false)) }
    }

    /// The bounds of all that is drawn; nil where that is nothing. A font's own bounds of a letter may be larger than its
    /// outline.
    static func bounds(of layout: OpaquePointer?) -> SetText.Box? {
        withCairo { cairo in
            let target = Target(cairo, isMeasured: true)
            run(layout, target)
            return target.bounds.map { SetText.Box(x: $0.0, y: $0.1, width: $0.2 - $0.0, height: $0.3 - $0.1) }
        }
    }

    /// The bounds of some glyphs set at the origin; nil for glyphs without an outline.
    static func bounds(
        of glyphs: UnsafeMutablePointer<PangoGlyphString>, in font: UnsafeMutablePointer<PangoFont>?
    ) -> SetText.Box? {
        withCairo { cairo in
            cairo_move_to(cairo, 0, 0)
            pango_cairo_glyph_string_path(cairo, font, glyphs)
            var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
            cairo_fill_extents(cairo, &left, &top, &right, &bottom)
            return right > left ? SetText.Box(x: left, y: top, width: right - left, height: bottom - top) : nil
        }
    }

    private static func withCairo<Value>(_ body: (OpaquePointer) -> Value?) -> Value? {
        // One without bounds: letters that lie ten font sizes outside of a surface's get no path.
        let surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nil)
        defer { cairo_surface_destroy(surface) }
        guard let cairo = cairo_create(surface) else { return nil }
        defer { cairo_destroy(cairo) }
        // How far, in units, a curve may be from the lines that stand for it. Points by which a font joins the parts of
        // a letter are in its path, and not in what is filled.
        cairo_set_tolerance(cairo, 0.01)
        return body(cairo)
    }

    private static func run(_ layout: OpaquePointer?, _ target: Target) {
        guard let object = g_object_new_with_properties(type, 0, nil, nil) else { return }
        defer { g_object_unref(object) }
        withExtendedLifetime(target) {
            g_object_set_data(object, key, Unmanaged.passUnretained(target).toOpaque())
            let renderer = UnsafeMutableRawPointer(object).assumingMemoryBound(to: PangoRenderer.self)
            pango_renderer_draw_layout(renderer, layout, 0, 0)
        }
    }

    private static let key = "diorama-target"

    /// A class of Pango's renderers with our own drawing.
    private static let type: GType = g_type_register_static_simple(
        pango_renderer_get_type(), "DioramaOutlineRenderer", guint(MemoryLayout<PangoRendererClass>.size),
        { own, _ in
            guard let own = own?.assumingMemoryBound(to: PangoRendererClass.self) else { return }
            own.pointee.draw_glyphs = { renderer, font, glyphs, x, y in
                OutlineRenderer.drawGlyphs(renderer, font, glyphs, x, y)
            }
            own.pointee.draw_rectangle = { renderer, part, x, y, width, height in
                OutlineRenderer.drawRectangle(renderer, part, x, y, width, height)
            }
            own.pointee.draw_error_underline = { renderer, x, y, width, height in
                OutlineRenderer.drawRectangle(renderer, PANGO_RENDER_PART_UNDERLINE, x, y, width, height)
            }
        }, guint(MemoryLayout<PangoRenderer>.size), nil, GTypeFlags(rawValue: 0))

    private static func drawGlyphs(
        _ renderer: UnsafeMutablePointer<PangoRenderer>?, _ font: UnsafeMutablePointer<PangoFont>?,
        _ glyphs: UnsafeMutablePointer<PangoGlyphString>?, _ x: Int32, _ y: Int32
    ) {
        guard let target = target(of: renderer, PANGO_RENDER_PART_FOREGROUND) else { return }
        let (cairo, unit) = (target.cairo, Double(PANGO_SCALE))
        cairo_new_path(cairo)
        cairo_move_to(cairo, Double(x) / unit, Double(y) / unit)
        pango_cairo_glyph_string_path(cairo, font, glyphs)
        var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
        cairo_fill_extents(cairo, &left, &top, &right, &bottom)
        if right > left {
            if target.isMeasured { target.add(left, top, right, bottom) } else { cairo_fill(cairo) }
            cairo_new_path(cairo)
            return
        }
        cairo_new_path(cairo)
        if target.isMeasured {
            var ink = PangoRectangle()
            pango_glyph_string_extents(glyphs, font, &ink, nil)
            let box = SetText.Box(ink)
            let (left, top) = (Double(x) / unit + box.x, Double(y) / unit + box.y)
            target.add(left, top, left + box.width, top + box.height)
        } else {
            cairo_move_to(cairo, Double(x) / unit, Double(y) / unit)
            pango_cairo_show_glyph_string(cairo, font, glyphs)
        }
    }

    private static func drawRectangle(
        _ renderer: UnsafeMutablePointer<PangoRenderer>?, _ part: PangoRenderPart, _ x: Int32, _ y: Int32,
        _ width: Int32, _ height: Int32
    ) {
        guard let target = target(of: renderer, part) else { return }
        let unit = Double(PANGO_SCALE)
        let (left, top) = (Double(x) / unit, Double(y) / unit)
        if target.isMeasured {
            target.add(left, top, left + Double(width) / unit, top + Double(height) / unit)
        } else {
            cairo_rectangle(target.cairo, left, top, Double(width) / unit, Double(height) / unit)
            cairo_fill(target.cairo)
        }
    }

    /// The drawing in progress, with the colour of a part.
    private static func target(
        of renderer: UnsafeMutablePointer<PangoRenderer>?, _ part: PangoRenderPart
    ) -> Target? {
        guard let renderer,
            let data = g_object_get_data(
                UnsafeMutableRawPointer(renderer).assumingMemoryBound(to: GObject.self), key)
        else { return nil }
        let target = Unmanaged<Target>.fromOpaque(data).takeUnretainedValue()
        let colour = pango_renderer_get_color(renderer, part)?.pointee ?? PangoColor(red: 0, green: 0, blue: 0)
        // 0 stands for no alpha of its own.
        let alpha = pango_renderer_get_alpha(renderer, part)
        func share(_ value: UInt16) -> Double { Double(value) / 65535 }
        cairo_set_source_rgba(
            target.cairo, share(colour.red), share(colour.green), share(colour.blue), alpha == 0 ? 1 : share(alpha))
        return target
    }
}
