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
        let use: Use
        /// The clusters that are moved, by their first byte.
        let moves: [Int: SetText.Move]
        /// That of the cluster which is drawn next.
        var move: SetText.Move?
        /// That of the layout, while it is drawn.
        var text: UnsafePointer<CChar>?
        /// In units: left, top, right, bottom.
        var bounds: (Double, Double, Double, Double)?

        init(_ cairo: OpaquePointer, _ use: Use, _ moves: [Int: SetText.Move]) {
            (self.cairo, self.use, self.moves) = (cairo, use, moves)
        }

        /// Makes the path of some glyphs, at their place.
        func path(
            _ glyphs: UnsafeMutablePointer<PangoGlyphString>, _ font: UnsafeMutablePointer<PangoFont>?, _ x: Double,
            _ y: Double
        ) {
            moved {
                cairo_move_to(cairo, x, y)
                pango_cairo_glyph_string_path(cairo, font, glyphs)
            }
        }

        /// What is drawn by `body` has its place; the path that it leaves stays.
        func moved(_ body: () -> Void) {
            guard let move else { return body() }
            var matrix = move.matrix
            cairo_save(cairo)
            cairo_transform(cairo, &matrix)
            body()
            cairo_restore(cairo)
        }

        func add(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
            guard right > left, bottom > top else { return }
            guard let old = bounds else {
                bounds = (left, top, right, bottom)
                return
            }
            bounds = (min(old.0, left), min(old.1, top), max(old.2, right), max(old.3, bottom))
        }
    }

    /// What becomes of the outlines.
    private enum Use {
        case measure, fill
        case stroke(SetText.Outline)
    }

    /// - Parameter outline: drawn below all letters.
    static func draw(
        _ layout: OpaquePointer?, on cairo: OpaquePointer?, _ moves: [Int: SetText.Move] = [:],
        outline: SetText.Outline? = nil
    ) {
        guard let cairo else { return }
        if let outline { run(layout, Target(cairo, .stroke(outline), moves)) }
        run(layout, Target(cairo, .fill, moves))
    }

    /// The bounds of all that is drawn; nil where that is nothing. A font's own bounds of a letter may be larger than its
    /// outline.
    static func bounds(
        of layout: OpaquePointer?, _ moves: [Int: SetText.Move] = [:], zoom: Double
    ) -> SetText.Box? {
        withCairo(zoom) { cairo in
            let target = Target(cairo, .measure, moves)
            run(layout, target)
            return target.bounds.map { SetText.Box(x: $0.0, y: $0.1, width: $0.2 - $0.0, height: $0.3 - $0.1) }
        }
    }

    /// The bounds of some glyphs set at the origin and then moved; nil for glyphs without an outline.
    static func bounds(
        of glyphs: UnsafeMutablePointer<PangoGlyphString>, in font: UnsafeMutablePointer<PangoFont>?,
        moved move: SetText.Move? = nil, zoom: Double
    ) -> SetText.Box? {
        withCairo(zoom) { cairo in
            let target = Target(cairo, .measure, [:])
            target.move = move
            target.path(glyphs, font, 0, 0)
            var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
            FontAccess.sharing { cairo_fill_extents(cairo, &left, &top, &right, &bottom) }
            return right > left ? SetText.Box(x: left, y: top, width: right - left, height: bottom - top) : nil
        }
    }

    /// The outlines of some glyphs set at the origin and then moved, as closed lines; none for glyphs without an outline.
    static func outlines(
        of glyphs: UnsafeMutablePointer<PangoGlyphString>, in font: UnsafeMutablePointer<PangoFont>?,
        moved move: SetText.Move?, zoom: Double
    ) -> [[SIMD2<Double>]] {
        withCairo(zoom) { cairo in
            let target = Target(cairo, .measure, [:])
            target.move = move
            target.path(glyphs, font, 0, 0)
            guard let path = cairo_copy_path_flat(cairo) else { return nil }
            defer { cairo_path_destroy(path) }
            var (outlines, ring): ([[SIMD2<Double>]], [SIMD2<Double>]) = ([], [])
            // What has no area is not filled.
            func close() {
                let area = zip(ring, ring.dropFirst() + ring.prefix(1)).reduce(0.0) { sum, edge in
                    sum + edge.0.x * edge.1.y - edge.1.x * edge.0.y
                }
                if abs(area) > 1e-6 { outlines.append(ring) }
                ring = []
            }
            var at = 0
            while at < Int(path.pointee.num_data) {
                let header = path.pointee.data[at].header
                if header.type == CAIRO_PATH_MOVE_TO { close() }
                if header.type == CAIRO_PATH_MOVE_TO || header.type == CAIRO_PATH_LINE_TO {
                    let point = path.pointee.data[at + 1].point
                    ring.append(SIMD2(point.x, point.y))
                }
                at += Int(header.length)
            }
            close()
            return outlines
        } ?? []
    }

    /// - Parameter zoom: the pixels of a unit. Cairo knows places to a 256th of a pixel.
    private static func withCairo<Value>(_ zoom: Double, _ body: (OpaquePointer) -> Value?) -> Value? {
        // One without bounds: letters that lie ten font sizes outside of a surface's get no path.
        let surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nil)
        defer { cairo_surface_destroy(surface) }
        guard let cairo = cairo_create(surface) else { return nil }
        defer { cairo_destroy(cairo) }
        cairo_scale(cairo, zoom, zoom)
        // How far, in pixels, a curve may be from the lines that stand for it. Points by which a font joins the parts of
        // a letter are in its path, and not in what is filled.
        cairo_set_tolerance(cairo, 0.01)
        return body(cairo)
    }

    private static func run(_ layout: OpaquePointer?, _ target: Target) {
        guard let object = g_object_new_with_properties(type, 0, nil, nil) else { return }
        defer { g_object_unref(object) }
        target.text = pango_layout_get_text(layout)
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
            own.pointee.draw_glyph_item = { renderer, _, item, x, y in
                OutlineRenderer.drawItem(renderer, item, x, y)
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
        guard let glyphs else { return }
        let (cairo, unit) = (target.cairo, Double(PANGO_SCALE))
        let place = SIMD2(Double(x) / unit, Double(y) / unit)
        cairo_new_path(cairo)
        target.path(glyphs, font, place.x, place.y)
        var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
        FontAccess.sharing { cairo_fill_extents(cairo, &left, &top, &right, &bottom) }
        let hasOutline = right > left
        switch target.use {
        case .measure where hasOutline: target.add(left, top, right, bottom)
        case .fill where hasOutline: FontAccess.sharing { cairo_fill(cairo) }
        case .stroke(let outline):
            cairo_set_source_rgb(
                cairo, Double(outline.red) / 255, Double(outline.green) / 255, Double(outline.blue) / 255)
            // Half of a stroke lies within the letter, which is drawn over it.
            cairo_set_line_width(cairo, 2 * outline.width)
            cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
            FontAccess.sharing { cairo_stroke(cairo) }
        case .measure:
            var ink = PangoRectangle()
            pango_glyph_string_extents(glyphs, font, &ink, nil)
            guard ink.width > 0, ink.height > 0 else { break }
            for corner in SetText.Box(ink).corners.map({ (target.move ?? .still)($0 + place) }) {
                target.add(corner.x, corner.y, corner.x + 1e-9, corner.y + 1e-9)
            }
        case .fill:
            cairo_new_path(cairo)
            target.moved {
                cairo_move_to(cairo, place.x, place.y)
                pango_cairo_show_glyph_string(cairo, font, glyphs)
            }
        }
        cairo_new_path(cairo)
    }

    /// Draws a run, cluster by cluster where some are moved.
    private static func drawItem(
        _ renderer: UnsafeMutablePointer<PangoRenderer>?, _ item: UnsafeMutablePointer<PangoGlyphItem>?, _ x: Int32,
        _ y: Int32
    ) {
        guard let item, let glyphs = item.pointee.glyphs, let font = item.pointee.item.pointee.analysis.font else {
            return
        }
        guard let target = target(of: renderer, PANGO_RENDER_PART_FOREGROUND), !target.moves.isEmpty,
            let own = pango_glyph_string_new()
        else {
            pango_renderer_draw_glyphs(renderer, font, glyphs, x, y)
            return
        }
        defer { pango_glyph_string_free(own) }
        var cluster = PangoGlyphItemIter()
        var isFound = pango_glyph_item_iter_init_start(&cluster, item, target.text) != 0
        while isFound {
            let range = cluster.glyphs
            pango_glyph_string_set_size(own, Int32(range.count))
            var left = x
            for number in 0..<range.lowerBound { left += glyphs.pointee.glyphs[number].geometry.width }
            for (number, glyph) in range.enumerated() { own.pointee.glyphs[number] = glyphs.pointee.glyphs[glyph] }
            target.move = target.moves[Int(cluster.start_index)]
            pango_renderer_draw_glyphs(renderer, font, own, left, y)
            target.move = nil
            isFound = pango_glyph_item_iter_next_cluster(&cluster) != 0
        }
    }

    private static func drawRectangle(
        _ renderer: UnsafeMutablePointer<PangoRenderer>?, _ part: PangoRenderPart, _ x: Int32, _ y: Int32,
        _ width: Int32, _ height: Int32
    ) {
        guard let target = target(of: renderer, part) else { return }
        let unit = Double(PANGO_SCALE)
        let (left, top) = (Double(x) / unit, Double(y) / unit)
        switch target.use {
        case .measure: target.add(left, top, left + Double(width) / unit, top + Double(height) / unit)
        case .fill:
            cairo_rectangle(target.cairo, left, top, Double(width) / unit, Double(height) / unit)
            cairo_fill(target.cairo)
        case .stroke: break
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

extension PangoGlyphItemIter {
    /// The glyphs of the cluster. From right to left the first of them has the highest number.
    var glyphs: Range<Int> {
        start_glyph < end_glyph ? Int(start_glyph)..<Int(end_glyph) : Int(end_glyph + 1)..<Int(start_glyph + 1)
    }
}
