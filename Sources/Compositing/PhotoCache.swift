package import Pictures
package import Scenes
import Synchronization

/// Decoded photos, kept as far as memory allows for images that share them: as they are shown or, where each image shows
/// another window, as they were decoded.
///
/// Nothing is ever removed: images come round to their photos in turn, so the photo that was used longest ago is the
/// one that is needed next. It depends on timing which images find their photo here, but their pixels do not.
package final class PhotoCache: Sendable {
    private struct State {
        var rasters: [ShownPhoto: Raster] = [:]
        /// Of one photo more than one, where windows ask for it at different sizes.
        var sources: [WipedPhoto: [PhotoSource]] = [:]
        var bytes = 0
        var traits: [ShownPhoto: PhotoTraits] = [:]
        var lights: [ShownPhoto: PhotoLight] = [:]
    }

    /// The most photos whose traits, of about 60 KB each, and whose light, of as much, are kept.
    private static let mostTraits = 256

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: the most memory that the photos may hold, in bytes; 0 keeps none.
    package init(limit: Int) {
        self.limit = limit
    }

    /// The photo as the scene sees it, if it is here.
    package func raster(_ photo: ScenePhoto) -> Raster? {
        limit > 0 ? state.withLock { $0.rasters[ShownPhoto(photo)] } : nil
    }

    /// Whether there is room for another photo of this size. By the time it is kept there may not be.
    package func hasRoom(bytes: Int) -> Bool {
        limit > 0 && state.withLock { $0.bytes + bytes <= limit }
    }

    /// Keeps a photo, if there is room.
    package func keep(_ raster: Raster, of photo: ScenePhoto) {
        state.withLock { state in
            let key = ShownPhoto(photo)
            guard state.rasters[key] == nil, state.bytes + raster.bytes.count <= limit else { return }
            state.rasters[key] = raster
            state.bytes += raster.bytes.count
        }
    }

    /// The decoded photo, as far as a view needs it, if it is here.
    func source(_ photo: WipedPhoto, for options: PhotoFile.Options) -> PhotoSource? {
        limit > 0 ? state.withLock { $0.sources[photo]?.first { $0.serves(options) } } : nil
    }

    /// Keeps a decoded photo, if there is room. Its storage is shared from then on.
    ///
    /// - Returns: whether it is kept.
    func keep(_ source: PhotoSource, of photo: WipedPhoto, for options: PhotoFile.Options) -> Bool {
        limit > 0
            && state.withLock { state in
                guard state.bytes + source.byteCount <= limit,
                    !(state.sources[photo]?.contains { $0.serves(options) } ?? false)
                else { return false }
                state.sources[photo, default: []].append(source)
                state.bytes += source.byteCount
                return true
            }
    }

    /// What has been measured in the photo as the scene sees it, if it is here.
    func traits(_ photo: ScenePhoto) -> PhotoTraits? { state.withLock { $0.traits[ShownPhoto(photo)] } }

    /// Keeps what has been measured, if there is room.
    func keep(_ traits: PhotoTraits, of photo: ScenePhoto) {
        state.withLock { state in
            guard state.traits.count < PhotoCache.mostTraits else { return }
            state.traits[ShownPhoto(photo)] = traits
        }
    }

    /// The light of the photo as the scene sees it, guessed for the camera that saw it last, if it is here.
    func light(_ photo: ScenePhoto) -> PhotoLight? { state.withLock { $0.lights[ShownPhoto(photo)] } }

    /// Keeps the light that has been guessed for a photo, if there is room.
    func keep(_ light: PhotoLight, of photo: ScenePhoto) {
        state.withLock { state in
            let key = ShownPhoto(photo)
            guard state.lights[key] != nil || state.lights.count < PhotoCache.mostTraits else { return }
            state.lights[key] = light
        }
    }
}
