import Cards
import Datasets
import Findings
import Pipelines
import Scenes

/// The report of a run, or of a check of a sample of its scenes, about objects that could not be placed.
struct PlacementReport {
    let tally: PlacementTally
    /// The objects of the pipeline.
    let objects: [Named<Pipeline.Object>]

    /// The most photos, and the most reasons, that are reported for one thing.
    private static let told = 3

    /// One way in which the dataset is far from the request.
    struct Lack {
        let code: Finding.Code
        /// The object, where only one is meant.
        var subject: String?
        let words: String
        let remedies: [String]

        /// The changes to make, a line each.
        var remedyLines: [String] { remedies.map { "  to change it: \($0)" } }
    }

    /// The ways in which the dataset is far from the request, and the changes to make.
    var lacks: [Lack] {
        tally.shortfalls.compactMap { shortfall in
            switch shortfall {
            case .empty: Lack(code: .tooManyEmpty, words: empty, remedies: remedies(for: reasonsOfEmpty))
            case .veiled(let count, let images):
                Lack(
                    code: .tooManyVeiled,
                    words: "in \(count.grouped) of \(images.counting("image")) "
                        + "(\(PlacementReport.percent(count, of: images))) the weather hides all objects: less than 5 % of "
                        + "their contrast arrives, and their “visibility” is 0",
                    remedies: [
                        "let objects stand nearer, or let the weather's effects hide less: a larger “visibility” of fog and dust, a lower “rate” of rain and snow"
                    ])
            case .absent(let name, _):
                absent(name).map {
                    Lack(
                        code: .absent, subject: name, words: $0,
                        remedies: remedies(for: tally.kinds[name]?.leftOut ?? [:]))
                }
            case .few(let placed, let asked):
                Lack(
                    code: .tooFew,
                    words: "\((asked - placed).grouped) of \(asked.counting("object")) are missing "
                        + "(\(PlacementReport.percent(asked - placed, of: asked)))", remedies: remedies(for: leftOut))
            }
        }
    }

    /// The shortfalls, a line each.
    var shortfallLines: [String] {
        lacks.flatMap { [$0.words] + $0.remedyLines }
    }

    /// The notes about a dataset without shortfalls.
    var notes: [String] {
        var lines: [String] = []
        let tries = [
            tally.again > 0 ? "\(tally.again.counting("object")) got another place or distance than the first" : nil,
            tally.searched > 0 ? "\(tally.searched.counting("object")) got a place after a search of the image" : nil,
            tally.otherPhoto > 0 ? "\(tally.otherPhoto.counting("image")) got another photo" : nil,
        ].compactMap { $0 }
        if !tries.isEmpty { lines.append("tried again: \(tries.joined(separator: ", "))") }
        let passed = tally.photos.mapValues(\.passed).filter { !$0.value.isEmpty }
        lines += ranked(passed.mapValues { $0.values.reduce(0, +) }).map { file, count in
            "  \(PlacementReport.name(file)) gave way in \(count.counting("image")): "
                + (PlacementReport.main(passed[file] ?? [:]) ?? "")
        }
        if tally.negatives > 0 {
            lines.append("nothing was set into \(tally.negatives.counting("image")), as “scene.negatives” asks")
        }
        if tally.cutting > 0 {
            lines.append(
                "no window was found for \(tally.cutting.counting("image")) that keeps labelled things as “crop.keep” asks; "
                    + "the one that cuts least is used")
        }
        let short = tally.shortfalls
        if tally.empty > 0, !short.contains(where: { if case .empty = $0 { true } else { false } }) {
            lines.append(empty)
        }
        if tally.withoutObject > 0 {
            lines.append(
                "\(tally.withoutObject.counting("image")) with labels of the photo alone: no object found room there")
        }
        for name in tally.kinds.keys.sorted()
        where !short.contains(where: { if case .absent(name, _) = $0 { true } else { false } }) {
            if let line = absent(name) { lines.append(line) }
        }
        if !undrawn.isEmpty, tally.asked > 0 {
            lines.append(
                "asked for in none of these images: \(undrawn.map { "“\($0)”" }.joined(separator: ", "))")
        }
        return lines
    }

