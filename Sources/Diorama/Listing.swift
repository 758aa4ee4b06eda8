import Cards
import Drawings
import Objects
import Pipelines
import Sheets
import Solids

/// The names that a pipeline can use, for `diorama list`.
public enum Listing: String, CaseIterable, Sendable {
    case objects
    case placers
    case blends
    case effects
    case formats
    case datasets
    case solids

    /// Each part with its keys: the values that a key takes, its unit, range and default.
    public var description: String {
        entries.map { Listing.describe($0) }.joined(separator: "\n\n")
    }

    var entries: [CardDescription] {
        catalogue?.entries.map(\.description) ?? SolidVocabulary.entries
    }

    /// The heading: `Object sources`.
    var title: String {
        guard let catalogue else { return "Solids" }
        return catalogue.kind.prefix(1).uppercased() + catalogue.kind.dropFirst() + "s"
    }

    /// Nil for the words of solids, which are no parts of a pipeline.
    private var catalogue: Catalogue? {
        switch self {
        case .objects: Pipeline.Parts.all.sources
        case .placers: Pipeline.Parts.all.placers
        case .blends: Pipeline.Parts.all.blends
        case .effects: Pipeline.Parts.all.effects
        case .formats: Pipeline.Parts.all.formats
        case .datasets: Pipeline.Parts.all.datasets
        case .solids: nil
        }
    }

    /// The models of an archive or a catalogue, each with its name, title, author, licence and tags.
    ///
    /// - Throws: an error that names the file for one that cannot be read.
    public static func models(of reference: String) throws -> String {
        let lists = FileLists()
        return try lists.models([reference]).map { model in
            let credits: Credits?
            do throws(ObjectError) {
                credits = try model.credits(lists)
            } catch {
                return "\(model.name): \(error)"
            }
            let whose = [credits?.author.map { "by \($0)" }, credits?.licence?.name].compactMap { $0 }
            var lines = ["\(model.name): \(credits?.title ?? "a model")"]
            if !whose.isEmpty { lines.append("  " + whose.joined(separator: ", ")) }
            if !model.tags.isEmpty { lines.append("  tags: " + model.tags.joined(separator: ", ")) }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func describe(_ card: CardDescription) -> String {
        var lines = ["\(card.name): \(card.summary)"]
        let width = card.keys.map(\.path.count).max() ?? 0
        for key in card.keys {
            let path = key.path + String(repeating: " ", count: width - key.path.count)
            let standard = key.isRequired ? "required" : key.defaultText.map { "default \($0)" } ?? "optional"
            lines.append("  \(path)  \(key.summary)")
            lines.append("  \(String(repeating: " ", count: width))  \(key.expectation); \(standard)")
        }
        return lines.joined(separator: "\n")
    }
}
