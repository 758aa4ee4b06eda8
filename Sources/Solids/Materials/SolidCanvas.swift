import Drawings
import Pictures
import Rendering

/// A texture while it is painted: sRGB colours, roughness and metalness of every texel.
struct SolidCanvas: Sendable {
    let width: Int
    let height: Int
    /// The extent of the canvas: metres, or 1 by 1; x to the right, y up.
    let size: SIMD2<Double>
    /// By rows from the top, 0…1.
    private(set) var colours: [SIMD3<Float>]
    /// Roughness and metalness, 0…1.
    private(set) var finishes: [SIMD2<Float>]
    /// Whether any layer changed a finish.
    private(set) var hasFinishes = false

    init(_ paint: SolidPaint, size: SIMD2<Double>, texels: Int) {
        let longest = size.max()
        width = max(8, Int((Double(texels) * size.x / longest).rounded()))
        height = max(8, Int((Double(texels) * size.y / longest).rounded()))
        self.size = size
        colours = Array(repeating: paint.colour.shares, count: width * height)
        finishes = Array(repeating: [Float(paint.roughness), Float(paint.metalness)], count: width * height)
    }

    /// The length of a texel's longer side.
    var texel: Double { max(size.x / Double(width), size.y / Double(height)) }

    /// The middles of the columns, in the canvas's own lengths.
    var columns: [Double] {
        let step = size.x / Double(width)
        return (0..<width).map { (Double($0) + 0.5) * step }
    }

    /// Lays a colour over every texel. `cover` gives its opacity at the middle of the texel, in the canvas's own
    /// lengths.
    mutating func lay(
        _ colour: SIMD3<Float>, finish: SIMD2<Float>? = nil, cover: (_ x: Double, _ y: Double) -> Double
    ) {
        let columns = columns
        layRows(colour, finish: finish) { y, covers in
            for (index, x) in columns.enumerated() { covers[index] = cover(x, y) }
        }
    }

    /// The same row by row.
    ///
    /// - Parameter cover: writes the opacities along the middle of a row, at `columns`.
    mutating func layRows(
        _ colour: SIMD3<Float>, finish: SIMD2<Float>? = nil, cover: (_ y: Double, _ covers: inout [Double]) -> Void
    ) {
        let step = size.y / Double(height)
        if finish != nil { hasFinishes = true }
        var covers = [Double](repeating: 0, count: width)
        for row in 0..<height {
            cover(size.y - (Double(row) + 0.5) * step, &covers)
            let first = row * width
            for column in 0..<width {
                let share = Float(min(1, max(0, covers[column])))
                guard share > 0 else { continue }
                let index = first + column
                colours[index] += (colour - colours[index]) * share
                if let finish { finishes[index] += (finish - finishes[index]) * share }
            }
        }
    }

    /// Lays a picture with alpha (not premultiplied) over the canvas, its top left corner at a texel; parts outside are
    /// cut off.
    mutating func lay(_ picture: Raster, left: Int, top: Int) {
        for row in 0..<picture.height where (0..<height).contains(top + row) {
            for column in 0..<picture.width where (0..<width).contains(left + column) {
                let source = (row * picture.width + column) * 4
                let alpha = Float(picture.bytes[source + 3]) / 255
                guard alpha > 0 else { continue }
                let colour =
                    SIMD3<Float>(
                        Float(picture.bytes[source]), Float(picture.bytes[source + 1]), Float(picture.bytes[source + 2])
                    ) / 255
                let index = (top + row) * width + left + column
                colours[index] += (colour - colours[index]) * alpha
            }
        }
    }

    var colourTexture: Texture {
        Texture(width: width, height: height, texels: bytes(of: colours) { SIMD4($0, 1) })
    }

    /// Green is roughness, blue metalness.
    var finishTexture: Texture {
        Texture(
            width: width, height: height, texels: bytes(of: finishes) { SIMD4(1, $0.x, $0.y, 1) }, encoding: .numbers)
    }

    /// The texels of shares, 0…1: red, green, blue and alpha, rounded.
    @inline(__always) private func bytes<Value>(of values: [Value], _ shares: (Value) -> SIMD4<Float>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: values.count * 4) { bytes, count in
            for (index, value) in values.enumerated() {
                let four = shares(value)
                for band in 0..<4 {
                    // `rounded` is a call. With the number below a half added, cutting off does the same.
                    let share = min(1, max(0, four[band]))
                    bytes[index * 4 + band] = UInt8(truncatingIfNeeded: Int32(share * 255 + Float(0.5).nextDown))
                }
            }
            count = values.count * 4
        }
    }
}

extension Colour {
    /// Each channel 0…1, encoded in sRGB.
    var shares: SIMD3<Float> { SIMD3(Float(red), Float(green), Float(blue)) / 255 }
}
