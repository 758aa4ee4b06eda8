import Datasets
import Findings
import Foundation
import Geometry

extension ReportPage {
    var pictures: Section? {
        let groups = content.tiles.filter { !$0.tiles.isEmpty }
        guard !groups.isEmpty else { return nil }
        var html = controls
        for (number, group) in groups.enumerated() {
            html += "<h3 id=group\(number)>\(HTML.text(group.title))</h3>\n<p class=note>\(HTML.text(group.note))</p>\n"
            html += "<ul class=tiles aria-labelledby=group\(number)>\n"
            for tile in group.tiles { html += self.tile(tile) }
            html += "</ul>\n"
        }
        return Section("pictures", "Pictures", html)
    }

    private var controls: String {
        let categories = content.statistics.categories.enumerated().filter { $0.element.labels.instances > 0 }
        let options = categories.map {
            "<option value=\($0.offset)>\(HTML.text($0.element.category.name))</option>"
        }
        return """
            <form class=controls id=controls>
            <label>Category <select id=category><option value="">all</option>\(options.joined())</select></label>
            <fieldset><legend>Draw</legend>
            <label><input type=checkbox id=boxes checked> boxes</label>
            <label><input type=checkbox id=masks checked> masks</label>
            <label><input type=checkbox id=names checked> names</label>
            </fieldset>
            <output id=shown aria-live=polite></output>
            </form>

            """
    }

    private func tile(_ tile: ReportTile) -> String {
        let names = tile.labels.map { name($0.category) }
        let counted = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            .map { $0.value == 1 ? $0.key : "\($0.value) × \($0.key)" }
        let alt = "\(tile.name): " + (counted.isEmpty ? "no labels" : counted.joined(separator: ", "))
        let places = Set(tile.labels.compactMap(\.category)).sorted().map(String.init).joined(separator: " ")
        let image =
            tile.picture.map {
                "<img alt=\"\(HTML.text(alt))\" decoding=async loading=lazy "
                    + "src=\"data:image/jpeg;base64,\(Data($0).base64EncodedString())\">"
            } ?? "<span class=gone>the picture cannot be read</span>"
        let ratio = "\(SVG.number(tile.view.width)) / \(SVG.number(tile.view.height))"
        return "<li data-c=\"\(places)\"><figure><button type=button class=open "
            + "aria-label=\"Enlarge \(HTML.text(alt))\" style=\"aspect-ratio:\(ratio)\">\(image)\(overlay(tile))</button>"
            + "<figcaption>\(HTML.text(tile.caption))<span>\(HTML.text(tile.name))</span></figcaption></figure>\n"
    }

    private func name(_ category: Int?) -> String {
        category.map { content.statistics.categories[$0].category.name } ?? "unknown category"
    }

    /// The labels as SVG over the picture.
    private func overlay(_ tile: ReportTile) -> String {
        guard !tile.labels.isEmpty else { return "" }
        let view = tile.view
        let size = max(view.width, view.height) / 26
        var (masks, boxes, names) = ("", "", "")
        for label in tile.labels {
            let kind = label.category.map { " class=\"k\($0)\(label.isMarked ? " marked" : "")\" data-k=\($0)" } ?? ""
            if !label.path.isEmpty { masks += "<path\(kind) d=\"\(label.path)\"/>" }
            let box = label.box
            boxes +=
                "<rect\(kind) x=\"\(SVG.number(box.x))\" y=\"\(SVG.number(box.y))\" "
                + "width=\"\(SVG.number(box.width))\" height=\"\(SVG.number(box.height))\"/>"
            // Above the box where there is room, else inside.
            let y = box.minY - view.minY > size * 1.2 ? box.minY - size * 0.3 : max(box.minY, view.minY) + size
            let x = max(box.minX, view.minX) + size * 0.15
            names +=
                "<text\(kind) x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\">"
                + "\(HTML.text(name(label.category)))</text>"
        }
        let isAboutOne = tile.labels.contains(where: \.isMarked) ? " class=one" : ""
        let window = [view.x, view.y, view.width, view.height].map(SVG.number).joined(separator: " ")
        return
            "<svg viewBox=\"\(window)\" preserveAspectRatio=none aria-hidden=true focusable=false font-size=\"\(SVG.number(size))\"\(isAboutOne)>"
            + "<g class=masks>\(masks)</g><g class=boxes>\(boxes)</g><g class=names>\(names)</g></svg>"
    }
}
