/// The number of luma samples of a JPEG that share one sample of each chroma.
package enum ChromaSubsampling: String, CaseIterable, Sendable, Codable {
    /// One chroma sample for 2×2 pixels, as in cameras and most datasets.
    case quarter = "4:2:0"
    /// One for two pixels of a row.
    case half = "4:2:2"
    /// One for each pixel.
    case full = "4:4:4"

    /// The number of luma samples for a chroma sample, across and down.
    var factors: (horizontal: Int32, vertical: Int32) {
        switch self {
        case .quarter: (2, 2)
        case .half: (2, 1)
        case .full: (1, 1)
        }
    }
}
