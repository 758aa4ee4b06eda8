/// The rows of an image round the one that is being written, in a form that is good to reckon with.
///
/// An effect that reads a pixel's neighbours can so write in place: the window holds what the rows were before. It takes
/// memory for as many rows as the effect reaches, and none for each pixel or row.
struct RowWindow<Element> {
    /// Elements of a row, with what is added at its ends.
    let stride: Int
    private let height: Int
    private let reach: Int
    private let count: Int
    private var filled = 0
    private(set) var elements: [Element]

    /// - Parameters:
    ///   - height: of the image, in rows.
    ///   - reach: how many rows above and below the one that is written are read.
    init(stride: Int, height: Int, reach: Int, of element: Element) {
        (self.stride, self.height, self.reach) = (stride, height, reach)
        count = min(2 * reach + 1, height)
        elements = Array(repeating: element, count: stride * count)
    }

    /// Makes the rows that row `y` reads ready; rows are asked for from the first to the last.
    ///
    /// - Parameter fill: writes a row of the image into its place in the window.
    mutating func advance(to y: Int, fill: (_ row: Int, _ elements: UnsafeMutableBufferPointer<Element>) -> Void) {
        while filled <= min(height - 1, y + reach) {
            let start = filled % count * stride
            elements.withUnsafeMutableBufferPointer {
                fill(filled, UnsafeMutableBufferPointer(rebasing: $0[start..<start + stride]))
            }
            filled += 1
        }
    }

    /// The place in `elements` at which a row begins. Beyond the image it is the image's first or last row.
    func start(ofRow y: Int) -> Int { min(max(y, 0), height - 1) % count * stride }
}
