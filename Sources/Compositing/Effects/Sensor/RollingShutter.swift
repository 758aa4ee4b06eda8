package import Cards
import Geometry
package import Pictures
import Scenes

/// A sensor that is read row by row while the camera turns: upright things lean, and the picture is stretched or pressed.
///
/// `ShutterWarp` has the model. The middle row stays where it is; the picture is enlarged about its middle so that every
/// pixel shows a part of the photo, and no more than that. Each row is as sharp as before: `motion_blur` blurs it. Labels
/// follow, see `Composite.warp`.
package struct RollingShutter: WarpingEffect {
    package var yaw = 20.0
    package var pitch = 0.0
    package var roll = 0.0
    package var readout = 20.0

    package init() {}

    package static let card = Card<RollingShutter>(
        "rolling_shutter", "A sensor that is read row by row while the camera turns.",
        .field(
            "yaw", \.yaw, .number(in: -200...200, .other("degrees a second")),
            "How fast the camera turns to the right; below 0 to the left."),
        .field(
            "pitch", \.pitch, .number(in: -200...200, .other("degrees a second")),
            "How fast the camera turns upwards; below 0 downwards."),
        .field(
            "roll", \.roll, .number(in: -200...200, .other("degrees a second")),
            "How fast the camera turns about its axis, counter-clockwise as seen from behind it."),
        .field(
            "readout", \.readout, .number(in: 0...100, .other("milliseconds")),
            "The time from the first row to the last: 10 is a fast sensor, 30 a slow one; 0 changes nothing.")
    )

    package static let stage: LightStage? = .sensor

    /// - Throws: `PictureError` for a photo whose field of view is so narrow that the camera turns past it.
    package func warped(_ picture: PictureWarp, of file: String) throws(PictureError) -> PictureWarp? {
        let motion = ShutterMotion(yaw: yaw, pitch: pitch, roll: roll, readoutSeconds: readout / 1000)
        guard readout > 0, yaw != 0 || pitch != 0 || roll != 0 else { return nil }
        var picture = picture
        let camera = picture.camera
        let frame = Rect(PixelRect(width: camera.width, height: camera.height))
        guard
            let warp = FittingWarp.make(
                width: camera.width, height: camera.height, { ShutterWarp(motion, on: camera, scale: $0) }),
            // Where the camera turns as fast as the rows go on, it sees a point at several of them.
            frame.corners.allSatisfy({ warp.source(of: $0).flatMap(warp.place) != nil })
        else {
            throw PictureError.misfit(
                "its field of view of \(Int(camera.horizontalFieldOfView.degrees.rounded()))° is too narrow for "
                    + "“rolling_shutter” with so fast a turn",
                file)
        }
        picture.add(warp)
        picture.shutter = motion
        let scale = warp.scale
        picture.camera.focalPixels *= scale
        let middle = frame.center
        picture.camera.principal = Point(
            middle.x + (camera.principal.x - middle.x) * scale, middle.y + (camera.principal.y - middle.y) * scale)
        return picture
    }
}
