package import Scenes
import Synchronization
package import Vips

/// Decoded photos, kept as long as memory allows where images share them.
///
/// Which images find their photo here depends on timing, their pixels do not.
package final class PhotoCache: Sendable {
    private struct Key: Hashable {
        var file: String
        var view: PhotoView
    }

    private struct State {
        var entries: [Key: (raster: Raster, lastUse: Int)] = [:]
        var clock = 0
        var bytes = 0
    }

    private let state = Mutex(State())
    private let limit: Int
    private let maxPixels: Int

    /// - Parameters:
    ///   - limit: the most memory that decoded photos may hold, in bytes; 0 keeps none.
    ///   - maxPixels: the largest photo that is decoded.
    package init(limit: Int, maxPixels: Int = PhotoFile.defaultMaxPixels) {
        self.limit = limit
        self.maxPixels = maxPixels
    }

    /// Replaces what `canvas` holds by the photo as the scene sees it.
    ///
    /// - Throws: as `PhotoFile.decode`.
    package func load(_ photo: ScenePhoto, into canvas: inout Raster) throws(VipsError) {
        let key = Key(file: photo.file, view: photo.view)
        if limit > 0, let known = known(key) {
            canvas.copy(known)
            return
        }
        try PhotoFile.decode(photo.file, photo.view.decoding(maxPixels: maxPixels), into: &canvas)
        if limit > 0 { keep(canvas, for: key) }
    }

    private func known(_ key: Key) -> Raster? {
        state.withLock { state in
            guard let entry = state.entries[key] else { return nil }
            state.clock += 1
            state.entries[key] = (entry.raster, state.clock)
            return entry.raster
        }
    }

    private func keep(_ canvas: Raster, for key: Key) {
        guard canvas.bytes.count <= limit else { return }
        var copy = Raster()
        copy.copy(canvas)
        let kept = copy
        state.withLock { state in
            guard state.entries[key] == nil else { return }
            while state.bytes + kept.bytes.count > limit,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.bytes -= oldest.value.raster.bytes.count
                state.entries[oldest.key] = nil
            }
            state.clock += 1
            state.bytes += kept.bytes.count
            state.entries[key] = (kept, state.clock)
        }
    }
}
