import Diorama
import Foundation
import Synchronization

/// The pipeline that made a dataset, looked for when it is first needed.
final class PipelineAtHand: Sendable {
    private let root: String?
    /// As the command line names it.
    private let named: String?
    private let found = Mutex<Result<Remaking, any Error>?>(nil)

    init(root: String?, named: String?) { (self.root, self.named) = (root, named) }

    struct NotAtHand: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: why images cannot be made again, in words.
    func remaking() throws -> Remaking {
        try found.withLock { found in
            if let found { return found }
            let result = Result { try find() }
            found = result
            return result
        }.get()
    }

    private func find() throws -> Remaking {
        guard let root else { throw NotAtHand(description: "no “diorama run” has made it, so it cannot be made again") }
        if let named { return try Remaking(of: root, by: named) }
        guard let file = Remaking.pipeline(of: root, among: candidates(root)) else {
            throw NotAtHand(
                description: "its pipeline is not at hand: name it with --pipeline to make images without something")
        }
        return try Remaking(of: root, by: file)
    }

    /// Pipelines in the current folder, beside the dataset, and those that come with the program.
    private func candidates(_ root: String) -> [String] {
        let parent = root + "/.."
        var folders = [".", "pipelines", parent, parent + "/pipelines", parent + "/.."]
        if let shipped = ShippedPipelines.folder { folders.append(shipped) }
        return folders.flatMap { folder -> [String] in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted().prefix(200)
                .map { folder == "." ? $0 : folder + "/" + $0 }
        }
    }
}
