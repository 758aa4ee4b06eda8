/// The view of flat objects: a cut-out, a sign, a drawing as a card in space.
///
/// The object plane is that of a sprite: x to the right, y down, origin at its top left, the unit its height. At
/// rotation zero a card stands upright and faces +z, the viewer of an unturned camera. Its rotation is
/// `Matrix3.rotation(yaw:pitch:roll:)` about `anchor`, the fixed point of the object plane: the middle of the lower
/// edge for an object that stands on the ground.
extension Camera {
    /// The homography of any plane: (u, v) of the plane is `origin + u · uAxis + v · vAxis` of the world, in metres.
    ///
    /// Its w is the depth in metres, so a point behind the camera has w ≤ 0.
    package func imageFromPlane(origin: Vector3, uAxis: Vector3, vAxis: Vector3) -> Homography {
        let cameraFromWorld = worldFromCamera.transposed
        return imageFromCameraPlane(
            origin: cameraFromWorld * (origin - position),
            uAxis: cameraFromWorld * uAxis, vAxis: cameraFromWorld * vAxis)
    }

    /// The homography of a card of `heightMetres`, its anchor at a point of the world: on the ground, or in the air.
    package func imageFromObject(
        heightMetres: Double, anchor: Point, at world: Vector3, rotation: Matrix3 = .identity
    ) -> Homography {
        let uAxis = rotation.x * heightMetres
        let vAxis = rotation.y * -heightMetres
        return imageFromPlane(
            origin: world - uAxis * anchor.x - vAxis * anchor.y, uAxis: uAxis, vAxis: vAxis)
    }

    /// The homography of a card that is as tall as `heightPixels` would be if it were not turned, its anchor at a point
    /// of the image.
    ///
    /// It is for photos without a known ground. The rotation is relative to the camera, not to the world: a card that
    /// is not turned comes out undistorted. The focal length determines how much larger the near side appears than the
    /// far one.
    package func imageFromObject(
        heightPixels: Double, anchor: Point, at image: Point, rotation: Matrix3 = .identity
    ) -> Homography {
        // An image does not separate size from depth, so the anchor is at depth 1.
        let uAxis = rotation.x * (heightPixels / focalPixels)
        let vAxis = rotation.y * (-heightPixels / focalPixels)
        return imageFromCameraPlane(
            origin: cameraRay(through: image) - uAxis * anchor.x - vAxis * anchor.y, uAxis: uAxis, vAxis: vAxis)
    }

    /// The plane that a homography of this camera shows, in the camera's own frame: the inverse of making one. Its unit
    /// of length is the unit of depth in the homography's w.
    package func plane(of imageFromPlane: Homography) -> (origin: Vector3, uAxis: Vector3, vAxis: Vector3) {
        let h = imageFromPlane
        func point(_ x: Double, _ y: Double, _ w: Double) -> Vector3 {
            [(x - principal.x * w) / focalPixels, (principal.y * w - y) / focalPixels, -w]
        }
        return (
            origin: point(h.m02, h.m12, h.m22), uAxis: point(h.m00, h.m10, h.m20), vAxis: point(h.m01, h.m11, h.m21)
        )
    }

    /// The same plane in the world: its point (u, v) is `origin + u · uAxis + v · vAxis`, in metres where the
    /// homography's w is.
    package func worldPlane(of imageFromPlane: Homography) -> (origin: Vector3, uAxis: Vector3, vAxis: Vector3) {
        let plane = plane(of: imageFromPlane)
        return (
            origin: position + worldFromCamera * plane.origin, uAxis: worldFromCamera * plane.uAxis,
            vAxis: worldFromCamera * plane.vAxis
        )
    }

    /// Projection of a plane in the camera's own frame: each row of the matrix is one homogeneous image coordinate,
    /// each column the plane's u axis, v axis or origin.
    private func imageFromCameraPlane(origin: Vector3, uAxis: Vector3, vAxis: Vector3) -> Homography {
        func x(_ v: Vector3) -> Double { focalPixels * v.x - principal.x * v.z }
        func y(_ v: Vector3) -> Double { -focalPixels * v.y - principal.y * v.z }
        return Homography(
            x(uAxis), x(vAxis), x(origin),
            y(uAxis), y(vAxis), y(origin),
            -uAxis.z, -vAxis.z, -origin.z)
    }
}
