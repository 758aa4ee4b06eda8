import Cards
import Compositing
import Datasets
import Pictures
import Pipelines

/// A finished image's depth and normals as files.
enum SurfaceFiles {
    static func layers(_ files: Pipeline.LayerFiles) -> [DatasetLayer] {
        let depth: [DatasetLayer] =
            switch files.depth {
            case .none: []
            case .png: [.depthPNG]
            case .tiff: [.depthTIFF]
            case .both: [.depthPNG, .depthTIFF]
            }
        return depth + (files.normals == .png ? [.normals] : [])
    }

    /// The number of pixels whose depth is larger than the PNG of depth can hold.
    static func pixelsBeyondPNG(_ map: SurfaceMap) -> Int {
        map.depthMetres.count { millimetres($0) > farthest && $0.isFinite }
    }

    private static let farthest = Float(DatasetLayer.farthestMillimetres)

    private static func millimetres(_ metres: Float) -> Float { (metres * 1000).rounded() }

    static func encode(_ layer: DatasetLayer, of map: SurfaceMap) throws -> [UInt8] {
        switch layer {
        case .depthTIFF: return try LayerFile.tiff(map.depthMetres, width: map.width, height: map.height)
        case .depthPNG:
            // A depth that is too large for 16 bits becomes 0, not known; the run's summary counts it.
            let values = map.depthMetres.map { metres -> UInt16 in
                let value = millimetres(metres)
                return value > 0 && value <= farthest ? UInt16(value) : 0
            }
            return try LayerFile.png(values, width: map.width, height: map.height)
        case .normals:
            var raster = Raster(width: map.width, height: map.height)
            for (index, normal) in map.normals.enumerated() where normal != .zero {
                for axis in 0..<3 { raster.bytes[4 * index + axis] = UInt8((normal[axis] * 127 + 128).rounded()) }
            }
            var bytes: [UInt8] = []
            try PhotoFile.encode(raster, as: .png(), into: &bytes)
            return bytes
        }
    }
}
