internal import Foundation
package import Geometry

extension RenderScene {
    /// The pixels that may show a part of an instance: those that its box's projection touches, inside the image or
    /// not. Empty where the whole box is behind the camera.
    package func extent(ofInstance index: Int) -> PixelRect {
        pixels(of: corners(index))
    }

    /// How far a shadow of the sun is followed, in heights of the object that throws it.
    package static let sunReach = 50.0
    /// How far an object's shadow in the sky's light is followed, in heights of the object: farther away it is less
    /// than 1 %.
    package static let skyReach = 3.0

    /// The pixels that must be rendered: those of all instances, and on the ground those of their shadows in the light
    /// of sun and sky, within a frame.
    ///
    /// Shadows are followed for `sunReach` and `skyReach`.
    package func extent(within frame: PixelRect) -> PixelRect {
        var extent = PixelRect(minX: 0, minY: 0, maxX: 0, maxY: 0)
        for index in instances.indices {
            let corners = corners(index)
            if instances[index].isSeen { extent = extent.union(pixels(of: corners)) }
            guard let ground, ground.takesShadow else { continue }
            let height = corners.map(\.y).max() ?? 0
            guard height > 0 else { continue }
            var shaded = corners.filter { $0.y > 0 }
            let reach = Self.skyReach * height
            for corner in corners {
                for (dx, dz) in [(-reach, -reach), (reach, -reach), (-reach, reach), (reach, reach)] {
                    shaded.append([corner.x + dx, 0, corner.z + dz])
                }
            }
            extent = extent.union(pixels(of: shaded + sunShadow(of: corners)))
        }
        return extent.intersection(frame)
    }

    /// Points of the ground whose convex hull holds the shadow that the sun makes of a box; none without a sun.
    func sunShadow(of corners: [Vector3]) -> [Vector3] {
        guard let sun, let height = corners.map(\.y).max(), height > 0 else { return [] }
        var points: [Vector3] = []
        for corner in corners {
            points.append([corner.x, 0, corner.z])
            guard corner.y > 0 else { continue }
            for light in sun.rim() {
                let flat = (light.x * light.x + light.z * light.z).squareRoot()
                guard flat > 0 else { continue }
                let most = Self.sunReach * height
                let reach = light.y > 0 ? min(most, corner.y * flat / light.y) : most
                points.append([corner.x - light.x / flat * reach, 0, corner.z - light.z / flat * reach])
            }
        }
        return points
    }

    /// The corners of an instance's box in the world.
    package func corners(_ index: Int) -> [Vector3] {
        let instance = instances[index]
        return instance.model.bounds.corners.map { instance.pose($0) }
    }

    /// The pixels that the convex hull of some points can touch. Lines that pass the camera are cut just before it.
    func pixels(of points: [Vector3]) -> PixelRect {
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
    ///
    /// - Parameter widened: a factor on the disc's radius.
    func rim(widened: Double = 1) -> [Vector3] {
        let angularRadius = angularRadius * widened
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
