internal import CPango
internal import CVips
import Findings

/// A text as Pango sets it, with no place rounded to pixels: it is the same at every size.
///
/// Lengths are in units, of which a font size is as many as were asked for; x to the right, y down. It is for one
/// thread at a time.
package final class SetText {
    let layout: OpaquePointer?
    /// How many pixels a unit has in the drawings by which letters are measured: 1 where a font size is many units.
    let zoom: Double
    /// The plain text.
    let bytes: [UInt8]
    /// The letters with their marks, and ligatures, that are moved from where they are set, by their first byte.
    package var moves: [Int: Move] = [:]
    /// The first byte of the letter, with its marks, that each byte is a part of, and the end of the text.
    private(set) lazy var graphemes: [Int] = {
        var starts: [Int] = []
        for letter in String(decoding: bytes, as: UTF8.self) {
            starts += Array(repeating: starts.count, count: letter.utf8.count)
        }
        return starts + [starts.count]
    }()
    /// The circles that its lines stand along; nil for straight ones.
    package internal(set) var arc: Arc?
    /// The line round each letter.
    package var outline: Outline?
    /// The width of the gap through the middle of each letter, in units; 0 for none.
    package var gap = 0.0

    /// A rectangle in units.
    package struct Box: Hashable, Sendable {
        package var x: Double
        package var y: Double
        package var width: Double
        package var height: Double

        init(x: Double, y: Double, width: Double, height: Double) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }

        init(_ box: PangoRectangle) {
            let unit = Double(PANGO_SCALE)
            (x, y) = (Double(box.x) / unit, Double(box.y) / unit)
            (width, height) = (Double(box.width) / unit, Double(box.height) / unit)
        }

        /// The smallest around some points, of which there is at least one.
        init(around points: [SIMD2<Double>]) {
            (x, y) = (points.map(\.x).min() ?? 0, points.map(\.y).min() ?? 0)
            (width, height) = ((points.map(\.x).max() ?? 0) - x, (points.map(\.y).max() ?? 0) - y)
        }

        /// Clockwise from the top left.
        package var corners: [SIMD2<Double>] {
            [SIMD2(x, y), SIMD2(x + width, y), SIMD2(x + width, y + height), SIMD2(x, y + height)]
        }

        package func grown(by margin: Double) -> Box {
            Box(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
        }
    }

    package enum Alignment: Sendable {
        case left, centre, right
    }

    /// - Parameters:
    ///   - markup: the text in Pango's markup.
    ///   - font: Pango's description, without a size.
    ///   - size: the font size, in units.
    ///   - alignment: the alignment of lines of different lengths.
    ///   - lineSpacing: the distance of lines, as a factor of the height that the font says a line has; nil for the font's own.
    ///   - zoom: the pixels of a unit in the drawings by which letters are measured: more than 1 where a font size is few units.
    /// - Throws: `.operation` for broken markup.
    package init(
        markup: String, font: String, size: Double, alignment: Alignment = .centre, lineSpacing: Double? = nil,
        zoom: Double = 1
    ) throws(PictureError) {
        if let mistake = Pango.mistake(inMarkup: markup) {
            throw PictureError(.operation, "the markup cannot be read: \(mistake)")
        }
        self.zoom = zoom
        layout = FontAccess.exclusively { Self.layout(markup, font, size, alignment, lineSpacing) }
        bytes = pango_layout_get_text(layout).map { Array(String(cString: $0).utf8) } ?? []
    }

    /// The width of its widest line, with the room at the sides of its letters, in units.
    package var width: Double {
        var said = PangoRectangle()
        FontAccess.exclusively { pango_layout_get_extents(layout, nil, &said) }
        return Box(said).width
    }

    private static func layout(
        _ markup: String, _ font: String, _ size: Double, _ alignment: Alignment, _ lineSpacing: Double?
    ) -> OpaquePointer? {
        let context = pango_font_map_create_context(pango_cairo_font_map_get_default())
        defer { g_object_unref(UnsafeMutableRawPointer(context)) }
        pango_cairo_context_set_resolution(context, 72)
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(context, options)
        pango_context_set_round_glyph_positions(context, 0)
        let layout = pango_layout_new(context)
        Pango.with(font) { font in
            pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
            pango_layout_set_font_description(layout, font)
        }
        switch alignment {
        case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        }
        if let lineSpacing { pango_layout_set_line_spacing(layout, Float(lineSpacing)) }
        pango_layout_set_markup(layout, markup, -1)
        return layout
    }

    /// The move of the cluster that starts at a byte: a mark moves with its letter.
    func move(of byte: Int) -> Move? { moves.isEmpty ? nil : moves[byte] ?? moves[graphemes[min(byte, bytes.count)]] }

    /// The moves of all clusters, by their first byte.
    private var spreadMoves: [Int: Move] {
        guard !moves.isEmpty else { return [:] }
        return bytes.indices.reduce(into: [:]) { $0[$1] = move(of: $1) }
    }

    deinit { FontAccess.exclusively { g_object_unref(UnsafeMutableRawPointer(layout)) } }

    /// The bounds of its ink; nil where it shows nothing.
    package var ink: Box? {
        FontAccess.exclusively { OutlineRenderer.bounds(of: layout, spreadMoves, zoom: zoom) }?
            .grown(by: outline?.width ?? 0)
    }

    /// Whether its markup draws lines below, through or above letters, or a colour behind them: bars that no move changes.
    package var hasBars: Bool { FontAccess.exclusively(foundBars) }

    private func foundBars() -> Bool {
        guard let list = pango_layout_get_attributes(layout) else { return false }
        let all = pango_attr_list_get_attributes(list)
        defer { g_slist_free_full(all) { pango_attribute_destroy($0?.assumingMemoryBound(to: PangoAttribute.self)) } }
        var next = all
        while let one = next?.pointee {
            let attribute = one.data.assumingMemoryBound(to: PangoAttribute.self)
            switch attribute.pointee.klass.pointee.type {
            case PANGO_ATTR_BACKGROUND: return true
            case PANGO_ATTR_UNDERLINE, PANGO_ATTR_STRIKETHROUGH, PANGO_ATTR_OVERLINE:
                if one.data.assumingMemoryBound(to: PangoAttrInt.self).pointee.value != 0 { return true }
            default: break
            }
            next = one.next
        }
        return false
    }

    /// Cuts a gap through the middle of each letter that is wide enough for one, as the bridges of a stencil do.
    private func cutGaps(_ cairo: OpaquePointer?) {
        cairo_set_operator(cairo, CAIRO_OPERATOR_CLEAR)
        for cluster in lines.flatMap(\.words).flatMap(\.clusters) where cluster.box.width > 3 * gap {
            let box = cluster.box
            var matrix = (moves[cluster.bytes.lowerBound] ?? .still).matrix
            cairo_save(cairo)
            cairo_transform(cairo, &matrix)
            cairo_rectangle(cairo, box.x + (box.width - gap) / 2, box.y - gap, gap, box.height + 2 * gap)
            cairo_fill(cairo)
            cairo_restore(cairo)
        }
    }

    /// A picture of a part of its plane, with alpha that is not premultiplied.
    ///
    /// - Parameters:
    ///   - width: of the picture, in pixels.
    ///   - height: of the picture, in pixels.
    ///   - x: the left edge of the part, in units.
    ///   - y: its upper edge, in units.
    ///   - scale: the pixels of a unit.
    ///   - stretch: the height of a unit in pixels over its width.
    package func raster(
        width: Int, height: Int, x: Double, y: Double, scale: Double, stretch: Double = 1
    ) -> Raster {
        var raster = Raster(width: width, height: height)
        let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        let cairo = cairo_create(surface)
        defer { cairo_destroy(cairo) }
        cairo_scale(cairo, scale, scale * stretch)
        cairo_translate(cairo, -x, -y)
        FontAccess.exclusively { OutlineRenderer.draw(layout, on: cairo, spreadMoves, outline: outline) }
        if gap > 0 { cutGaps(cairo) }
        cairo_surface_flush(surface)
        guard let pixels = cairo_image_surface_get_data(surface) else { return raster }
        let stride = Int(cairo_image_surface_get_stride(surface))
        for row in 0..<height {
            pixels.advanced(by: row * stride).withMemoryRebound(to: UInt32.self, capacity: width) { row32 in
                for column in 0..<width {
                    let pixel = row32[column]
                    let alpha = pixel >> 24
                    guard alpha > 0 else { continue }
                    let to = (row * width + column) * 4
                    for (band, shift) in [16, 8, 0].enumerated() as EnumeratedSequence<[UInt32]> {
                        let value = ((pixel >> shift & 0xFF) * 255 + alpha / 2) / alpha
                        raster.bytes[to + band] = UInt8(min(255, value))
                    }
                    raster.bytes[to + 3] = UInt8(alpha)
                }
            }
        }
        return raster
    }
}
