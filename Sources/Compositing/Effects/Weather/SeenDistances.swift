import Geometry
import Masks
import Pictures
import Scenes

/// How far away the things are that the pixels of a composite show, in metres along the line of sight.
///
/// - An object's distance is that of its surface where its depth is known, else its own. An object whose distance nobody
///   knows is as far as the ground at its lower edge, or, above the horizon, as near as the nearest ground: it is never
///   lost in the fog.
/// - A labelled thing of the photo that stands on the ground is as far away as its foot.
/// - All else lies on the ground below the horizon, and far away above it: where the line of sight leaves the air that is
///   asked about. No depth is known of it: what stands there before the ground is taken to lie on the ground behind it, and
///   what rises above the horizon to be the sky.
struct SeenDistances {
    private let camera: Camera
    private let width: Int
    private let depthMetres: [Float]
    private let ids: [UInt16]
    /// By ids; 0 where there is none.
    private let objects: [Float]
    /// Which labelled thing of the photo each pixel shows, from 1; empty where none has a known distance.
    private var things: [UInt16] = []
    /// By the numbers in `things`.
    private var thingMetres: [Float] = [0]
    /// From the camera up to the top of the air, in metres.
    private let airMetres: Float
    private let farthestMetres: Float
    private let cells: ThingCells

    /// - Parameters:
    ///   - topMetres: how high above the ground the air reaches; taken as the camera's height where that is more.
    ///   - farthestMetres: nothing that the photo shows is farther away.
    init(in composite: Composite, topMetres: Double = .infinity, farthestMetres: Double = .infinity) {
        self.farthestMetres = Float(farthestMetres)
        camera = composite.scene.camera
        width = composite.image.width
        depthMetres = composite.surfaces?.depthMetres ?? []
        ids = composite.map.ids
        airMetres = Float(max(0, topMetres - camera.heightMetres))
        let camera = camera
        func ground(_ x: Double, _ y: Double) -> Double? {
            camera.groundPoint(at: Point(x, y)).map { ($0 - camera.position).length }
        }
        let nearest = ground(Double(width) / 2, Double(composite.image.height)) ?? 0
        objects =
            [0]
            + composite.instances.map { instance in
                let box = instance.box
                let foot = ground(Double(box.minX + box.maxX) / 2, Double(box.maxY))
                return Float(instance.object.distanceMetres ?? foot ?? nearest)
            }
        // The farthest first, so that the nearest stays.
        let known = composite.real.filter { $0.distanceMetres != nil && $0.visible != nil }
            .sorted { ($1.distanceMetres ?? 0, $0.instance) < ($0.distanceMetres ?? 0, $1.instance) }
        if !known.isEmpty { things = [UInt16](repeating: 0, count: ids.count) }
        for (number, thing) in known.prefix(Int(UInt16.max) - 1).enumerated() {
            thingMetres.append(Float(thing.distanceMetres ?? 0))
            guard let shape = thing.visible.map(Mask.init) else { continue }
            for y in shape.rect.minY..<shape.rect.maxY {
                for x in shape.rect.minX..<shape.rect.maxX where shape[x: x, y: y] {
                    things[y * width + x] = UInt16(number + 1)
                }
            }
        }
        cells = ThingCells(width: width, ids: ids, depthMetres: depthMetres, things: things)
    }

    /// Whether a row shows an object or a labelled thing of the photo: its pixels need not be asked one by one else.
    func hasThing(inRow y: Int) -> Bool { cells.isOccupied(row: y) }

    /// Whether a pixel shows ground or what stands on it, and no sky.
    func isBelowHorizon(x: Int, y: Int) -> Bool {
        camera.ray(through: Point(Double(x) + 0.5, Double(y) + 0.5)).y < 0
    }

    /// A number for the thing that a pixel shows, another for each object and labelled thing of the photo, and 0 for the rest of it.
    @inline(__always)
    func thing(x: Int, y: Int) -> UInt32 {
        let at = y * width + x
        // Objects without a label have a depth alone.
        let object = UInt32(ids[at]) * 2 + (!depthMetres.isEmpty && depthMetres[at] > 0 ? 1 : 0)
        return object > 0 || things.isEmpty ? object : UInt32(things[at]) << 17
    }

    /// The distance of the object at a pixel; infinite where there is none, and outside of the image.
    func standing(x: Int, y: Int) -> Float {
        guard x >= 0, x < width, y >= 0, y * width + x < ids.count, cells.mayShow(x: x, y: y) else { return .infinity }
        let at = y * width + x
        if !depthMetres.isEmpty, depthMetres[at] > 0 { return depthMetres[at] }
        if ids[at] > 0 { return objects[Int(ids[at])] }
        return things.isEmpty || things[at] == 0 ? .infinity : thingMetres[Int(things[at])]
    }

    /// Writes the distances of a row of pixels.
    func fill(_ metres: UnsafeMutableBufferPointer<Float>, row y: Int) {
        // A ray of the camera is (u, v, −1), and its height in the world is linear in u.
        let turned = camera.worldFromCamera
        let v = (camera.principal.y - Double(y) - 0.5) / camera.focalPixels
        let step = Float(1 / camera.focalPixels)
        let first = Float((0.5 - camera.principal.x) / camera.focalPixels)
        let (rise, start) = (Float(turned.x.y), Float(turned.y.y * v - turned.z.y))
        let across = Float(1 + v * v)
        let height = Float(camera.heightMetres)
        guard hasThing(inRow: y) else {
            for x in 0..<width {
                let u = first + Float(x) * step
                let sinking = -(start + rise * u)
                let level = (sinking > 0 ? height : airMetres) * (across + u * u).squareRoot() / abs(sinking)
                metres[x] = min(level, farthestMetres)
            }
            return
        }
        depthMetres.withUnsafeBufferPointer { depths in
            ids.withUnsafeBufferPointer { ids in
                objects.withUnsafeBufferPointer { objects in
                    things.withUnsafeBufferPointer { things in
                        for x in 0..<width {
                            let u = first + Float(x) * step
                            let length = (across + u * u).squareRoot()
                            let sinking = -(start + rise * u)
                            let id = Int(ids[y * width + x])
                            let depth = depths.isEmpty ? 0 : depths[y * width + x]
                            if depth > 0 {
                                metres[x] = depth * length
                            } else if id > 0 {
                                metres[x] = objects[id]
                            } else if !things.isEmpty, things[y * width + x] > 0 {
                                metres[x] = thingMetres[Int(things[y * width + x])]
                            } else {
                                let level = (sinking > 0 ? height : airMetres) * length / abs(sinking)
                                metres[x] = min(level, farthestMetres)
                            }
                        }
                    }
                }
            }
        }
    }
}
