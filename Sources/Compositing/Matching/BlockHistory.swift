import Geometry
import Pictures
import Scenes

/// The traces that a photo's JPEG file has left in an image, on the photo's own grid of blocks.
struct BlockHistory: Sendable, Hashable {
    let quantisation: PhotoFile.Quantisation
    /// The corner of one of the grid's blocks, in the image.
    let originX: Int
    let originY: Int

    /// Nil for a photo that was no JPEG, is resized, or was coded so finely that nothing shows.
    init?(_ photo: ScenePhoto) {
        let view = photo.view
        guard photo.panorama == nil, view.width == view.crop.width, view.height == view.crop.height,
            let quantisation = PhotoFile.quantisation(photo.file), quantisation.luma.contains(where: { $0 > 1 })
        else { return nil }
        self.init(quantisation, view)
    }

    init(_ quantisation: PhotoFile.Quantisation, _ view: PhotoView) {
        self.quantisation = quantisation
        // A mirrored block is a block: its odd coefficients change their signs.
        originX = view.isMirrored ? view.width + view.crop.minX : -view.crop.minX
        originY = -view.crop.minY
    }
}
