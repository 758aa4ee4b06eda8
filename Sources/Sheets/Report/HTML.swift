/// Pieces of HTML. Everything that comes from a file goes through `text`.
enum HTML {
    /// A text as the content of an element or of a quoted attribute: escaped, and without the control characters that
    /// HTML does not hold.
    static func text(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}":
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A table with a header row; the first cell of each row is its header. Cells are HTML already.
    ///
    /// - Parameter numeric: the columns, from 0, whose cells are numbers.
    static func table(
        _ caption: String, _ head: [String], _ rows: [Row], numeric: Set<Int> = [], foot: [String]? = nil
    ) -> String {
        func style(_ column: Int) -> String { numeric.contains(column) ? " class=n" : "" }
        var html = "<div class=scroll tabindex=0 role=region aria-label=\"\(text(caption))\"><table>"
        html += "<caption>\(text(caption))</caption><thead><tr>"
        for (column, cell) in head.enumerated() { html += "<th scope=col\(style(column))>\(cell)" }
        html += "</thead><tbody>"
        for row in rows {
            let categories = row.categories.map(String.init).joined(separator: " ")
            html += categories.isEmpty ? "<tr>" : "<tr data-c=\"\(categories)\">"
            for (column, cell) in row.cells.enumerated() {
                html += column == 0 ? "<th scope=row>\(cell)" : "<td\(style(column))>\(cell)"
            }
        }
        html += "</tbody>"
        if let foot {
            html += "<tfoot><tr>"
            for (column, cell) in foot.enumerated() {
                html += column == 0 ? "<th scope=row>\(cell)" : "<td\(style(column))>\(cell)"
            }
            html += "</tfoot>"
        }
        return html + "</table></div>\n"
    }

    struct Row {
        var cells: [String]
        /// The categories that the row is about; none for all.
        var categories: [Int] = []

        init(_ cells: [String], categories: [Int] = []) {
            (self.cells, self.categories) = (cells, categories)
        }
    }
}
