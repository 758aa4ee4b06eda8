import Cards
import Datasets
import Diorama
import Findings
import Foundation
import JSON
import Synchronization

/// Answers what the page asks of a pipeline: its text with its mistakes and its constants, and a sheet of its first images.
struct PipelineSite: Sendable {
    let path: String
    /// Whether the file came with the program: it is shown, and not changed.
    private let isShipped: Bool
    /// One sheet at a time: it takes all cores.
    private let bench = Workbench("sheet", count: 1)
    private let latest = Latest()
    /// For edits: one at a time.
    private let desk = Workbench("edit", count: 1)
    private let schema = PipelineSchema.value

    /// The sheet that was made last.
    private final class Latest: Sendable {
        let sheet = Mutex<(key: String, bytes: [UInt8], words: String)?>(nil)
    }

    private static let imageCounts = 1...60
    private static let styles: [String: PreviewSheet.Style] = [
        "tinted": .tinted, "outlines": .outlines, "plain": .plain,
    ]

    init(_ path: String, isShipped: Bool) { (self.path, self.isShipped) = (path, isShipped) }

    func reply(to request: Request) async -> Reply {
        switch (request.method, request.path.count == 2 ? request.path[1] : "") {
        case ("GET", "pipeline"): return text(request)
        case ("POST", "pipeline"): return await edit(request)
        case ("GET", "sheet"): return await sheet(request)
        default: return .notFound
        }
    }

    /// The file's text and a stamp that changes with it; the stamp alone where the page has that text already.
    private func text(_ request: Request) -> Reply {
        guard let text = read() else { return missing }
        let stamp = Self.stamp(text)
        return .json { writer in
            writer.member("stamp", stamp)
            writer.member("name", path)
            guard request.query["since"] != stamp else { return }
            writer.member("text", text)
            writer.member("may_change", !isShipped)
            // A text that is no YAML has none; the sheet's mistakes say why.
            let constants = (try? ConstantFinder(Source(name: path, text: text), schema: schema))?.constants ?? []
            writer.key("constants")
            writer.array { writer in
                for constant in constants { writer.object { writer in constant.encode(to: &writer) } }
            }
        }
    }

    /// Writes one constant into the file. A file that is another than the page knows is not touched.
    private func edit(_ request: Request) async -> Reply {
        guard let body = try? JSONTree(request.body), let place = body["constant"]?.integer,
            let value = body["text"]?.text, let stamp = body["stamp"]?.text
        else { return .failure(400, "expected {\"stamp\": \"…\", \"constant\": 0, \"text\": \"0.5\"}") }
        guard !isShipped else {
            return .failure(409, "\(path) comes with the program: change a copy of it, as “diorama init” makes one")
        }
        do {
            return try await desk.run {
                guard let text = read() else { return missing }
                guard Self.stamp(text) == stamp else {
                    return .failure(409, "\(path) was changed meanwhile: nothing is written")
                }
                let edited = try ConstantEdit.text(text, named: path, schema: schema, setting: place, to: value)
                try AtomicFile.edit(path, edited)
                return .json { $0.member("stamp", Self.stamp(edited)) }
            }
        } catch let refused as ConstantEdit.Refused {
            return .failure(400, refused.description)
        } catch {
            return .failure(409, "\(error)")
        }
    }

    /// Nil where there is no such file, or it is no UTF-8.
    private func read() -> String? {
        FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private var missing: Reply {
        .failure(404, "\(path) cannot be read: it may have been moved or renamed, or it is not UTF-8")
    }

    private static func stamp(_ text: String) -> String { String(text.fnv1a, radix: 16) }

    /// Draws the first images. A pipeline with mistakes gives them, each with its place.
    private func sheet(_ request: Request) async -> Reply {
        let images = min(max(request.integer("images") ?? 12, Self.imageCounts.lowerBound), Self.imageCounts.upperBound)
        let style = Self.styles[request.query["style"] ?? ""] ?? .tinted
        let key = "\(request.query["stamp"] ?? "") \(images) \(style)"
        do {
            return try await bench.run { try draw(images, style, key) }
        } catch {
            let findings = Mistake.findings(error)
            return .json { writer in
                writer.member("error", Mistake.isListed(error) ? findings.count.counting("mistake") : "\(error)")
                writer.key("mistakes")
                writer.array { writer in
                    for finding in findings {
                        writer.object { writer in
                            writer.member("file", ifPresent: finding.file)
                            writer.member("line", ifPresent: finding.line)
                            writer.member("column", ifPresent: finding.column)
                            writer.member("problem", finding.problem)
                            writer.member("remedy", ifPresent: finding.remedy)
                        }
                    }
                }
            }
        }
    }

    private func draw(_ images: Int, _ style: PreviewSheet.Style, _ key: String) throws -> Reply {
        if let known = latest.sheet.withLock({ $0 }), known.key == key { return Self.reply(known.bytes, known.words) }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("diorama-\(UUID().uuidString).jpg")
            .path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let words = try PreviewSheet.write(pipeline: path, changes: [], images: images, to: file, style: style)
            .split(separator: "\n").dropFirst().joined(separator: "\n")
        let bytes = FileManager.default.contents(atPath: file).map { [UInt8]($0) } ?? []
        latest.sheet.withLock { $0 = (key, bytes, words) }
        return Self.reply(bytes, words)
    }

    /// A sheet with what is to be said of it.
    private static func reply(_ bytes: [UInt8], _ words: String) -> Reply {
        .json { writer in
            writer.member("words", words)
            writer.member("sheet", "data:image/jpeg;base64," + Data(bytes).base64EncodedString())
        }
    }
}
