internal import CPango
internal import CVips
import Findings

/// A text as Pango sets it, with no place rounded to pixels: it is the same at every size.
///
/// Lengths are in units, of which a font size is as many as were asked for; x to the right, y down. It belongs to the
/// thread that made it.
package final class SetText {
    let layout: OpaquePointer?
    /// The plain text.
    let bytes: [UInt8]

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
    }

    package enum Alignment: Sendable {
        case left, centre, right
    }

    /// - Parameters:
    ///   - markup: the text in Pango's markup.
    ///   - font: Pango's description, without a size.
    ///   - size: the font size, in units.
    ///   - alignment: the alignment of lines of different lengths.
    /// - Throws: `.operation` for broken markup.
    package init(
        markup: String, font: String, size: Double, alignment: Alignment = .centre
    ) throws(PictureError) {
        if let mistake = Pango.mistake(inMarkup: markup) {
            throw PictureError(.operation, "the markup cannot be read: \(mistake)")
        }
        // Each thread has its own default font map, so that no two threads share a layout's.
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
        self.layout = layout
        Pango.with(font) { font in
            pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
            pango_layout_set_font_description(layout, font)
        }
        switch alignment {
        case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        }
        pango_layout_set_markup(layout, markup, -1)
        bytes = pango_layout_get_text(layout).map { Array(String(cString: $0).utf8) } ?? []
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// The bounds of its ink; nil where it shows nothing.
    package var ink: Box? { OutlineRenderer.bounds(of: layout) }

    /// A picture of a part of its plane, with alpha that is not premultiplied.
    ///
    /// - Parameters:
    ///   - width: of the picture, in pixels.
    ///   - height: of the picture, in pixels.
    ///   - x: the left edge of the part, in units.
    ///   - y: its upper edge, in units.
    ///   - scale: the pixels of a unit.
    package func raster(width: Int, height: Int, x: Double, y: Double, scale: Double) -> Raster {
        var raster = Raster(width: width, height: height)
        let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        let cairo = cairo_create(surface)
        defer { cairo_destroy(cairo) }
        cairo_scale(cairo, scale, scale)
        cairo_translate(cairo, -x, -y)
        OutlineRenderer.draw(layout, on: cairo)
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
