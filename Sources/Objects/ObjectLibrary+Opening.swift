package import Pipelines

/// Reads what a run would only read when it is drawn.
extension ObjectLibrary {
    /// The model files, and the models of archives and catalogues, that an object of a pipeline may be, each by its
    /// reference. What cannot be listed, `problems` has told.
    package func modelReferences(in draft: PartDraft) -> [String] {
        draft.alternatives.flatMap { alternative -> [String] in
            guard case .one(MeshFile.card.name, let drafts, _, _) = alternative else { return [] }
            let values = DraftValues(drafts)
            return ((try? lists.models(values.texts("file"), tags: values.texts("tags"))) ?? []).map(\.reference)
        }
    }

    /// Reads a model with its textures, and keeps nothing of it: what is wrong with it, if anything is.
    package func problem(ofModel reference: String) -> ObjectError? {
        do throws(ObjectError) {
            _ = try lists.model(reference).shape(lists, limits, ModelFrame().worldFromFile)
            return nil
        } catch {
            return error
        }
    }
}
