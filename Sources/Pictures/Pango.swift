internal import CPango
internal import CVips

/// Facts that Pango, which sets text for libvips, gives about a text before it is set.
package enum Pango {
    /// The installed font families and Pango's own names for kinds of them (`Sans`, `Monospace`), in byte order. Looked
    /// up once.
    package static let families: [String] = FontAccess.exclusively {
        guard let map = pango_cairo_font_map_get_default() else { return [] }
        var list: UnsafeMutablePointer<UnsafeMutablePointer<PangoFontFamily>?>?
        var count: Int32 = 0
        pango_font_map_list_families(map, &list, &count)
        defer { g_free(list) }
        let names = UnsafeBufferPointer(start: list, count: Int(count)).compactMap { family in
            pango_font_family_get_name(family).map { String(cString: $0) }
        }
        return Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The families that a description such as `DejaVu Sans, Arial Bold Italic` asks for, the most wanted first; none
    /// where it names only a style.
    package static func families(in description: String) -> [String] {
        split(
            with(description) { font in
                pango_font_description_get_family(font).map { String(cString: $0) }
            } ?? "")
    }

    /// The families of a list with commas between them.
    static func split(_ families: String) -> [String] {
        families.split(separator: ",").map { String($0).trimmingSpaces }
    }

    /// Whether a description ends with a size.
    package static func hasSize(_ description: String) -> Bool {
        with(description) { font in
            pango_font_description_get_set_fields(font).rawValue & PANGO_FONT_MASK_SIZE.rawValue != 0
        }
    }

    /// The fault of a text in Pango's markup, in Pango's words; nil where it is sound.
    package static func mistake(inMarkup text: String) -> String? {
        var error: UnsafeMutablePointer<GError>?
        guard pango_parse_markup(text, -1, 0, nil, nil, nil, &error) == 0 else { return nil }
        defer { g_error_free(error) }
        return error.map { String(cString: $0.pointee.message) } ?? "is not markup"
    }

    /// The text of a markup alone; nil for a text that is not markup.
    package static func plainText(ofMarkup text: String) -> String? {
        var plain: UnsafeMutablePointer<CChar>?
        guard pango_parse_markup(text, -1, 0, nil, &plain, nil, nil) != 0, let plain else { return nil }
        defer { g_free(plain) }
        return String(cString: plain)
    }

    static func with<Value>(_ description: String, _ body: (OpaquePointer?) -> Value) -> Value {
        let font = pango_font_description_from_string(description)
        defer { pango_font_description_free(font) }
        return body(font)
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension String {
    /// The text as markup that shows it as it stands.
    package var xmlEscaped: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
