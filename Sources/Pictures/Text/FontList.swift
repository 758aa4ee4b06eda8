internal import CPango
internal import CVips
import Foundation

extension Pango {
    /// What a font is to be like.
    package struct FontWish: Hashable, Sendable {
        /// Families; `*` stands for any letters. Empty for any.
        package var families: [String] = []
        package var tags: Set<FontTag> = []
        /// The language whose letters it has to have, by BCP 47.
        package var language: String?
        /// The folder that its file lies in or below; nil for any installed one.
        package var folder: String?

        package init() {}
    }

    package enum FontTag: String, CaseIterable, Sendable {
        case regular, bold, light, upright, italic, mono, condensed
    }

    /// The fonts whose letters are outlines and that are as wished for: Pango's descriptions, in byte order.
    package static func fonts(_ wish: FontWish) -> [String] { FontAccess.exclusively { found(wish) } }

    private static func found(_ wish: FontWish) -> [String] {
        if let folder = wish.folder { _ = load(folder: folder) }
        guard let pattern = FcPatternCreate() else { return [] }
        defer { FcPatternDestroy(pattern) }
        FcPatternAddBool(pattern, FC_SCALABLE, 1)
        if let language = wish.language, let languages = FcLangSetCreate() {
            FcLangSetAdd(languages, language.lowercased())
            FcPatternAddLangSet(pattern, FC_LANG, languages)
            FcLangSetDestroy(languages)
        }
        let keys = FcObjectSetCreate()
        defer { FcObjectSetDestroy(keys) }
        for key in [FC_FAMILY, FC_STYLE, FC_WEIGHT, FC_SLANT, FC_WIDTH, FC_SPACING, FC_FILE, FC_VARIABLE] {
            FcObjectSetAdd(keys, key)
        }
        guard let list = FcFontList(nil, pattern, keys) else { return [] }
        defer { FcFontSetDestroy(list) }
        var names: Set<String> = []
        for index in 0..<Int(list.pointee.nfont) {
            guard let font = list.pointee.fonts[index], isWished(font, wish) else { continue }
            let description = pango_fc_font_description_from_pattern(font, 0)
            defer { pango_font_description_free(description) }
            // Axes of a variable font are no fonts of their own.
            pango_font_description_unset_fields(description, PANGO_FONT_MASK_VARIATIONS)
            guard let words = pango_font_description_to_string(description) else { continue }
            names.insert(String(cString: words))
            g_free(words)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func isWished(_ font: OpaquePointer, _ wish: FontWish) -> Bool {
        if let folder = wish.folder {
            let file = text(FC_FILE, of: font).first ?? ""
            guard file.hasPrefix(URL(fileURLWithPath: folder).resolvingSymlinksInPath().path + "/") else {
                return false
            }
        }
        if !wish.families.isEmpty {
            let own = text(FC_FAMILY, of: font)
            guard wish.families.contains(where: { wanted in own.contains { matches($0, wanted) } }) else {
                return false
            }
        }
        return wish.tags.allSatisfy { tag in
            switch tag {
            case .regular: (70...110).contains(number(FC_WEIGHT, of: font, unless: 80))
            case .bold: number(FC_WEIGHT, of: font, unless: 80) >= 180
            case .light: number(FC_WEIGHT, of: font, unless: 80) <= 55
            case .upright: number(FC_SLANT, of: font, unless: 0) == 0
            case .italic: number(FC_SLANT, of: font, unless: 0) > 0
            case .mono: number(FC_SPACING, of: font, unless: 0) >= 90
            case .condensed: number(FC_WIDTH, of: font, unless: 100) <= 87
            }
        }
    }

    /// Whether a name is as a pattern with `*` says; letter case does not count.
    private static func matches(_ name: String, _ pattern: String) -> Bool {
        fnmatch(pattern.lowercased(), name.lowercased(), 0) == 0
    }

    private static func text(_ key: String, of font: OpaquePointer) -> [String] {
        var found: [String] = []
        var value: UnsafeMutablePointer<FcChar8>?
        while FcPatternGetString(font, key, Int32(found.count), &value) == FcResultMatch, let value {
            found.append(String(cString: value))
        }
        return found
    }

    private static func number(_ key: String, of font: OpaquePointer, unless standard: Double) -> Double {
        var value = 0.0
        return FcPatternGetDouble(font, key, 0, &value) == FcResultMatch ? value : standard
    }

    // MARK: - Folders

    /// Loads the fonts of a folder for the whole process, each once.
    ///
    /// - Returns: the files that are no fonts.
    package static func load(folder: String) -> [String] {
        let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        return FontAccess.exclusively {
            if let known = loaded[root] { return known }
            let files = (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
                .filter { fontEndings.contains(($0.split(separator: ".").last ?? "").lowercased()) }.sorted()
            let broken = files.filter { FcConfigAppFontAddFile(FcConfigGetCurrent(), "\(root)/\($0)") == 0 }
            if let map = pango_cairo_font_map_get_default() {
                pango_fc_font_map_config_changed(OpaquePointer(map))
            }
            loaded[root] = broken.map { "\(root)/\($0)" }
            return loaded[root] ?? []
        }
    }

    /// The files of each folder that are no fonts. Only used within `FontAccess`.
    nonisolated(unsafe) private static var loaded: [String: [String]] = [:]
    private static let fontEndings: Set<String> = ["ttf", "otf", "ttc", "otc", "woff", "woff2", "pfb"]

    // MARK: - Coverage

    /// The characters among some that a font has no glyph for; other fonts are not asked. Blanks and marks that no font
    /// needs to have are never among them.
    package static func characters(of wanted: Set<Unicode.Scalar>, lackedBy font: String) -> Set<Unicode.Scalar> {
        FontAccess.exclusively { lacked(wanted, by: font) }
    }

    private static func lacked(_ wanted: Set<Unicode.Scalar>, by font: String) -> Set<Unicode.Scalar> {
        let context = pango_font_map_create_context(pango_cairo_font_map_get_default())
        defer { g_object_unref(UnsafeMutableRawPointer(context)) }
        return with(font) { description in
            pango_font_description_set_absolute_size(description, 12 * Double(PANGO_SCALE))
            guard let font = pango_context_load_font(context, description) else { return wanted }
            defer { g_object_unref(UnsafeMutableRawPointer(font)) }
            return wanted.filter {
                !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
                    && pango_font_has_char(font, $0.value) == 0
            }
        }
    }
}
