import Cards
import Geometry
import Objects

/// Whether a model has the size of things in photos: a wrong unit makes it ten, a hundred or a thousand times too large
/// or too small, and its labels with it.
enum ModelSize {
    /// Every vehicle on a road is lower than the first, and narrower and shorter than the second, in metres.
    private static let (highest, longest) = (5.0, 30.0)
    /// A model smaller than this, in metres, is smaller than a screw: no photo of a scene shows it.
    private static let smallest = 0.004

    /// A warning for a model whose height is not set; nil for one of a usual size.
    static func warning(_ size: Vector3, unit: Double, isUprightZ: Bool) -> String? {
        let size = size * unit
        let (height, depth) = isUprightZ ? (size.z, size.y) : (size.y, size.z)
        let across = max(size.x, depth)
        let most = max(height, across)
        guard most > 0 else { return nil }
        if most < smallest {
            return
                "it is only \(text(most)) m large: is its unit larger than \(unit.plainText) m? Set “unit” or “height”"
        }
        guard height > highest || across > longest else { return nil }
        let what = height > highest ? "\(text(height)) m high" : "\(text(across)) m long"
        return "it is \(what): \(question(most, unit)) Set “unit”, or “height”, unless it is right"
    }

    /// The question about the largest common unit of files that makes the model no larger than a car.
    private static func question(_ most: Double, _ unit: Double) -> String {
        let known = [("centimetres", 0.01), ("millimetres", 0.001)].first { $0.1 < unit && most * $0.1 / unit <= 5 }
        return known.map { "is its unit \($0.0) (unit: \($0.1.plainText))?" } ?? "is its unit right?"
    }

    /// A length with three digits.
    private static func text(_ metres: Double) -> String {
        if metres >= 100 { return metres.rounded().plainText }
        return (metres >= 1 ? (metres * 10).rounded() / 10 : (metres * 1e6).rounded() / 1e6).plainText
    }
}
