internal import CPango

extension SetText {
    /// A line of the text: its words in the order in which they are read. Words are what blanks divide.
    package struct Line: Sendable {
        package var words: [Word]
    }

    package struct Word: Sendable {
        package var text: String
        package var clusters: [Cluster]
    }

    /// What cannot be divided: a character with its marks, a ligature with its characters.
    package struct Cluster: Sendable {
        package var text: String
        /// Its place in the text.
        package var bytes: Range<Int>
        /// The bounds of its ink as it is drawn, in units.
        package var ink: Box
        /// The bounds of its ink before it is moved.
        package var box: Box
        /// The corners of that box as it is drawn: clockwise from the top left of the upright letter.
        package var corners: [SIMD2<Double>]
    }

    /// The lines that show something, from the top.
    package var lines: [Line] { FontAccess.exclusively(foundLines) }

    private func foundLines() -> [Line] {
        let iterator = pango_layout_get_iter(layout)
        defer { pango_layout_iter_free(iterator) }
        /// The starts of all clusters of a line in bytes, with the ink of those that have some.
        var lines: [(start: Int, end: Int, inks: [Int: Ink?])] = []
        repeat {
            guard let line = pango_layout_iter_get_line_readonly(iterator)?.pointee,
                pango_layout_iter_get_run_readonly(iterator) != nil
            else { continue }
            if lines.last?.start != Int(line.start_index) {
                lines.append((Int(line.start_index), Int(line.start_index + line.length), [:]))
            }
            var ink = PangoRectangle()
            pango_layout_iter_get_cluster_extents(iterator, &ink, nil)
            let found = ink.width > 0 && ink.height > 0 ? self.ink(of: iterator, ink) : nil
            lines[lines.count - 1].inks[Int(pango_layout_iter_get_index(iterator))] = .some(found)
        } while pango_layout_iter_next_cluster(iterator) != 0
        return lines.map { Line(words: words($0.inks, end: $0.end)) }.filter { !$0.words.isEmpty }
    }

    /// The bounds of a cluster's ink: as it is set, and as it is drawn.
    private typealias Ink = (set: Box, drawn: Box)

    /// The bounds of a cluster's outlines.
    ///
    /// - Parameter ink: its bounds by what the font says of its letters, which may be larger.
    private func ink(of iterator: OpaquePointer?, _ ink: PangoRectangle) -> Ink {
        let move = moves[Int(pango_layout_iter_get_index(iterator))]
        func unknown() -> Ink {
            (Box(ink), move.map { Box(around: Box(ink).corners.map($0.callAsFunction)) } ?? Box(ink))
        }
        guard let run = pango_layout_iter_get_run_readonly(iterator), let item = run.pointee.item,
            let all = run.pointee.glyphs, let own = pango_glyph_string_new()
        else { return unknown() }
        defer { pango_glyph_string_free(own) }
        let index = pango_layout_iter_get_index(iterator)
        var cluster = PangoGlyphItemIter()
        var isFound = pango_glyph_item_iter_init_start(&cluster, run, pango_layout_get_text(layout)) != 0
        while isFound, cluster.start_index != index { isFound = pango_glyph_item_iter_next_cluster(&cluster) != 0 }
        guard isFound else { return unknown() }
        pango_glyph_string_set_size(own, Int32(cluster.glyphs.count))
        for (number, glyph) in cluster.glyphs.enumerated() {
            own.pointee.glyphs[number] = all.pointee.glyphs[glyph]
        }
        var said = PangoRectangle()
        let font = item.pointee.analysis.font
        pango_glyph_string_extents(own, font, &said, nil)
        guard let outline = OutlineRenderer.bounds(of: own, in: font) else { return unknown() }
        let (place, origin) = (Box(ink), Box(said))
        let shift = SIMD2(place.x - origin.x, place.y - origin.y)
        let set = Box(x: outline.x + shift.x, y: outline.y + shift.y, width: outline.width, height: outline.height)
        guard let move else { return (set, set) }
        return (set, OutlineRenderer.bounds(of: own, in: font, moved: move.behind(x: shift.x, y: shift.y)) ?? set)
    }

    private func words(_ inks: [Int: Ink?], end: Int) -> [Word] {
        let starts = inks.keys.sorted()
        var words = [Word(text: "", clusters: [])]
        for (number, start) in starts.enumerated() {
            let next = number + 1 < starts.count ? starts[number + 1] : end
            let place = min(start, bytes.count)..<min(max(start, next), bytes.count)
            let text = String(decoding: bytes[place], as: UTF8.self)
            if text.allSatisfy(\.isWhitespace) {
                words.append(Word(text: "", clusters: []))
                continue
            }
            words[words.count - 1].text += text
            guard let ink = inks[start] ?? nil else { continue }
            let width = outline?.width ?? 0
            let corners = ink.set.grown(by: width).corners
            words[words.count - 1].clusters.append(
                Cluster(
                    text: text, bytes: place, ink: ink.drawn.grown(by: width), box: ink.set,
                    corners: moves[start].map { move in corners.map { move($0) } } ?? corners))
        }
        return words.filter { !$0.clusters.isEmpty }
    }
}
