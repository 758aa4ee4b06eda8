package import Cards
package import Objects
package import Pipelines

extension ObjectLibrary {
    /// All categories that an object's labels may have; for a distractor, those that they would have.
    package func labels(of object: Named<Pipeline.Object>) -> [String] {
        if let category = object.value.category { return [category] }
        var seen: Set<String> = []
        return categories(in: object.value.from).map { $0 ?? object.name }.filter { seen.insert($0).inserted }
    }
}
