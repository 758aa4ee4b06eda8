import ArgumentParser
import Diorama

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what a pipeline can name, with each key, its unit, range and default.")

    @Argument(
        help: """
            What to list: \(Listing.allCases.map(\.rawValue).joined(separator: ", ")); or a catalogue of models \
            (.yaml) or an archive of them (.sh3f, .zip).
            """, completion: .list(Listing.allCases.map(\.rawValue)))
    var subject: String?

    @Flag(help: "Print Markdown; without a subject the reference of every key of every file.")
    var markdown = false

    func validate() throws {
        guard let subject else {
            guard markdown else { throw ValidationError("name what to list: \(Self.kinds)") }
            return
        }
        if Listing(rawValue: subject) != nil { return }
        guard subject.contains(".") else { throw ValidationError("expected one of " + Self.kinds) }
        guard !markdown else { throw ValidationError("--markdown describes keys, and \(subject) holds models") }
    }

    func run() throws {
        guard let subject else { return try Terminal.print(Reference.markdown) }
        if let kind = Listing(rawValue: subject) {
            try Terminal.print(markdown ? kind.markdown : kind.description)
        } else {
            try Terminal.print(Listing.models(of: subject))
        }
    }

    private static var kinds: String { Listing.allCases.map(\.rawValue).joined(separator: ", ") }
}
