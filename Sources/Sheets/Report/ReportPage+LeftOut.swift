import Findings
import JSON

extension ReportPage {
    /// Objects without a place, photos that gave way, files that could not be used, faults of the labels.
    var leftOut: Section? {
        let html = objects + photos + skipped("skipped", "Not used") + skipped("odd", "Used, but odd") + faults
        guard !html.isEmpty else { return nil }
        return Section("left-out", "Left out, and why", html)
    }

    private var objects: String {
        let kinds = content.run?["objects"]?["kinds"]?.elements ?? []
        guard !kinds.isEmpty else { return "" }
        let rows = kinds.map { kind in
            HTML.Row([
                HTML.text(kind["name"]?.text ?? ""), (kind["asked"]?.integer ?? 0).grouped,
                (kind["placed"]?.integer ?? 0).grouped, list(reasons(kind["left_out"])),
                list(reasons(kind["places_refused"])),
            ])
        }
        return HTML.table(
            "Objects of the pipeline",
            ["Object", "Asked", "Placed", "Left out", "Places refused before another was found"], rows,
            numeric: [1, 2])
    }

    /// The most rows of files.
    private static let most = 200

    private var photos: String {
        let photos = content.run?["objects"]?["photos"]?.elements ?? []
        let rows = photos.prefix(Self.most).map { photo in
            HTML.Row([
                HTML.text(photo["file"]?.text ?? ""), (photo["images_empty"]?.integer ?? 0).grouped,
                list(reasons(photo["left_out"])), list(reasons(photo["passed_over"])),
            ])
        }
        guard !rows.isEmpty else { return "" }
        return HTML.table(
            "Photos without room for an object", ["Photo", "Empty images", "Objects left out", "Passed over"],
            Array(rows), numeric: [1]) + more(photos.count)
    }

    private func skipped(_ name: String, _ title: String) -> String {
        let entries = content.run?[name]?.elements ?? []
        guard !entries.isEmpty else { return "" }
        let rows = entries.prefix(Self.most).map { entry in
            HTML.Row([
                HTML.text(entry["file"]?.text ?? ""), HTML.text(entry["reason"]?.text ?? ""),
                (entry["times"]?.integer ?? 0).grouped,
            ])
        }
        return HTML.table(title, ["File", "Reason", "Times"], Array(rows), numeric: [2]) + more(entries.count)
    }

    private var faults: String {
        guard !content.problems.isEmpty else { return "" }
        let rows = content.problems.prefix(Self.most).map { finding in
            HTML.Row([
                HTML.text(finding.severity.word), HTML.text(finding.file ?? ""),
                HTML.text([finding.subject, finding.problem].compactMap { $0 }.joined(separator: ": ")),
                finding.count.grouped,
            ])
        }
        return HTML.table(
            "Faults of the files", ["Rank", "File", "Fault", "Times"], Array(rows), numeric: [3])
            + more(content.problems.count)
    }

    private func list(_ lines: [String]) -> String {
        lines.isEmpty ? "" : "<ul class=plain>\(lines.map { "<li>\($0)" }.joined())</ul>"
    }

    private func more(_ count: Int) -> String {
        count > Self.most ? "<p class=note>and \((count - Self.most).grouped) more</p>\n" : ""
    }
}
