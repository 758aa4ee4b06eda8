import Cards
import Datasets
import Labelling
import Objects
import Pipelines
import Scenes

/// Checks that photos are not shown with the things that should be replaced.
extension Plan {
    static func replacingMistakes(
        _ needs: PipelineNeeds, photos: [Photo], carried: [Photo] = [], datasets: RealDatasets, objects: ObjectLibrary
    ) -> [Diagnostic] {
        guard let position = needs.objects.compactMap(\.replacing).first?.position else { return [] }
        let replacements = Replacements(needs)
        var mistakes: [Diagnostic] = []
        let names = replacements.margins.keys.sorted().joined(separator: " or ")

        let unlabelled = photos.filter { $0.labels == nil }
        if let first = unlabelled.first {
            mistakes.append(
                Diagnostic(
                    .rule(
                        "no dataset labels \(first.path)\(Plan.more(unlabelled.count)), so it is not known where they show a "
                            + "\(names); remove such photos from “backgrounds”"), at: position))
        }

        if let first = carried.first {
            mistakes.append(
                Diagnostic(
                    .rule(
                        "“splits” copies \(first.path)\(Plan.more(carried.count)) unchanged, with every \(names) that they "
                            + "show; list all splits, or make a dataset of the listed splits alone"),
                    at: position))
        }

        var listed: [String: Int] = [:]
        var doubles: [String] = []
        for photo in datasets.photos {
            let path = FileLists.resolved(photo.path)
            if let dataset = listed[path], dataset != photo.dataset { doubles.append(photo.path) }
            listed[path] = listed[path] ?? photo.dataset
        }
        if let first = doubles.first {
            mistakes.append(
                Diagnostic(
                    .rule(
                        "several datasets label \(first)\(Plan.more(doubles.count)), and only the labels of the first are "
                            + "used: a \(names) that another one labels would stay; merge the datasets into one"),
                    at: position))
        }

        let sources = needs.objects.map { ($0.object, objects.files(of: $0.picturesRead)) }
        guard sources.contains(where: { !$0.1.isEmpty }) else { return mistakes }
        let shown = Set(
            photos.filter { photo in
                // Where a photo's labels cannot be read, its content is not known.
                guard let labels = try? datasets.labels(of: photo)?.instances else { return true }
                return !replacements.wiped(of: LabelledPhoto(photo, showing: labels)).isEmpty
            }.map { FileLists.resolved($0.path) })
        for (object, pictures) in sources {
            guard let first = pictures.intersection(shown).sorted().first else { continue }
            mistakes.append(
                Diagnostic(
                    .rule(
                        "“\(object.name)” is cut out of \(first), where a \(names) is replaced, so the cut-out may show one; "
                            + "first make a dataset without this object, and cut the object out of its images"),
                    at: object.position))
        }
        return mistakes
    }

    private static func more(_ count: Int) -> String { count > 1 ? " and \(count - 1) more" : "" }
}
