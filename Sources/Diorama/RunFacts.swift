import Cards
import Datasets
import Foundation
import JSON

/// What a dataset of ours records of the run that made it: `run.json`.
package struct RunFacts: Sendable {
    let version: String
    /// The changes by `--set` and the options that stand for such.
    package let settings: [String]
    /// The keys of `--without`.
    package let without: [String]
    private let pipelineHash: String?

    /// Nil where no run of ours has made the dataset.
    package init?(of root: String) {
        guard let file = FileManager.default.contents(atPath: DatasetLayout(root: root).path(DatasetLayout.run)),
            let run = try? JSONTree([UInt8](file)), let version = run["diorama"]?.text
        else { return nil }
        self.version = version
        settings = (run["set"]?.elements ?? []).compactMap(\.text)
        without = (run["without"]?.elements ?? []).compactMap(\.text)
        pipelineHash = run["hashes"]?["pipeline.yaml (FNV-1a)"]?.text
    }

    /// Why the record cannot be read; nil where it can, or where there is none.
    static func damage(of root: String) -> String? {
        guard let file = FileManager.default.contents(atPath: DatasetLayout(root: root).path(DatasetLayout.run)) else {
            return nil
        }
        do { _ = try JSONTree([UInt8](file)) } catch {
            let place = (error as? JSONError).map { ", at \($0.line):\($0.column): \($0.problem)" }
            return "is damaged" + (place ?? "")
        }
        return nil
    }

    /// Whether a pipeline's text, with the same changes, is the one that the run read. True where that is not recorded.
    func isMade(by text: String) -> Bool { pipelineHash.map { $0 == String(text.fnv1a, radix: 16) } ?? true }
}
