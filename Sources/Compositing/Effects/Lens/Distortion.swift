package import Cards
import Findings
import Geometry
package import Pictures
import Scenes

/// A lens that bends straight lines: barrel or pincushion, and off-centre.
///
/// `LensDistortion` has the model; the coefficients are those that OpenCV calibrates. The picture is scaled about its
/// middle so that every pixel shows a part of the photo, and no more than that: a barrel loses some of the photo at the
/// middles of its sides, a pincushion at its corners. Labels follow, see `Composite.warp`.
package struct Distortion: WarpingEffect {
    package var k1 = -0.1
    package var k2 = 0.0
    package var k3 = 0.0
    package var p1 = 0.0
    package var p2 = 0.0

    package init() {}

    package static let card = Card<Distortion>(
        "distortion", "A lens that bends straight lines.",
        .field(
            "k1", \.k1, .number(in: -1...1, .other("without unit")),
            "How far a ray is bent by the square of its distance from the axis: below 0 a barrel, above 0 a pincushion."
        ),
        .field("k2", \.k2, .number(in: -1...1, .other("without unit")), "The same by the fourth power."),
        .field("k3", \.k3, .number(in: -1...1, .other("without unit")), "The same by the sixth power."),
        .field(
            "p1", \.p1, .number(in: -0.1...0.1, .other("without unit")),
            "The tilt of the lens against the sensor, upright."),
        .field(
            "p2", \.p2, .number(in: -0.1...0.1, .other("without unit")),
            "The tilt of the lens against the sensor, across.")
    )

    package static let stage: LightStage? = .lens

    /// - Throws: `PictureError` for a photo with a field of view for which the coefficients say nothing.
    package func warped(_ picture: PictureWarp, of file: String) throws(PictureError) -> PictureWarp? {
        let distortion = LensDistortion(k1: k1, k2: k2, k3: k3, p1: p1, p2: p2)
        guard !distortion.isNone else { return nil }
        var picture = picture
        let camera = picture.camera
        guard
            let warp = FittingWarp.make(
                width: camera.width, height: camera.height, { LensWarp(distortion, on: camera, scale: $0) })
        else {
            throw PictureError.misfit(
                "its field of view of \(Int(camera.horizontalFieldOfView.degrees.rounded()))° is too wide for "
                    + "“distortion” with these coefficients: far from the axis they bend rays back",
                file)
        }
        picture.add(warp)
        picture.lens = distortion
        (picture.camera.focalPixels, picture.camera.principal) = (warp.seenFocalPixels, warp.seenPrincipal)
        return picture
    }
}

extension PictureError {
    /// A photo that an effect cannot be applied to.
    static func misfit(_ words: String, _ file: String) -> PictureError {
        PictureError(.outOfRange, file: file, words)
    }
}
