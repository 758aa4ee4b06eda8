/// A photo with the labelled things that it shows: one of the library that a scene is drawn on, or a scene's own.
package struct LabelledPhoto<Photo: Sendable>: Sendable {
    package let photo: Photo
    /// The things in the order of their dataset; none for a photo that no dataset labels.
    package let instances: [RealInstance]

    package init(_ photo: Photo, showing instances: [RealInstance] = []) {
        self.photo = photo
        self.instances = instances
    }
}
