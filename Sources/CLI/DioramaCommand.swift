import ArgumentParser
import Diorama
import Foundation

/// The command line: options in, one call into the library, an exit code.
@main
struct DioramaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diorama",
        abstract: "Makes training data: sets objects into real photos, with exact labels.",
        discussion: """
            A pipeline file says which photos, which objects, where and how; “diorama init” writes one to begin with.

            Exit codes: 0 done; 1 the work failed; 2 wrong usage or an invalid pipeline, and nothing was written; \
            75 “merge” waits for images that are not made yet; 130 interrupted, and can be resumed.
            """,
        version: Version.current,
        subcommands: [
            Run.self, Merge.self, Status.self, Submit.self, Preview.self, View.self, Check.self, Verify.self,
            Convert.self,
            Report.self, Compare.self, StudioCommand.self, Facts.self, Explain.self, Schema.self, List.self, Init.self,
        ])

    /// The names of its commands, in the order in which help lists them.
    static var commandNames: [String] {
        configuration.subcommands.map { $0.configuration.commandName ?? "\($0)".lowercased() }
    }

    static func main() {
        ModelImport.useOwnProcesses()
        Terminal.keepGoingAfterFailedWrites()
        let known = commandNames + ["help"]
        if let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !known.contains(word) {
            Terminal.complain("error: " + Suggestion.command(word, known: known))
            Foundation.exit(ExitStatus.usage.rawValue)
        }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch  where exitCode(for: error) == .success {
            // Help and version arrive as an “error”.
            do { try Terminal.print(fullMessage(for: error)) } catch { end(with: error) }
        } catch  where exitCode(for: error) == .validationFailure {
            Terminal.complain(fullMessage(for: error))
            Foundation.exit(ExitStatus.usage.rawValue)
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        Terminal.complain(Terminal.words(for: error))
        Foundation.exit(ExitStatus(for: error).rawValue)
    }
}
