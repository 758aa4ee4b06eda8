import JSON

extension Double {
    /// The number in JSON's notation.
    var text: String { isFinite ? String(decoding: json(), as: UTF8.self) : description }
}
