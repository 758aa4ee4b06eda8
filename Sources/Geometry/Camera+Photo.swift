/// The camera of an image made from another by resizing, cropping or flipping it.
extension Camera {
    /// The camera of the image resized to another size, of nearly the same proportions: the focal length changes with
    /// the width.
    package func resized(width newWidth: Int, height newHeight: Int) -> Camera {
        var camera = self
        let (scaleX, scaleY) = (Double(newWidth) / Double(width), Double(newHeight) / Double(height))
        camera.width = newWidth
        camera.height = newHeight
        camera.focalPixels = focalPixels * scaleX
        camera.principal = Point(principal.x * scaleX, principal.y * scaleY)
        return camera
    }

    /// The camera of a part of the image: the optical axis may then miss the middle of the part.
    package func cropped(to rect: PixelRect) -> Camera {
        var camera = self
        camera.width = rect.width
        camera.height = rect.height
        camera.principal = Point(principal.x - Double(rect.minX), principal.y - Double(rect.minY))
        return camera
    }

    /// The camera of the image with left and right swapped: it sees the mirror image of its world.
    package var mirrored: Camera {
        var camera = self
        camera.principal.x = Double(width) - principal.x
        camera.roll = -roll
        return camera
    }
}
