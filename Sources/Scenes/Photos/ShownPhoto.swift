import Cards

/// What decides about a photo's pixels before any view of them: its file, and what is wiped from it.
package struct WipedPhoto: Hashable, Sendable {
    private var file: ExactText
    /// The things that are wiped from it, and the labels that they belong to.
    private var labels: PhotoLabelReference?
    private var wiped: [WipedRegion]

    package init(_ photo: ScenePhoto) {
        (file, labels, wiped) = (ExactText(photo.file), photo.labels, photo.wiped)
    }
}

/// What decides about the pixels under a scene's objects, but for a panorama's view.
package struct ShownPhoto: Hashable, Sendable {
    private var photo: WipedPhoto
    private var view: PhotoView

    package init(_ photo: ScenePhoto) {
        (self.photo, view) = (WipedPhoto(photo), photo.view)
    }
}
