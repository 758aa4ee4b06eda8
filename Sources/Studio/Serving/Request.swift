/// A request of the page or of a program.
struct Request: Sendable {
    var method = "GET"
    /// The parts of the path between slashes, without percent signs.
    var path: [String]
    var query: [String: String] = [:]
    /// By their names in small letters.
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    /// A number of the query.
    func integer(_ name: String) -> Int? { query[name].flatMap { Int($0) } }
}
