import Cards
import Datasets
import Foundation

/// A labelled dataset as a command names it: by its path, or by its kind and path as in a pipeline.
enum NamedDataset {
    /// Opens a dataset: `folder`, `labels.json`, `data.yaml`, or `voc: folder`, `masks: {images: photos, masks: masks}`.
    ///
    /// - Parameter option: where it was named, for messages.
    static func open(_ text: String, from option: String) throws -> any LabelledDataset {
        guard !FileManager.default.fileExists(atPath: text), text.contains(":") else {
            return try DatasetSources.open(text)
        }
        var source = try source(text, from: option)
        source.readAllParts()
        return try source.open()
    }

    /// The source as in a pipeline's `backgrounds.datasets`.
    static func source(_ dataset: String, from option: String) throws -> any DatasetSource {
        let text = Cards.Source(name: option, text: dataset)
        let node: Node
        do throws(Diagnostic) { node = try Node(parsing: text) } catch { throw InvalidFile([error]) }
        var reading = Reading(folder: "")
        let draft = Form<PartDraft>.part(DatasetSources.catalogue).decode(node, &reading)
        guard let draft, reading.diagnostics.isEmpty, let drawn = draft.draw(from: RandomStreams(seed: 0, image: 0))
        else { throw InvalidFile(reading.diagnostics) }
        return try DatasetSources.catalogue.make(drawn, as: (any DatasetSource).self)
    }
}
