internal import CPango

extension SetText {
    /// A line of the text: its words in the order in which they are read. Words are what blanks divide.
    package struct Line: Sendable {
        package var words: [Word]
        /// The height of its baseline before anything is moved, in units.
        package var baseline: Double
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
        /// The middle of its width, with the room that a letter has at its sides, before it is moved.
        package var middle: Double
        /// The smallest piece of a ring round its ink, in a text along an arc.
        package var ring: Ring?
    }

    /// The lines that show something, from the top.
    package var lines: [Line] { FontAccess.exclusively(foundLines) }

    private func foundLines() -> [Line] {
        let iterator = pango_layout_get_iter(layout)
        defer { pango_layout_iter_free(iterator) }
        /// The starts of all clusters of a line in bytes, with the ink of those that have some.
        var lines: [(start: Int, end: Int, baseline: Double, inks: [Int: Ink?])] = []
        repeat {
            guard let line = pango_layout_iter_get_line_readonly(iterator)?.pointee,
                pango_layout_iter_get_run_readonly(iterator) != nil
            else { continue }
            if lines.last?.start != Int(line.start_index) {
                let baseline = Double(pango_layout_iter_get_baseline(iterator)) / Double(PANGO_SCALE)
                lines.append((Int(line.start_index), Int(line.start_index + line.length), baseline, [:]))
            }
            var (ink, room) = (PangoRectangle(), PangoRectangle())
            pango_layout_iter_get_cluster_extents(iterator, &ink, &room)
            var found = ink.width > 0 && ink.height > 0 ? self.ink(of: iterator, ink) : nil
            found?.middle = Box(room).x + Box(room).width / 2
            lines[lines.count - 1].inks[Int(pango_layout_iter_get_index(iterator))] = .some(found)
        } while pango_layout_iter_next_cluster(iterator) != 0
        return lines.map { Line(words: words($0.inks, end: $0.end), baseline: $0.baseline) }
            .filter { !$0.words.isEmpty }
    }

    /// The places of a cluster's ink.
    private struct Ink {
        /// The bounds as it is set.
        var set: Box
        /// The bounds as it is drawn, without the line round it.
        var drawn: Box
        /// As it is drawn, in a text along an arc.
        var outlines: [[SIMD2<Double>]] = []
        var middle = 0.0

        /// Both as one: a letter with a mark of its own.
        func joined(with other: Ink) -> Ink {
            Ink(
                set: Box(around: set.corners + other.set.corners),
                drawn: Box(around: drawn.corners + other.drawn.corners), outlines: outlines + other.outlines,
                middle: middle)
        }
    }

    /// The bounds of a cluster's outlines.
    ///
    /// - Parameter ink: its bounds by what the font says of its letters, which may be larger.
    private func ink(of iterator: OpaquePointer?, _ ink: PangoRectangle) -> Ink {
        let index = pango_layout_iter_get_index(iterator)
        let move = move(of: Int(index))
        func unknown() -> Ink {
            let corners = Box(ink).corners.map { move?($0) ?? $0 }
            return Ink(set: Box(ink), drawn: Box(around: corners), outlines: [corners])
        }
        guard let run = pango_layout_iter_get_run_readonly(iterator), let item = run.pointee.item,
            let all = run.pointee.glyphs, let own = pango_glyph_string_new()
        else { return unknown() }
        defer { pango_glyph_string_free(own) }
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
        guard let outline = OutlineRenderer.bounds(of: own, in: font, zoom: zoom) else { return unknown() }
        let (place, origin) = (Box(ink), Box(said))
        let shift = SIMD2(place.x - origin.x, place.y - origin.y)
        let set = Box(x: outline.x + shift.x, y: outline.y + shift.y, width: outline.width, height: outline.height)
        guard let move else { return Ink(set: set, drawn: set) }
        let whole = move.behind(x: shift.x, y: shift.y)
        return Ink(
            set: set, drawn: OutlineRenderer.bounds(of: own, in: font, moved: whole, zoom: zoom) ?? set,
            outlines: arc == nil ? [] : OutlineRenderer.outlines(of: own, in: font, moved: whole, zoom: zoom))
    }

    private func words(_ inks: [Int: Ink?], end: Int) -> [Word] {
        // Pango gives the marks of some scripts a cluster each: they are parts of their letter.
        let starts = inks.keys.sorted()
        let letters = starts.filter { graphemes[min($0, bytes.count)] == min($0, bytes.count) || $0 == starts.first }
        var words = [Word(text: "", clusters: [])]
        for (number, start) in letters.enumerated() {
            let next = number + 1 < letters.count ? letters[number + 1] : end
            let place = min(start, bytes.count)..<min(max(start, next), bytes.count)
            let text = String(decoding: bytes[place], as: UTF8.self)
            if text.allSatisfy(\.isWhitespace) {
                words.append(Word(text: "", clusters: []))
                continue
            }
            words[words.count - 1].text += text
            let parts = starts.filter { $0 == start || $0 > start && $0 < next }.compactMap { inks[$0] ?? nil }
            guard let first = parts.first else { continue }
            let ink = parts.dropFirst().reduce(first) { $0.joined(with: $1) }
            let width = outline?.width ?? 0
            let corners = ink.set.grown(by: width).corners
            words[words.count - 1].clusters.append(
                Cluster(
                    text: text, bytes: place, ink: ink.drawn.grown(by: width), box: ink.set,
                    corners: moves[start].map { move in corners.map { move($0) } } ?? corners, middle: ink.middle,
                    ring: arc.flatMap { arc in
                        arc.angles[start].flatMap { Ring(arc, around: ink.outlines, near: $0, room: width) }
                    }))
        }
        return words.filter { !$0.clusters.isEmpty }
    }
}
