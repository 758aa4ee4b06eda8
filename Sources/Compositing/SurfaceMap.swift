import Geometry
import Masks
import Rendering

/// The depth of each pixel's topmost object, and the direction of its surface there. Nothing is known of the photo
/// itself, nor of flat objects that stand on no ground.
package struct SurfaceMap: Sendable {
    package let width: Int
    package let height: Int
    /// The depth along the optical axis, in metres, by rows; 0 where it is not known.
    package private(set) var depthMetres: [Float]
    /// The normals in the camera's frame: x right, y down, z away from the camera, of length 1; zero where they are not
    /// known.
    package private(set) var normals: [SIMD3<Float>]

    /// The rows in which something may be known; all else is 0.
    private var rows: Range<Int> = 0..<0

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        depthMetres = [Float](repeating: 0, count: width * height)
        normals = [SIMD3<Float>](repeating: .zero, count: width * height)
    }

    /// Knows nothing again, in the memory that it has: to fill new memory of its size takes longer than most effects.
    mutating func clear() {
        let pixels = rows.lowerBound * width..<rows.upperBound * width
        depthMetres.withUnsafeMutableBufferPointer { $0[pixels].update(repeating: 0) }
        normals.withUnsafeMutableBufferPointer { $0[pixels].update(repeating: .zero) }
        rows = 0..<0
    }

    private mutating func note(_ part: PixelRect) {
        guard part.minY < part.maxY else { return }
        rows = rows.isEmpty ? part.minY..<part.maxY : min(rows.lowerBound, part.minY)..<max(rows.upperBound, part.maxY)
    }

    /// Takes the values of each pixel's source.
    mutating func warp(by sources: WarpMap) {
        let (depths, directions) = (depthMetres, normals)
        rows = 0..<height
        sources.forEachRow { y, row in
            for (x, source) in row.enumerated() {
                let from = sources.pixel(source)
                (depthMetres[y * width + x], normals[y * width + x]) = (depths[from], directions[from])
            }
        }
    }

    /// Lays a solid object over what is there.
    mutating func lay(_ layer: InstanceLayer, seenBy camera: Camera) {
        let cameraFromWorld = camera.worldFromCamera.transposed
        let part = layer.rect.intersection(PixelRect(width: width, height: height))
        note(part)
        for y in part.minY..<max(part.minY, part.maxY) {
            for x in part.minX..<part.maxX {
                let from = (y - layer.rect.minY) * layer.rect.width + x - layer.rect.minX
                guard layer.coverage.shares[from] >= 0.5 else { continue }
                let normal = SIMD3<Float>(cameraFromWorld * Vector3(layer.normals[from]))
                depthMetres[y * width + x] = layer.depthMetres[from]
                normals[y * width + x] = SIMD3(normal.x, -normal.y, -normal.z)
            }
        }
    }

    /// Lays a flat object over what is there.
    ///
    /// - Parameter isMetric: whether the homography's w is the depth in metres.
    mutating func lay(_ mask: Mask, _ imageFromObject: Homography, isMetric: Bool, seenBy camera: Camera) {
        let plane = camera.plane(of: imageFromObject)
        let across = plane.uAxis.cross(plane.vAxis).normalized
        // Towards the camera, which looks along −z of its own frame.
        let facing = across.dot(plane.origin) > 0 ? -across : across
        let normal = SIMD3<Float>(Float(facing.x), Float(-facing.y), Float(-facing.z))
        let inverse = imageFromObject.inverse
        let part = mask.rect.intersection(PixelRect(width: width, height: height))
        note(part)
        for y in part.minY..<max(part.minY, part.maxY) {
            for x in part.minX..<part.maxX where mask[x: x, y: y] {
                let at = y * width + x
                guard isMetric, let point = inverse?(Point(Double(x) + 0.5, Double(y) + 0.5)) else {
                    (depthMetres[at], normals[at]) = (0, .zero)
                    continue
                }
                (depthMetres[at], normals[at]) = (Float(imageFromObject.w(at: point)), normal)
            }
        }
    }

    /// Lays a thing of the photo over what is there: nothing is known of the thing.
    mutating func clear(_ mask: RunLengths) {
        let shape = Mask(mask)
        for y in shape.rect.minY..<shape.rect.maxY {
            for x in shape.rect.minX..<shape.rect.maxX where shape[x: x, y: y] {
                (depthMetres[y * width + x], normals[y * width + x]) = (0, .zero)
            }
        }
    }
}
