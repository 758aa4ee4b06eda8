import Cards
import Drawings
import Foundation
import Geometry
import Pictures
import Pipelines
import Testing

@testable import Objects

/// `#` is opaque, `+` has alpha 128, `.` is transparent; each pixel is `scale` pixels a side.
func raster(_ rows: String, _ colour: (UInt8, UInt8, UInt8) = (200, 100, 50), scale: Int = 1) -> Raster {
    let rows = rows.split(separator: "\n").map(Array.init)
    let alphas: [Character: UInt8] = ["#": 255, "+": 128, ".": 0]
    var raster = Raster(width: rows[0].count * scale, height: rows.count * scale)
    for y in 0..<raster.height {
        for x in 0..<raster.width {
            let at = (y * raster.width + x) * 4
            let alpha = alphas[rows[y / scale][x / scale], default: 0]
            raster.bytes.replaceSubrange(at..<at + 4, with: [colour.0, colour.1, colour.2, alpha])
        }
    }
    return raster
}

extension Raster {
    /// The bounds of what is seen of it, between pixels where an edge is soft: by the most opaque pixel of its outermost
    /// columns and rows. In one pass, since tests are not optimized.
    var inkBounds: Rect? {
        var (columns, rows) = ([UInt8](repeating: 0, count: width), [UInt8](repeating: 0, count: height))
        bytes.withUnsafeBufferPointer { bytes in
            columns.withUnsafeMutableBufferPointer { columns in
                var at = 3
                for row in 0..<height {
                    var most: UInt8 = 0
                    for column in 0..<width {
                        let alpha = bytes[at]
                        at += 4
                        guard alpha > 0 else { continue }
                        if alpha > most { most = alpha }
                        if alpha > columns[column] { columns[column] = alpha }
                    }
                    rows[row] = most
                }
            }
        }
        func ends(_ alphas: [UInt8]) -> (Double, Double)? {
            guard let first = alphas.firstIndex(where: { $0 > 0 }), let last = alphas.lastIndex(where: { $0 > 0 })
            else { return nil }
            return (Double(first + 1) - Double(alphas[first]) / 255, Double(last) + Double(alphas[last]) / 255)
        }
        guard let (left, right) = ends(columns), let (top, bottom) = ends(rows) else { return nil }
        return Rect(minX: left, minY: top, maxX: right, maxY: bottom)
    }
}

/// White where the drawing has `#`, black elsewhere; no alpha.
func mask(_ rows: String, scale: Int = 1) -> Raster {
    var mask = raster(rows, scale: scale)
    for at in stride(from: 0, to: mask.bytes.count, by: 4) {
        let value = mask.bytes[at + 3]
        mask.bytes.replaceSubrange(at..<at + 4, with: [value, value, value, 255])
    }
    return mask
}

/// The finest level's alpha as a drawing: `#` from 192, `+` from 64, `.` below.
func alpha(of sprite: Sprite) -> String {
    let level = sprite.levels[0]
    return (0..<level.height).map { y in
        String(
            (0..<level.width).map { x -> Character in
                switch level.texels[(y + 1) * level.stride + x + 1] >> 24 {
                case 192...: "#"
                case 64...: "+"
                default: "."
                }
            })
    }.joined(separator: "\n")
}

/// A texel of the finest level: red, green, blue, alpha, premultiplied.
func texel(_ sprite: Sprite, _ x: Int, _ y: Int) -> [UInt8] {
    let level = sprite.levels[0]
    let texel = level.texels[(y + 1) * level.stride + x + 1]
    return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: texel >> $0) }
}

func part(_ name: String, _ values: KeyValuePairs<String, Value>) -> DrawnPart {
    DrawnPart(name: name, values: .map(values))
}

/// The one object that a part stands for, chosen for image 0.
func chosen(_ library: ObjectLibrary, _ name: String, _ values: KeyValuePairs<String, Value>) throws -> DrawnPart {
    try library.choose(part(name, values), from: RandomStreams(seed: 1, image: 0))
}

/// The message with which an object is refused, at whichever step that is.
func refusal(_ name: String, _ values: KeyValuePairs<String, Value>, maxPixels: Int = 1 << 24) throws -> ObjectError {
    let library = ObjectLibrary(maxPixels: maxPixels)
    return try #require(throws: ObjectError.self) {
        _ = try library.sprite(of: chosen(library, name, values), heightPixels: 64)
    }
}

/// A pipeline's `from:` as it is read from a file.
func draft(_ yaml: String) throws -> PartDraft {
    let source = Source(name: "p.yaml", text: yaml)
    var reading = Reading(folder: "")
    let draft = Form<PartDraft>.part(ObjectSources.catalogue).decode(try Node(parsing: source), &reading)
    return try #require(draft, "\(reading.diagnostics)")
}
