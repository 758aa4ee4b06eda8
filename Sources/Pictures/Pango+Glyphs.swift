internal import CPango
internal import CVips

extension Pango {
    /// A character without a glyph in any installed font: Pango draws a box of hex digits in its place.
    package struct MissingGlyph: Hashable, Sendable {
        package let character: Unicode.Scalar
        /// The font that the text asks for there, in Pango's description; empty where it names none.
        package let font: String
    }

    /// The characters of a text that would be drawn as boxes, each once, in the order of the text.
    ///
    /// - Parameter font: a description such as `DejaVu Sans Bold`.
    package static func missingGlyphs(in text: String, font: String, isMarkup: Bool = false) -> [MissingGlyph] {
        with(font) { missingGlyphs(in: text, $0, isMarkup: isMarkup) }
    }

    /// The same for a text without markup in the first of some families that has each character.
    package static func missingGlyphs(in text: String, families: [String]) -> [MissingGlyph] {
        let font = pango_font_description_new()
        defer { pango_font_description_free(font) }
        if !families.isEmpty { pango_font_description_set_family(font, families.joined(separator: ",")) }
        return missingGlyphs(in: text, font, isMarkup: false)
    }

    private static func missingGlyphs(in text: String, _ font: OpaquePointer?, isMarkup: Bool) -> [MissingGlyph] {
        withLayout { layout in
            pango_layout_set_font_description(layout, font)
            if isMarkup {
                pango_layout_set_markup(layout, text, -1)
            } else {
                pango_layout_set_text(layout, text, -1)
            }
            guard pango_layout_get_unknown_glyphs_count(layout) > 0 else { return [] }
            var missing: [MissingGlyph] = []
            let runs = pango_layout_get_iter(layout)
            defer { pango_layout_iter_free(runs) }
            repeat {
                guard let run = pango_layout_iter_get_run_readonly(runs)?.pointee else { continue }
                let glyphs = run.glyphs.pointee
                for number in 0..<Int(glyphs.num_glyphs) {
                    // For a character without a glyph, Pango uses a glyph number with this flag.
                    let glyph = glyphs.glyphs[number].glyph
                    guard glyph & unknownFlag != 0, let character = Unicode.Scalar(glyph & ~unknownFlag),
                        !missing.contains(where: { $0.character == character })
                    else { continue }
                    missing.append(
                        MissingGlyph(character: character, font: wanted(at: run.item.pointee.offset, of: layout, font)))
                }
            } while pango_layout_iter_next_run(runs) != 0
            return missing
        }
    }

    private static let unknownFlag: UInt32 = 0x1000_0000

    /// The font that a layout asks for at a byte of its text: its own, changed by the markup there.
    private static func wanted(at offset: Int32, of layout: OpaquePointer?, _ font: OpaquePointer?) -> String {
        let own = pango_font_description_copy(font)
        defer { pango_font_description_free(own) }
        if let list = pango_layout_get_attributes(layout) {
            let spans = pango_attr_list_get_iterator(list)
            defer { pango_attr_iterator_destroy(spans) }
            var (start, end) = (Int32(0), Int32(0))
            repeat {
                pango_attr_iterator_range(spans, &start, &end)
            } while end <= offset && pango_attr_iterator_next(spans) != 0
            pango_attr_iterator_get_font(spans, own, nil, nil)
        }
        guard pango_font_description_get_family(own) != nil, let words = pango_font_description_to_string(own) else {
            return ""
        }
        defer { g_free(words) }
        return String(cString: words)
    }

    /// The families that a text's markup asks for, by `font`, `face` and their like: each list with the most wanted
    /// first. Empty for a text that is not markup.
    package static func families(inMarkup text: String) -> [[String]] {
        var list: OpaquePointer?
        guard pango_parse_markup(text, -1, 0, &list, nil, nil, nil) != 0 else { return [] }
        defer { pango_attr_list_unref(list) }
        var families: [[String]] = []
        var next = pango_attr_list_get_attributes(list)
        let first = next
        while let link = next {
            next = link.pointee.next
            let attribute = link.pointee.data.assumingMemoryBound(to: PangoAttribute.self)
            defer { pango_attribute_destroy(attribute) }
            if let family = pango_attribute_as_string(attribute)?.pointee.value,
                attribute.pointee.klass.pointee.type == PANGO_ATTR_FAMILY
            {
                families.append(split(String(cString: family)))
            } else if let font = pango_attribute_as_font_desc(attribute)?.pointee.desc,
                let family = pango_font_description_get_family(font)
            {
                families.append(split(String(cString: family)))
            }
        }
        g_slist_free(first)
        return families
    }

    /// Whether Pango sets text in this family and not in another: it is a generic name, or a family that Pango loads
    /// for this name. Letter case does not count.
    package static func hasFamily(_ family: String) -> Bool {
        let wanted = family.lowercased()
        return generic.contains(wanted) || loaded(for: family).contains { $0.lowercased() == wanted }
    }

    /// The names by which CSS and Pango ask for a kind of family.
    private static let generic: Set<String> = [
        "sans-serif", "serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif",
        "ui-monospace", "ui-rounded", "math", "emoji", "sans", "sans serif",
    ]

    /// All names of the family that Pango loads for a name.
    private static func loaded(for family: String) -> [String] {
        withLayout { layout in
            let wanted = pango_font_description_new()
            defer { pango_font_description_free(wanted) }
            pango_font_description_set_family(wanted, family)
            pango_font_description_set_size(wanted, 12 * PANGO_SCALE)
            guard let font = pango_context_load_font(pango_layout_get_context(layout), wanted) else { return [] }
            defer { g_object_unref(font) }
            // All font maps of Debian's Pango for cairo use fontconfig.
            guard
                g_type_check_instance_is_a(
                    UnsafeMutableRawPointer(font).assumingMemoryBound(to: GTypeInstance.self), pango_fc_font_get_type())
                    != 0,
                let pattern = pango_fc_font_get_pattern(
                    UnsafeMutableRawPointer(font).assumingMemoryBound(to: PangoFcFont.self))
            else { return [] }
            var names: [String] = []
            var name: UnsafeMutablePointer<FcChar8>?
            while FcPatternGetString(pattern, FC_FAMILY, Int32(names.count), &name) == FcResultMatch, let found = name {
                names.append(String(cString: found))
            }
            return names
        }
    }

    private static func withLayout<Value>(_ body: (OpaquePointer?) -> Value) -> Value {
        FontAccess.exclusively {
            let context = pango_font_map_create_context(pango_cairo_font_map_get_default())
            let layout = pango_layout_new(context)
            defer {
                g_object_unref(UnsafeMutableRawPointer(layout))
                g_object_unref(UnsafeMutableRawPointer(context))
            }
            return body(layout)
        }
    }
}
