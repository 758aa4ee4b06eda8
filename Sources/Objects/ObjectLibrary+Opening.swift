package import Cards
package import Drawings
import Findings
package import Geometry
package import Rendering

/// Reads what a run would only read when it is drawn.
extension ObjectLibrary {
    /// The model files, and the models of archives and catalogues, that an object of a pipeline may be. What cannot be
    /// listed, `problems` has told.
    package func models(in draft: PartDraft) -> [NamedModel] {
        alternatives(of: draft).flatMap { type, values in
            (type as? any ModelSource.Type)?.models(in: values, lists) ?? []
        }
    }

    /// Reads a model with its textures, and keeps nothing of it but what there is to say.
    package func open(_ reference: String) -> OpenedModel {
        do throws(ObjectError) {
            let shape = try lists.model(reference).shape(lists, limits, ModelFrame().worldFromFile)
            return OpenedModel(size: shape.mesh.bounds.size, notices: shape.notices)
        } catch {
            return OpenedModel(problem: error.namingKey)
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
    package struct OpenedSample: Sendable {
        /// Why it cannot be had.
        package var problem: ObjectError?
        /// What is odd about it.
        package var note: String?
    }

    package func open(_ sample: Sample) -> OpenedSample {
        var opened = OpenedSample()
        do throws(ObjectError) {
            switch sample.source {
            case let source as any PixelSource:
                let sprite = try source.sprite(lists, maxPixels: maxPixels)
                opened.note = source.note(on: sprite)
            case let source as any VectorSource: _ = try source.outline()
            default: break
            }
        } catch {
            opened.problem = error
        }
        return opened
    }

    /// What a chosen object has written on it; nil for what is not lettering.
    package func lettering(of part: DrawnPart) throws(ObjectError) -> String? { try source(part).lettering }
}

/// A model that an object of a pipeline may be.
package struct NamedModel: Hashable, Sendable {
    package let reference: String
    /// The lengths in metres that its unit may have, as far as they are written out, and the ends of what is drawn.
    package let units: [Double]
    /// Which of its axes may point up.
    package let upright: [Mesh.Options.Up]
}

/// What there is to say of a model that was read.
package struct OpenedModel: Sendable {
    /// Why it cannot be had.
    package var problem: ObjectError?
    /// Of its box, in its own unit and axes; of a furniture library's, in metres.
    package var size: Vector3?
    /// What its file holds and the mesh does not.
    package var notices: [String] = []
}

extension ObjectError {
    /// The same with the key of a pipeline that raises the limit, where one was reached.
    var namingKey: ObjectError {
        naming([.tooManyFaces: "max_faces", .tookTooLong: "import_seconds", .outOfMemory: "import_memory"]) {
            "“\($0)” of the pipeline's “render”"
        }
    }

    /// The same with what raises the limit, where one was reached.
    package func naming(_ raising: [ObjectFailure: String], _ words: (String) -> String = { $0 }) -> ObjectError {
        guard let name = raising[code] else { return self }
        return ObjectError(code, file: file, self.words + "; raise \(words(name)) to take it")
    }
}
