import Geometry
import Pictures
import Scenes
import Synchronization

/// JPEG files of views that several images show, so that the next image of a view need only code anew what differs.
///
/// It depends on timing which images find their view here, but their bytes do not. Nothing is ever removed, as in
/// `PhotoCache`.
package final class CodedViews: Sendable {
    /// The file of one image, and where that image shows something else than its photo.
    struct View {
        var coded: CodedJPEG
        var touched: [PixelRect]
        /// Whether it is the photo's own file: blocks must be taken over from it, since no other coding gives the same.
        var isPhoto = false

        var touchedArea: Int { touched.reduce(0) { $0 + $1.area } }
    }

    private struct State {
        var views: [ShownPhoto: View] = [:]
        var bytes = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: the most memory that the files may hold, in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    func view(_ key: ShownPhoto) -> View? { state.withLock { $0.views[key] } }

    /// Keeps a view, if there is room.
    func keep(_ view: View, of key: ShownPhoto) {
        state.withLock { state in
            let bytes = state.bytes - (state.views[key]?.coded.memory ?? 0) + view.coded.memory
            guard bytes <= limit else { return }
            state.views[key] = view
            state.bytes = bytes
        }
    }
}
