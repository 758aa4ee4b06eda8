internal import Foundation
package import Geometry

extension RenderScene {
    /// The pixels in which anything of an instance can be seen: those that its box's projection touches, whether or not
    /// they lie inside the image. Empty where all of it is behind the camera.
    package func extent(ofInstance index: Int) -> PixelRect {
        pixels(of: corners(index))
    }

    /// The pixels that must be rendered: those of all instances, and on the ground those of their shadows and of the
    /// light they take from the sky, within a frame.
    ///
    /// A shadow is followed for 50 times its object's height, the sky's light for three times, where an object of that
    /// size takes less than 1 % of it.
    package func extent(within frame: PixelRect) -> PixelRect {
        var extent = PixelRect(minX: 0, minY: 0, maxX: 0, maxY: 0)
        for index in instances.indices {
            let corners = corners(index)
            extent = extent.union(pixels(of: corners))
            guard ground != nil else { continue }
            let height = corners.map(\.y).max() ?? 0
            guard height > 0 else { continue }
            var shaded = corners.filter { $0.y > 0 }
            let reach = 3 * height
            for corner in corners {
                for (dx, dz) in [(-reach, -reach), (reach, -reach), (-reach, reach), (reach, reach)] {
                    shaded.append([corner.x + dx, 0, corner.z + dz])
                }
            }
            if let sun {
                for corner in corners where corner.y > 0 {
                    for light in sun.rim {
                        let flat = (light.x * light.x + light.z * light.z).squareRoot()
                        let reach = light.y > 0 ? min(50 * height, corner.y * flat / light.y) : 50 * height
                        guard flat > 0 else { continue }
                        shaded.append([corner.x - light.x / flat * reach, 0, corner.z - light.z / flat * reach])
                    }
                }
            }
            extent = extent.union(pixels(of: shaded))
        }
        return extent.intersection(frame)
    }

    /// The corners of an instance's box in the world.
    package func corners(_ index: Int) -> [Vector3] {
        let instance = instances[index]
        return instance.model.bounds.corners.map { instance.pose($0) }
    }

    /// The pixels that the convex hull of some points can touch. Lines that pass the camera are cut just before it.
    private func pixels(of points: [Vector3]) -> PixelRect {
        let near = 0.01
        var seen: [Point] = []
        let depths = points.map(camera.depth(of:))
        for (a, point) in points.enumerated() {
            if depths[a] >= near {
                if let image = camera.image(of: point) { seen.append(image) }
                continue
            }
            for (b, other) in points.enumerated() where depths[b] > near {
                let share = (near - depths[a]) / (depths[b] - depths[a])
                if let image = camera.image(of: point + (other - point) * share) { seen.append(image) }
            }
        }
        return PixelRect(covering: seen) ?? PixelRect(minX: 0, minY: 0, maxX: 0, maxY: 0)
    }
}

extension RenderScene.Sun {
    /// Directions to the edge of its disc, all round.
    fileprivate var rim: [Vector3] {
        let middle = direction.normalized
        let across = middle.cross(abs(middle.y) < 0.9 ? [0, 1, 0] : [1, 0, 0]).normalized
        let other = middle.cross(across)
        return (0..<8).map { step in
            let turn = Angle.degrees(Double(step) * 45)
            return middle * angularRadius.cosine
                + (across * turn.cosine + other * turn.sine) * angularRadius.sine
        }
    }
}
