package import Pictures
package import Scenes
import Synchronization

/// Decoded photos, kept as far as memory allows for images that share them.
///
/// Nothing is ever removed: images come round to their photos in turn, so the photo that was used longest ago is the
/// one that is needed next. It depends on timing which images find their photo here, but their pixels do not.
package final class PhotoCache: Sendable {
    private struct Key: Hashable {
        var file: String
        var view: PhotoView
        /// The things that are wiped from it, and the labels that they belong to.
        var labels: PhotoLabelReference?
        var wiped: [WipedRegion]

        init(_ photo: ScenePhoto) {
            (file, view, labels, wiped) = (photo.file, photo.view, photo.labels, photo.wiped)
        }
    }

    private struct State {
        var rasters: [Key: Raster] = [:]
        var bytes = 0
        var traits: [Key: PhotoTraits] = [:]
    }

    /// The most photos whose traits are kept: of about 60 KB each.
    private static let mostTraits = 256

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: the most memory that the photos may hold, in bytes; 0 keeps none.
    package init(limit: Int) {
        self.limit = limit
    }

    /// The photo as the scene sees it, if it is here.
    package func raster(_ photo: ScenePhoto) -> Raster? {
        limit > 0 ? state.withLock { $0.rasters[Key(photo)] } : nil
    }

    /// Whether there is room for another photo of this size. By the time it is kept there may not be.
    package func hasRoom(bytes: Int) -> Bool {
        limit > 0 && state.withLock { $0.bytes + bytes <= limit }
    }

    /// Keeps a photo, if there is room.
    package func keep(_ raster: Raster, of photo: ScenePhoto) {
        state.withLock { state in
            let key = Key(photo)
            guard state.rasters[key] == nil, state.bytes + raster.bytes.count <= limit else { return }
            state.rasters[key] = raster
            state.bytes += raster.bytes.count
        }
    }

    /// What has been measured in the photo as the scene sees it, if it is here.
    func traits(_ photo: ScenePhoto) -> PhotoTraits? { state.withLock { $0.traits[Key(photo)] } }

    /// Keeps what has been measured, if there is room.
    func keep(_ traits: PhotoTraits, of photo: ScenePhoto) {
        state.withLock { state in
            guard state.traits.count < PhotoCache.mostTraits else { return }
            state.traits[Key(photo)] = traits
        }
    }
}
