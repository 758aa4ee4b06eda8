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

    /// A flat object that a pipeline may give.
    package struct Sample: Sendable {
        fileprivate let source: any ObjectSource
    }

    /// The flat objects of a pipeline's source whose pictures, drawings and texts are worth opening before a run.
    package func samples(of draft: PartDraft) -> [Sample] {
        alternatives(of: draft).flatMap { type, values in type.samples(in: values, lists) }.map { Sample(source: $0) }
    }

    /// What opening a flat object finds, which is then let go.
    package struct Finding: Sendable {
        /// Why it cannot be had.
        package var problem: ObjectError?
        /// What is odd about it.
        package var note: String?
    }

    package func open(_ sample: Sample) -> Finding {
        var finding = Finding()
        do throws(ObjectError) {
            switch sample.source {
            case let source as any PixelSource:
                let sprite = try source.sprite(lists, maxPixels: maxPixels)
                finding.note = (source as? Cutouts).flatMap { $0.note(on: sprite) }
            case let source as any VectorSource: _ = try source.outline()
            default: break
            }
        } catch {
            finding.problem = error
        }
        return finding
    }

    /// What a chosen object has written on it; nil for what is not lettering.
    package func lettering(of part: DrawnPart) throws(ObjectError) -> String? { try source(part).lettering }
}
