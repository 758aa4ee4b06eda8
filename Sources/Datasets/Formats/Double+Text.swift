import JSON

extension Double {
    /// As JSON has it.
    var text: String { isFinite ? String(decoding: json(), as: UTF8.self) : description }
}
