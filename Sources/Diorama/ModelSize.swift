import Cards
import Geometry
import Objects

/// Whether a model is as large as things in photos are: a unit that is taken wrongly makes it ten, a hundred or a thousand
/// times too large or too small, and its labels with it.
enum ModelSize {
    /// Higher than any vehicle on a road, in metres; and wider or deeper than any.
    private static let (highest, longest) = (5.0, 30.0)
    /// Smaller than a screw, in metres: no photo of a scene shows it.
    private static let smallest = 0.004

    /// A warning for a model whose height is not given otherwise; nil for one of a size that things have.
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

    /// The largest of the units that files are made in by which the model comes to be no larger than a car.
    private static func question(_ most: Double, _ unit: Double) -> String {
        let known = [("centimetres", 0.01), ("millimetres", 0.001)].first { $0.1 < unit && most * $0.1 / unit <= 5 }
        return known.map { "is its unit \($0.0) (unit: \($0.1.plainText))?" } ?? "is its unit right?"
    }

    /// Three digits of a length.
    private static func text(_ metres: Double) -> String {
        if metres >= 100 { return metres.rounded().plainText }
        return (metres >= 1 ? (metres * 10).rounded() / 10 : (metres * 1e6).rounded() / 1e6).plainText
    }
}
