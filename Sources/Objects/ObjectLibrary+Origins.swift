package import Cards
package import Drawings

/// What objects are at bottom: files, texts, models, and the photos that they are cut out of.
extension ObjectLibrary {
    /// What the objects of a pipeline's source can be, each once, in the order of the pipeline.
    package func origins(in draft: PartDraft) -> [String] {
        var known: Set<String> = []
        return alternatives(of: draft).flatMap { type, values in type.origins(in: values, lists) }
            .filter { known.insert($0).inserted }
    }

    /// What a chosen object is.
    package func origin(of part: DrawnPart) throws(ObjectError) -> String { try source(part).origin(lists) }
}
