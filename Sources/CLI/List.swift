import ArgumentParser
import Diorama

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what a pipeline can name, with each key, its unit, range and default.")

    @Argument(help: "What to list: \(Listing.allCases.map(\.rawValue).joined(separator: ", ")).", transform: listing)
    var kind: Listing

    func run() {
        print(kind.description)
    }

    @Sendable private static func listing(_ text: String) throws -> Listing {
        guard let listing = Listing(rawValue: text) else {
            throw ValidationError("expected one of " + Listing.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return listing
    }
}
