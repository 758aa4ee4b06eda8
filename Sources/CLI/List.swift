import ArgumentParser
import Diorama

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what a pipeline can name, with each key, its unit, range and default.")

    @Argument(
        help: """
            What to list: \(Listing.allCases.map(\.rawValue).joined(separator: ", ")); or a catalogue of models \
            (.yaml) or an archive of them (.sh3f, .zip).
            """)
    var subject: String

    func validate() throws {
        guard Listing(rawValue: subject) == nil, !subject.contains(".") else { return }
        throw ValidationError("expected one of " + Listing.allCases.map(\.rawValue).joined(separator: ", "))
    }

    func run() throws {
        if let kind = Listing(rawValue: subject) {
            try Terminal.print(kind.description)
        } else {
            try Terminal.print(Listing.models(of: subject))
        }
    }
}
