import Foundation
import Testing

@testable import Pictures

/// A folder of its own for each test, gone with the last reference.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "diorama-vips-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// Even areas, one for each letter, 16 × 16 pixels each, so that JPEG keeps their colours to within a few steps.
let letters: [Character: [UInt8]] = [
    "R": [220, 30, 40], "G": [20, 170, 60], "B": [30, 50, 200], "W": [255, 255, 255], "K": [0, 0, 0],
    "g": [128, 128, 128], ".": [90, 140, 190],
]

/// A raster drawn as rows of letters.
func drawn(_ rows: String...) -> Raster {
    var raster = Raster(width: rows[0].count * 16, height: rows.count * 16)
    for y in 0..<raster.height {
        for (column, letter) in rows[y / 16].enumerated() {
            guard let colour = letters[letter].map({ $0 + [255] }) else { preconditionFailure("no colour \(letter)") }
            for x in (column * 16)..<(column * 16 + 16) {
                for band in 0..<4 { raster.bytes[(y * raster.width + x) * 4 + band] = colour[band] }
            }
        }
    }
    return raster
}

/// The letters back from a raster, by the middles of the areas; `?` where no colour is within `tolerance` steps.
func rows(of raster: Raster, area: Int = 16, tolerance: Int = 6) -> [String] {
    stride(from: area / 2, to: raster.height, by: area).map { y in
        String(
            stride(from: area / 2, to: raster.width, by: area).map { x in
                let pixel = raster.pixel(x, y)
                return letters.first {
                    zip($0.value + [255], pixel).allSatisfy { abs(Int($0) - Int($1)) <= tolerance }
                }?
                .key ?? "?"
            })
    }
}

extension Raster {
    func pixel(_ x: Int, _ y: Int) -> [UInt8] {
        Array(bytes[((y * width + x) * 4)..<((y * width + x) * 4 + 4)])
    }

    /// As an image without the fourth band.
    func image() throws -> Image {
        try Image(self).bands(from: 0, count: 3)
    }
}

extension Image {
    /// The bytes of a file made by libvips' saver of that name.
    func saved(_ saver: String, _ arguments: KeyValuePairs<String, Argument> = [:]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let all = [("in", .image(self))] + arguments.map { ($0.key, $0.value) }
        try Operation(saver, all).read(into: &bytes)
        return bytes
    }
}

/// A JPEG with an EXIF block behind its first marker.
func withExif(_ jpeg: [UInt8], orientation: Int, focalLength35mm: Int? = nil, isLittle: Bool = true) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
        let digits = (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
        return isLittle ? digits : digits.reversed()
    }
    func short(_ tag: Int, _ value: Int) -> [UInt8] {
        number(tag, 2) + number(3, 2) + number(1, 4) + number(value, 2) + [0, 0]
    }
    var tiff: [UInt8] = Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
    tiff += number(2, 2) + short(0x0112, orientation)
    tiff += number(0x8769, 2) + number(4, 2) + number(1, 4) + number(38, 4) + number(0, 4)
    if let focalLength35mm {
        tiff += number(1, 2) + short(0xA405, focalLength35mm) + number(0, 4)
    } else {
        tiff += number(0, 2) + number(0, 4)
    }
    let body = Array("Exif\0\0".utf8) + tiff
    let length = body.count + 2
    return Array(jpeg[..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + body + Array(jpeg[2...])
}

func failure(_ body: () throws -> Void) -> PictureError? {
    do {
        try body()
        return nil
    } catch {
        return error as? PictureError
    }
}
