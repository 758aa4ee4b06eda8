import Geometry
import Masks
import Objects
import Pictures

@testable import Compositing

/// Pixel by pixel, with straight alpha.
func raster(_ width: Int, _ height: Int, _ pixel: (Int, Int) -> (UInt8, UInt8, UInt8, UInt8)) -> Raster {
    var raster = Raster(width: width, height: height)
    for y in 0..<height {
        for x in 0..<width {
            let (red, green, blue, alpha) = pixel(x, y)
            let at = (y * width + x) * 4
            raster.bytes.replaceSubrange(at..<at + 4, with: [red, green, blue, alpha])
        }
    }
    return raster
}

/// `#` is opaque, `+` has alpha 128, `-` alpha 127, `.` is transparent.
func raster(_ rows: String, colour: (UInt8, UInt8, UInt8) = (200, 100, 50)) -> Raster {
    let rows = rows.split(separator: "\n").map(Array.init)
    let alphas: [Character: UInt8] = ["#": 255, "+": 128, "-": 127, ".": 0]
    return raster(rows[0].count, rows.count) { x, y in
        (colour.0, colour.1, colour.2, alphas[rows[y][x], default: 0])
    }
}

/// The map as text, `.` for 0.
func drawing(_ map: InstanceMap) -> String {
    (0..<map.height).map { y in
        map.ids[y * map.width..<(y + 1) * map.width].map { $0 == 0 ? "." : String($0) }.joined()
    }.joined(separator: "\n")
}

/// Object plane to image for a sprite shown texel by pixel with its corner at (x, y).
func placed(_ sprite: Sprite, x: Double = 0, y: Double = 0, scale: Double = 1) -> Homography {
    let height = Double(sprite.levels[0].height) * scale
    return Homography(height, 0, x, 0, height, y, 0, 0, 1)
}

/// A grey opaque photo with some structure.
func photo(_ width: Int, _ height: Int) -> Raster {
    raster(width, height) { x, y in
        (UInt8((x * 7 + y * 3) % 256), UInt8((x * 5 + y * 11) % 256), UInt8((x ^ y) % 256), 255)
    }
}

/// A canvas with its map, as one value to paste on.
struct Canvas: Equatable {
    var image: Raster
    var map: InstanceMap

    init(_ image: Raster) {
        self.image = image
        map = InstanceMap(width: image.width, height: image.height)
    }

    mutating func paste(
        _ sprite: Sprite, _ imageFromObject: Homography, _ look: Look = Look(), id: UInt16 = 1,
        _ workspace: PasteWorkspace = PasteWorkspace()
    ) -> Pasted {
        workspace.paste(sprite, imageFromObject, look, id: id, onto: &image, &map)
    }

    func pixel(_ x: Int, _ y: Int) -> [UInt8] {
        let at = (y * image.width + x) * 4
        return Array(image.bytes[at..<at + 4])
    }
}
