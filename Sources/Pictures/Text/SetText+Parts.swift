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
        /// The bounds of its ink, in units.
        package var ink: Box
    }

    /// The lines that show something, from the top.
    package var lines: [Line] {
        let iterator = pango_layout_get_iter(layout)
        defer { pango_layout_iter_free(iterator) }
        /// The starts of all clusters of a line in bytes, with the ink of those that have some.
        var lines: [(start: Int, end: Int, inks: [Int: Box?])] = []
        repeat {
            guard let line = pango_layout_iter_get_line_readonly(iterator)?.pointee,
                pango_layout_iter_get_run_readonly(iterator) != nil
            else { continue }
            if lines.last?.start != Int(line.start_index) {
                lines.append((Int(line.start_index), Int(line.start_index + line.length), [:]))
            }
            var ink = PangoRectangle()
            pango_layout_iter_get_cluster_extents(iterator, &ink, nil)
            let box = ink.width > 0 && ink.height > 0 ? outline(of: iterator, ink) : nil
            lines[lines.count - 1].inks[Int(pango_layout_iter_get_index(iterator))] = .some(box)
        } while pango_layout_iter_next_cluster(iterator) != 0
        return lines.map { Line(words: words($0.inks, end: $0.end)) }.filter { !$0.words.isEmpty }
    }

    /// The bounds of a cluster's outlines.
    ///
    /// - Parameter ink: its bounds by what the font says of its letters, which may be larger.
    private func outline(of iterator: OpaquePointer?, _ ink: PangoRectangle) -> Box {
        guard let run = pango_layout_iter_get_run_readonly(iterator), let item = run.pointee.item,
            let all = run.pointee.glyphs, let own = pango_glyph_string_new()
        else { return Box(ink) }
        defer { pango_glyph_string_free(own) }
        let index = pango_layout_iter_get_index(iterator)
        var cluster = PangoGlyphItemIter()
        var isFound = pango_glyph_item_iter_init_start(&cluster, run, pango_layout_get_text(layout)) != 0
        while isFound, cluster.start_index != index { isFound = pango_glyph_item_iter_next_cluster(&cluster) != 0 }
        guard isFound else { return Box(ink) }
        // From right to left the first glyph of a cluster has the highest number.
        let (first, end) =
            cluster.start_glyph < cluster.end_glyph
            ? (cluster.start_glyph, cluster.end_glyph) : (cluster.end_glyph + 1, cluster.start_glyph + 1)
        pango_glyph_string_set_size(own, end - first)
        for number in 0..<Int(end - first) {
            own.pointee.glyphs[number] = all.pointee.glyphs[Int(first) + number]
        }
        var said = PangoRectangle()
        let font = item.pointee.analysis.font
        pango_glyph_string_extents(own, font, &said, nil)
        guard let outline = OutlineRenderer.bounds(of: own, in: font) else { return Box(ink) }
        let (place, origin) = (Box(ink), Box(said))
        return Box(
            x: place.x + outline.x - origin.x, y: place.y + outline.y - origin.y, width: outline.width,
            height: outline.height)
    }

    private func words(_ inks: [Int: Box?], end: Int) -> [Word] {
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
            words[words.count - 1].clusters.append(Cluster(text: text, bytes: place, ink: ink))
        }
        return words.filter { !$0.clusters.isEmpty }
    }
}