    /// Objects that none of these images asked for.
    var undrawn: [String] {
        objects.filter { tally.kinds[$0.name] == nil && $0.value.weight > 0 }.map(\.name)
    }

    // MARK: - Sentences

    private var empty: String {
        let count = tally.empty
        let photos = tally.photos.mapValues(\.empty).filter { $0.value > 0 }
        let whose = ranked(photos).map { file, count in
            let photo = tally.photos[file]
            let reason = PlacementReport.main(photo?.leftOut ?? [:]).map { reason in
                ": " + reason + (photo?.details[reason].map { " (\($0))" } ?? "")
            }
            return "\(count.grouped) \(count == 1 ? "is" : "are") of \(PlacementReport.name(file))\(reason ?? "")"
        }
        let rest = photos.count - whose.count
        return "\(count.grouped) of \(tally.images.counting("image")) \(count == 1 ? "is" : "are") empty "
            + "(\(PlacementReport.percent(count, of: tally.images))): \(whose.joined(separator: "; "))"
            + (rest > 0 ? "; the others of \(rest.counting("photo")) more" : "")
    }

    /// Nil for a kind that is in the images, or that was not asked for.
    private func absent(_ name: String) -> String? {
        guard let kind = tally.kinds[name], kind.asked > 0, kind.placed == 0 else { return nil }
        let category = objects.first { $0.name == name }?.value.category
        let called = category.map { $0 == name ? "" : " (\($0))" } ?? ""
        return "“\(name)”\(called) was asked for \(kind.asked.counting("time")) and is in no image: "
            + (PlacementReport.main(kind.leftOut) ?? "")
    }

    private func remedies(for reasons: [String: Int]) -> [String] {
        ranked(reasons).compactMap { reason, _ in MissingObject.Reason(rawValue: reason)?.remedy }
    }

    // MARK: - Counting

    private var leftOut: [String: Int] {
        tally.kinds.values.reduce(into: [:]) { $0.merge($1.leftOut, uniquingKeysWith: +) }
    }

    private var reasonsOfEmpty: [String: Int] {
        tally.photos.values.filter { $0.empty > 0 }.reduce(into: [:]) { $0.merge($1.leftOut, uniquingKeysWith: +) }
    }

    /// The most frequent reasons, the most frequent one first; equal ones by name.
    private func ranked(_ counts: [String: Int]) -> [(String, Int)] {
        Array(PlacementReport.sorted(counts).prefix(PlacementReport.told))
    }

    static func sorted(_ counts: [String: Int]) -> [(String, Int)] {
        counts.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    static func main(_ counts: [String: Int]) -> String? { sorted(counts).first?.0 }

    private static func name(_ file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }

    private static func percent(_ count: Int, of whole: Int) -> String {
        let percent = 100 * Double(count) / Double(max(1, whole))
        return "\((percent < 1 ? (percent * 10).rounded() / 10 : percent.rounded()).plainText) %"
    }
}

extension PlacementReport {
    /// The number of objects left out for each reason, with one of them as an example.
    static func leftOut(_ objects: ImageRecord.Objects) -> [String] {
        objects.leftOut.sorted { $0.key < $1.key }.map { reason, count in
            let example = objects.examples[reason].map { " (\($0))" } ?? ""
            return "left out \(count.grouped) of \(objects.asked.counting("object")): \(reason)\(example)"
        }
    }
}

extension ImageRecord.Objects {
    /// Counts the objects of a scene that were placed and left out.
    init(_ scene: Scene) {
        self.init(asked: scene.asked, placed: scene.objects.count)
        for missing in scene.missing {
            let reason = missing.reason.rawValue
            leftOut[reason, default: 0] += 1
            guard missing.file == nil, examples[reason] == nil else { continue }
            let detail = missing.detail.map { ": \($0)" } ?? ""
            examples[reason] = "such as \(missing.name) in image \(scene.title)\(detail)"
        }
    }
}
