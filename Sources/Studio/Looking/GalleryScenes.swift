import Datasets
import Synchronization

/// The scenes of a dataset of ours. Their file is looked through once, when a scene is first wanted.
final class GalleryScenes: Sendable {
    private let root: String?
    private let lines = Mutex<Result<SceneLines, any Error>?>(nil)

    /// - Parameter root: the dataset's folder; nil for one without scenes.
    init(root: String?) { self.root = root }

    /// Nil for a dataset without scenes.
    func read() throws -> SceneLines? {
        guard let root else { return nil }
        return try lines.withLock { lines in
            let result = lines ?? Result { try SceneLines(of: root) }
            lines = result
            return try result.get()
        }
    }
}
