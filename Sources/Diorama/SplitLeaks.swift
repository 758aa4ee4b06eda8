import Datasets
import Findings
import Pictures
import Scenes

/// Images of one part of a dataset that show the same as images of another, such as copies that are mirrored or compressed
/// again: what a detector is tested on was then in its training.
struct SplitLeaks {
    private(set) var findings: [Finding] = []

    private struct Shown: Sendable {
        let path: String
        let name: String
        let split: String
    }

    /// - Parameters:
    ///   - path: the dataset's folder, or a file of labels; one without several parts has no leak.
    ///   - isWanted: whether its pipeline lets a photo be in several parts.
    init(in path: String, isWanted: Bool) throws {
        // What cannot be opened as a dataset, the audit has reported.
        guard let dataset = try? DatasetSources.open(path) else { return }
        let shown = dataset.photos.compactMap { photo in
            photo.split.map { Shown(path: photo.path, name: photo.path.lastPart, split: $0) }
        }
        guard Set(shown.map(\.split)).count > 1 else { return }
        let hashes = shown.concurrentMap(inChunksOf: 4) { try? PerceptualHash($0.path) }
        let leaks = Array(shown.indices).concurrentMap { first -> Int? in
            guard let hash = hashes[first] else { return nil }
            return shown.indices[(first + 1)...].first {
                shown[$0].split != shown[first].split && hashes[$0]?.isAlike(hash) ?? false
            }
        }
        for (first, leak) in leaks.enumerated() {
            guard let other = leak.map({ shown[$0] }) else { continue }
            findings.append(
                Finding(
                    isWanted ? .note : .error, .splitLeak, file: shown[first].name,
                    "is of \(shown[first].split) and shows the same as \(other.name) of \(other.split)",
                    remedy: isWanted ? nil : "put both into one part"))
        }
    }
}
