import Pipelines

/// What a pipeline can name, for `diorama list`.
public enum Listing: String, CaseIterable, Sendable {
    case objects
    case placers
    case blends
    case effects
    case formats
    case datasets

    /// Each part with its keys: what it takes, its unit and range, and what it is unless given.
    public var description: String {
        let catalogue =
            switch self {
            case .objects: Pipeline.Parts.all.sources
            case .placers: Pipeline.Parts.all.placers
            case .blends: Pipeline.Parts.all.blends
            case .effects: Pipeline.Parts.all.effects
            case .formats: Pipeline.Parts.all.formats
            case .datasets: Pipeline.Parts.all.datasets
            }
        return catalogue.entries.map(Listing.describe).joined(separator: "\n\n")
    }

    private static func describe(_ entry: Catalogue.Entry) -> String {
        var lines = ["\(entry.name): \(entry.summary)"]
        let width = entry.keys.map(\.name.count).max() ?? 0
        for key in entry.keys {
            let name = key.name + String(repeating: " ", count: width - key.name.count)
            let standard = key.isRequired ? "required" : key.defaultText.map { "default \($0)" } ?? "optional"
            lines.append("  \(name)  \(key.summary)")
            lines.append("  \(String(repeating: " ", count: width))  \(key.expectation); \(standard)")
        }
        return lines.joined(separator: "\n")
    }
}
