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
                        "no dataset labels \(first.path)\(Plan.more(unlabelled.count)), so where a \(names) may be seen "
                            + "there is not known; take such photos out"), at: position))
        }

        if let first = carried.first {
            mistakes.append(
                Diagnostic(
                    .rule(
                        "“splits” takes over \(first.path)\(Plan.more(carried.count)) as they are, with every \(names) that "
                            + "they show; name all splits, or make a dataset of those that objects are set into"),
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
                            + "used: a \(names) of another would stay; make one dataset of them"), at: position))
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
                        "“\(object.name)” is cut out of \(first), of which a \(names) is to be replaced, and may bring it "
                            + "along; cut it out of what this pipeline makes without it"), at: object.position))
        }
        return mistakes
    }

    private static func more(_ count: Int) -> String { count > 1 ? " and \(count - 1) more" : "" }
}
