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
