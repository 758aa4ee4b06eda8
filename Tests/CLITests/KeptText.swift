import Foundation
import Testing

/// The texts that a person reads, kept whole in `Expected/`, so that a review shows each change of their wording.
///
/// After a change that is meant, renew the files with the environment variable `DIORAMA_EXPECTED`, and read the
/// difference:
///
///     DIORAMA_EXPECTED=renew swift test --filter KeptTextTests
///     git diff Tests/CLITests/Expected
enum KeptText {
    static let folder = Page.repository.appendingPathComponent("Tests/CLITests/Expected")

    /// Names of the kept files of a folder, without their extension, sorted.
    static func names(in part: String, extension suffix: String = "txt") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(part).path)
            .filter { $0.hasSuffix("." + suffix) }.map { String($0.dropLast(suffix.count + 1)) }.sorted()
    }

    /// Compares a text with the file of its name, or writes the file where that is asked for.
    static func expect(_ text: String, is name: String, _ location: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["DIORAMA_EXPECTED"] == "renew" {
            return try Data(text.utf8).write(to: file)
        }
        let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard text != kept else { return }
        let (new, old) = (lines(text), lines(kept))
        let index = zip(new, old).prefix { $0 == $1 }.count
        Issue.record(
            """
            Expected/\(name).txt differs from line \(index + 1) on. Kept:
            \(old.dropFirst(index).first ?? "(the end)")
            Printed:
            \(new.dropFirst(index).first ?? "(the end)")
            If the change is meant: DIORAMA_EXPECTED=renew swift test --filter KeptTextTests
            """, sourceLocation: location)
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
