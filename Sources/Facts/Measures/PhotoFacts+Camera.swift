import Cards
package import Geometry
package import Scenes

extension PhotoFacts {
    /// The camera that took a photo of a size, by its facts. Missing ones take the defaults of a pipeline.
    package func camera(
        width: Int, height: Int,
        defaults: PhotoCameraDefaults = PhotoCameraDefaults(
            fieldOfView: .degrees(60), horizon: 0.5, heightMetres: 1.6)
    ) -> Camera {
        PhotoView(photoWidth: width, photoHeight: height).camera(self, defaults: defaults)
    }

    /// Facts that contradict each other, a sentence each.
    ///
    /// - Parameter exif: the field of view by the photo's EXIF, where it has one.
    package func contradictions(width: Int, height: Int, exif: Angle? = nil) -> [String] {
        var sentences = broken
        let camera = camera(width: width, height: height)
        if sentences.isEmpty, let ground, horizon != nil || pitch != nil {
            let above = ground.vertices.filter { corner in
                let point = Point(corner.x * Double(width), corner.y * Double(height))
                return point.y < camera.horizonY(atX: point.x) - 0.005 * Double(height)
            }
            if !above.isEmpty, abs(camera.pitch.degrees) < 80 {
                sentences.append(
                    "\(above.count) of the \(ground.vertices.count) corners of “ground” lie above the horizon, where there is "
                        + "no ground")
            }
        }
        if let exif, let fieldOfView, !(0.8...1.25).contains(fieldOfView.degrees / exif.degrees) {
            sentences.append(
                "“fov” is \(fieldOfView.degrees.inThreeDigits)°, and the photo's EXIF says \(exif.degrees.inThreeDigits)°"
            )
        }
        for (name, plane) in planes.sorted(by: { $0.key < $1.key }) {
            let corners = plane.corners.map { Point($0.x * Double(width), $0.y * Double(height)) }
            do throws(Undetermined) {
                let seen = try PlaneFromCorners(corners, widthMetres: plane.widthMetres, seenBy: camera)
                guard fieldOfView != nil, let contradiction = seen.contradiction else { continue }
                sentences.append("the plane “\(name)”: \(contradiction)")
            } catch {
                sentences.append("the plane “\(name)”: \(error.words)")
            }
        }
        if let sun, sun.elevation < .zero {
            sentences.append("the sun's elevation is below the horizon: nothing has a shadow by it")
        }
        return sentences
    }
}
