/// A value for an operation of libvips. Literals can be written directly: `["scale": 0.5, "kernel": "lanczos3"]`.
package enum Argument: Sendable {
    /// A whole number; also used where a real one is needed, and for a set of flags.
    case int(Int)
    case double(Double)
    case bool(Bool)
    /// Text, or the nick of an enumeration's case, such as `error` for `fail_on`.
    case string(String)
    case image(Image)
    case ints([Int])
    case doubles([Double])
    case images([Image])
    /// An encoded file.
    case bytes(FileBytes)
}

extension Argument: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByStringLiteral
{
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(stringLiteral value: String) { self = .string(value) }
}

extension Argument {
    /// Whether it holds code of `VectorCode`.
    var isVectored: Bool {
        switch self {
        case .image(let image): image.isVectored
        case .images(let images): images.contains(where: \.isVectored)
        default: false
        }
    }
}
