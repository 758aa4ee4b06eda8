import Geometry
import Masks
import Pictures
import Scenes

/// What a wet ground mirrors, coarse and drawn out downwards, as a ground that is not quite smooth shows it.
///
/// What is far away is mirrored at the horizon, and an object at its lower edge.
struct MirrorImage {
    private let columns: Int
    private let rows: Int
    private let size: SIMD2<Float>
    /// 16-bit linear, as `LinearLight`, by rows.
    private var lights: [SIMD3<Float>]

    init(of composite: Composite, _ distances: SeenDistances) {
        let (width, height) = (composite.image.width, composite.image.height)
        let (wide, high) = (max(1, width / 320), max(1, height / 100))
        // 1. The mean of the photo in each cell, without objects; a cell of objects alone takes what is left of it.
        let means = CellLights(of: composite.image, wide: wide, high: high, without: distances)
        (columns, rows, size) = (means.columns, means.rows, SIMD2(Float(wide), Float(high)))
        let (columns, rows) = (columns, rows)
        var sums = means.sums
        for cell in sums.indices where sums[cell].w == 0 {
            sums[cell] =
                cell % columns > 0 ? sums[cell - 1] : cell >= columns ? sums[cell - columns] : SIMD4(0, 0, 0, 1)
        }
        // 2. Each cell below the horizon takes what it sees by a mirror: its ray with the height turned round.
        let camera = composite.scene.camera
        let turn = camera.worldFromCamera
        lights = (0..<columns * rows).map { cell in
            let (x, y) = ((Double(cell % columns) + 0.5) * Double(wide), (Double(cell / columns) + 0.5) * Double(high))
            let ray = camera.ray(through: Point(x, y))
            let back = turn.transposed * Vector3(ray.x, abs(ray.y), ray.z)
            guard back.z < 0 else { return SIMD3() }
            let seen = Point(
                camera.principal.x + camera.focalPixels * back.x / -back.z,
                camera.principal.y - camera.focalPixels * back.y / -back.z)
            let column = min(max(0, Int(seen.x.rounded(.down)) / wide), columns - 1)
            let row = min(max(0, Int(seen.y.rounded(.down)) / high), rows - 1)
            let sum = sums[row * columns + column]
            return SIMD3(sum.x, sum.y, sum.z) / max(sum.w, 1)
        }
        // 3. Objects, the farthest first, upside down below their feet.
        let order = composite.instances.indices.sorted {
            composite.instances[$0].box.maxY < composite.instances[$1].box.maxY
        }
        for index in order where composite.instances[index].object.place.isOnGround {
            let box = composite.instances[index].box
            // What is far away may be smaller than a cell: sums by cells, of the box alone.
            let left = box.minX / wide
            let across = max(0, (box.maxX - 1) / wide - left + 1)
            let (first, last) = (box.maxY, min(height, 2 * box.maxY - box.minY) - 1)
            guard across > 0, first <= last else { continue }
            var own = [SIMD4<Float>](repeating: .zero, count: across * (last / high - first / high + 1))
            for y in max(box.minY, 2 * box.maxY - height)..<box.maxY {
                let row = ((2 * box.maxY - 1 - y) / high - first / high) * across
                for x in box.minX..<box.maxX where Int(composite.map.ids[y * width + x]) == index + 1 {
                    let at = (y * width + x) * 4
                    own[row + x / wide - left] += SIMD4(
                        Float(LinearLight.ofByte[Int(composite.image.bytes[at])]),
                        Float(LinearLight.ofByte[Int(composite.image.bytes[at + 1])]),
                        Float(LinearLight.ofByte[Int(composite.image.bytes[at + 2])]), 1)
                }
            }
            for (place, sum) in own.enumerated() where sum.w > 0 {
                let cell = (first / high + place / across) * columns + left + place % across
                let share = min(1, sum.w / Float(wide * high))
                lights[cell] += (SIMD3(sum.x, sum.y, sum.z) / sum.w - lights[cell]) * share
            }
        }
        drawOut()
    }

    /// The mean over five rows, twice.
    private mutating func drawOut() {
        for _ in 0..<2 {
            let before = lights
            for cell in lights.indices {
                var (sum, count): (SIMD3<Float>, Float) = (.zero, 0)
                for row in max(0, cell / columns - 2)...min(rows - 1, cell / columns + 2) {
                    sum += before[row * columns + cell % columns]
                    count += 1
                }
                lights[cell] = sum / count
            }
        }
    }

    /// What a pixel mirrors, with linear interpolation.
    @inline(__always)
    func light(_ x: Float, _ y: Float) -> SIMD3<Float> {
        let (u, v) = (max(0, (x + 0.5) / size.x - 0.5), max(0, (y + 0.5) / size.y - 0.5))
        let (column, row) = (min(Int(u), columns - 1), min(Int(v), rows - 1))
        let (right, below) = (min(column + 1, columns - 1), min(row + 1, rows - 1))
        let (fx, fy) = (u - Float(column), v - Float(row))
        return lights.withUnsafeBufferPointer { lights in
            let first = lights[row * columns + column] * (1 - fx) + lights[row * columns + right] * fx
            let second = lights[below * columns + column] * (1 - fx) + lights[below * columns + right] * fx
            return first * (1 - fy) + second * fy
        }
    }
}
