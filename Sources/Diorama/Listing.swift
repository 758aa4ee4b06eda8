import Cards
import Objects
import Pipelines

/// What a pipeline can name, for `diorama list`.
public enum Listing: String, CaseIterable, Sendable {
    case objects
    case placers
    case blends
    case effects
    case formats
    case datasets
    case solids

    /// Each part with its keys: what it takes, its unit and range, and what it is unless given.
    public var description: String {
        let parts =
            switch self {
            case .objects: Listing.describe(Pipeline.Parts.all.sources)
            case .placers: Listing.describe(Pipeline.Parts.all.placers)
            case .blends: Listing.describe(Pipeline.Parts.all.blends)
            case .effects: Listing.describe(Pipeline.Parts.all.effects)
            case .formats: Listing.describe(Pipeline.Parts.all.formats)
            case .datasets: Listing.describe(Pipeline.Parts.all.datasets)
            case .solids: SolidVocabulary.entries.map { Listing.describe($0.name, $0.summary, $0.keys) }
            }
        return parts.joined(separator: "\n\n")
    }

    /// The models of an archive or a catalogue: each with its name, title, author, licence and tags.
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

    private static func describe(_ catalogue: Catalogue) -> [String] {
        catalogue.entries.map { describe($0.name, $0.summary, $0.keys) }
    }

    private static func describe(_ name: String, _ summary: String, _ keys: [Catalogue.Key]) -> String {
        var lines = ["\(name): \(summary)"]
        let width = keys.map(\.name.count).max() ?? 0
        for key in keys {
            let name = key.name + String(repeating: " ", count: width - key.name.count)
            let standard = key.isRequired ? "required" : key.defaultText.map { "default \($0)" } ?? "optional"
            lines.append("  \(name)  \(key.summary)")
            lines.append("  \(String(repeating: " ", count: width))  \(key.expectation); \(standard)")
        }
        return lines.joined(separator: "\n")
    }
}
