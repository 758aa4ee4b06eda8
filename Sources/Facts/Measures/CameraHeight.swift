import Cards
package import Geometry

/// The camera's height above the ground, from things of known size in a photo.
package struct CameraHeight: Hashable, Sendable {
    package var metres: Double
    /// Half the range that holds the middle half of what the marks say, relative to the height; nil for a single mark.
    package var spread: Double?
    /// The height that each mark says, in their order.
    package var each: [Double]
    /// Marks that say something else than the others, a sentence each.
    package var contradictions: [String]

    /// A thing that was marked in a photo.
    package enum Mark: Hashable, Sendable {
        /// A thing that stands upright on the ground: the points of its foot and of its top.
        case figure(foot: Point, head: Point, metres: Double)
        /// A piece of the ground: the points of its ends.
        case length(from: Point, to: Point, metres: Double)
    }

    /// Marks that differ from the result by more than this factor contradict it.
    private static let most = 1.25

    /// - Parameter camera: the camera of the photo; its height does not matter.
    /// - Throws: `Undetermined` with the reason, where a mark tells nothing.
    package init(_ marks: [Mark], seenBy camera: Camera) throws(Undetermined) {
        var heights: [Double] = []
        for (number, mark) in marks.enumerated() {
            heights.append(try Self.height(by: mark, number + 1, seenBy: camera))
        }
        try self.init(heights)
    }

    /// The height that several measurements say: their median.
    package init(_ heights: [Double]) throws(Undetermined) {
        guard let metres = heights.quantile(0.5) else {
            throw Undetermined(
                "nothing of known size is marked: mark a person, a car, a door, or a length on the ground")
        }
        (self.metres, each) = (metres, heights)
        if heights.count > 1, let low = heights.quantile(0.25), let high = heights.quantile(0.75) {
            spread = (high - low) / 2 / metres
        }
        contradictions = heights.enumerated().compactMap { number, height in
            guard max(height / metres, metres / height) > Self.most else { return nil }
            return "mark \(number + 1) says \(height.inThreeDigits) m, and the others \(metres.inThreeDigits) m"
        }
    }

    /// The camera's height by one mark.
    package static func height(by mark: Mark, _ number: Int = 1, seenBy camera: Camera) throws(Undetermined) -> Double {
        // All distances on the ground are in proportion to the camera's height.
        var camera = camera
        camera.heightMetres = 1
        func ground(_ point: Point) throws(Undetermined) -> Vector3 {
            guard let place = camera.groundPoint(at: point) else {
                throw Undetermined("mark \(number) begins at or above the horizon, where there is no ground")
            }
            return place
        }
        let metres =
            switch mark {
            case .figure(_, _, let metres), .length(_, _, let metres): metres
            }
        guard metres > 0 else { throw Undetermined("mark \(number) has no size: give one above 0 metres") }
        switch mark {
        case .figure(let foot, let head, let metres):
            let place = try ground(foot)
            let ray = camera.ray(through: head)
            // The point of the ray that is nearest to the upright line over the foot, as seen from above.
            let along = (place.x * ray.x + place.z * ray.z) / (ray.x * ray.x + ray.z * ray.z)
            let height = 1 + along * ray.y
            guard along > 0, height > 1e-3 else {
                throw Undetermined("the top of mark \(number) is not above its foot")
            }
            return metres / height
        case .length(let from, let to, let metres):
            let span = try (ground(from) - ground(to)).length
            guard span > 1e-6 else { throw Undetermined("the ends of mark \(number) are the same point") }
            return metres / span
        }
    }
}

extension [Double] {
    /// The value below which a share of the values lies, between its neighbours in proportion; nil for none.
    package func quantile(_ share: Double) -> Double? {
        guard !isEmpty else { return nil }
        let sorted = sorted()
        let place = share * Double(count - 1)
        let low = Int(place)
        return sorted[low] + (sorted[Swift.min(low + 1, count - 1)] - sorted[low]) * (place - Double(low))
    }
}
