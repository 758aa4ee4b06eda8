package import Cards
package import Pictures
import Scenes

/// An effect that moves what the picture shows.
package protocol WarpingEffect: Effect {
    /// What the effect does to the places of things, after other effects; nil where its values move nothing.
    ///
    /// - Parameters:
    ///   - picture: the warps so far.
    ///   - file: the photo, for the error.
    /// - Throws: `PictureError` for a camera for which the effect's values say nothing.
    func warped(_ picture: PictureWarp, of file: String) throws(PictureError) -> PictureWarp?
}

extension WarpingEffect {
    package func apply(to composite: inout Composite, streams: RandomStreams) throws {
        try composite.warp(as: warped(composite.pictureWarp, of: composite.scene.photo.file))
    }
}
