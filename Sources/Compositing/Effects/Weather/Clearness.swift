/// The share of light that arrives through the air from what each pixel of a row shows.
///
/// At the outline of an object a pixel shows the object and what lies behind it, of which the image does not keep how much
/// is which: there it is the mean over the pixel and its eight neighbours, so that outlines stay smooth.
struct Clearness {
    /// Of the row last asked for.
    private(set) var shares: [Float]
    private let distances: SeenDistances
    private let arriving: Transmittance
    private let width: Int
    private var metres: [Float]
    private var window: RowWindow<Pixel>

    private struct Pixel {
        var share: Float
        var thing: UInt32
    }

    init(of distances: SeenDistances, through arriving: Transmittance, width: Int, _ height: Int) {
        (self.distances, self.arriving, self.width) = (distances, arriving, width)
        shares = [Float](repeating: 0, count: width)
        metres = shares
        window = RowWindow(stride: width + 2, height: height, reach: 1, of: Pixel(share: 0, thing: 0))
    }

    /// Rows are asked for from the first to the last.
    mutating func advance(to y: Int) {
        let (distances, arriving, width) = (distances, arriving, width)
        metres.withUnsafeMutableBufferPointer { metres in
            window.advance(to: y) { row, pixels in
                distances.fill(metres, row: row)
                if distances.hasThing(inRow: row) {
                    for x in 0..<width {
                        pixels[x + 1] = Pixel(share: arriving(metres[x]), thing: distances.thing(x: x, y: row))
                    }
                } else {
                    for x in 0..<width { pixels[x + 1] = Pixel(share: arriving(metres[x]), thing: 0) }
                }
                (pixels[0], pixels[width + 1]) = (pixels[1], pixels[width])
            }
        }
        let (above, row, below) = (window.start(ofRow: y - 1), window.start(ofRow: y), window.start(ofRow: y + 1))
        window.elements.withUnsafeBufferPointer { pixels in
            shares.withUnsafeMutableBufferPointer { shares in
                for x in 0..<width {
                    let pixel = pixels[row + x + 1]
                    let isInside =
                        pixels[row + x].thing == pixel.thing && pixels[row + x + 2].thing == pixel.thing
                        && pixels[above + x + 1].thing == pixel.thing && pixels[below + x + 1].thing == pixel.thing
                    if isInside {
                        shares[x] = pixel.share
                    } else {
                        var sum: Float = 0
                        for start in [above, row, below] {
                            sum += pixels[start + x].share + pixels[start + x + 1].share + pixels[start + x + 2].share
                        }
                        shares[x] = sum / 9
                    }
                }
            }
        }
    }
}
