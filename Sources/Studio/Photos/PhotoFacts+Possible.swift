import Cards
import Facts
import Scenes

extension PhotoFacts {
    /// Takes out numbers that no file of facts may have, such as a field of view of 200°: no camera can be made of them.
    ///
    /// - Returns: a sentence about each.
    mutating func keepPossible() -> [String] {
        var sentences: [String] = []
        for key in FactKey.numbers {
            guard let value = key.value(in: self) else { continue }
            do {
                _ = try PhotoSidecar.decode("\(key.rawValue): \(value.flowText)", named: key.rawValue)
            } catch {
                sentences += error.diagnostics.map { "“\(key.rawValue)” is left out: \($0.problem.message)" }
                key.remove(from: &self)
            }
        }
        return sentences
    }
}
