/// A picture of numbers that lies beside an image, pixel by pixel.
package enum DatasetLayer: String, CaseIterable, Sendable, Hashable {
    /// 16-bit PNG, in millimetres.
    case depthPNG = "depth png"
    /// Float TIFF, in metres.
    case depthTIFF = "depth tiff"
    case normals

    /// The largest depth that `depthPNG` can hold, in millimetres; a larger one is 0 there, not known.
    package static let farthestMillimetres: UInt16 = .max

    /// The layer's folder, relative to the dataset's folder.
    var folderName: String {
        switch self {
        case .depthPNG, .depthTIFF: DatasetLayout.layers + "/depth"
        case .normals: DatasetLayout.layers + "/normals"
        }
    }

    var fileExtension: String {
        switch self {
        case .depthPNG, .normals: "png"
        case .depthTIFF: "tiff"
        }
    }
}
