import Cards
package import Datasets
import Foundation

/// A labelled dataset as a command names it: by its path, or by its kind and path as in a pipeline.
package enum NamedDataset {
    /// Opens a dataset: `folder`, `labels.json`, `data.yaml`, or `voc: folder`, `masks: {images: photos, masks: masks}`.
    ///
    /// - Parameter option: where it was named, for messages.
    static func open(_ text: String, from option: String) throws -> any LabelledDataset {
        try recognise(text, from: option).dataset
    }

    /// Opens a dataset in the same way, and says what it was read as.
    package static func recognise(_ text: String, from option: String) throws -> OpenedDataset {
        guard !FileManager.default.fileExists(atPath: text), text.contains(":") else {
            return try DatasetSources.recognise(text)
        }
        var source = try source(text, from: option)
        source.readAllParts()
        return try OpenedDataset(source)
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
