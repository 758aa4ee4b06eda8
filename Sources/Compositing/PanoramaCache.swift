package import Pictures
package import Rendering
import Synchronization

/// Panoramas in memory, kept as far as there is room for the many images that look into each.
///
/// As with photos, nothing is ever removed. It depends on timing which images find their panorama here, but their
/// pixels do not.
package final class PanoramaCache: Sendable {
    private struct State {
        var panoramas: [String: Panorama] = [:]
        var bytes = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    /// Room for two dozen panoramas of 4,096 × 2,048.
    package static let defaultLimit = 1 << 30

    /// - Parameter limit: the most memory that they may hold, in bytes; 0 keeps none.
    package init(limit: Int = defaultLimit) {
        self.limit = limit
    }

    /// The panorama of a file.
    ///
    /// - Parameter maxPixels: larger ones are refused.
    /// - Throws: as `Panorama.init(_:)` and `PanoramaFile.init`.
    package func panorama(_ file: String, maxPixels: Int) throws(PictureError) -> Panorama {
        if let known = state.withLock({ $0.panoramas[file] }) { return known }
        let panorama = try Panorama(try PanoramaFile(file, maxPixels: maxPixels))
        return state.withLock { state in
            // Another worker may have read it meanwhile.
            if let known = state.panoramas[file] { return known }
            if state.bytes + panorama.bytes <= limit {
                state.panoramas[file] = panorama
                state.bytes += panorama.bytes
            }
            return panorama
        }
    }
}
