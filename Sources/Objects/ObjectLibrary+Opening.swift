package import Cards
package import Drawings
import Findings
package import Geometry
package import Rendering

/// Reads files before a run that the run would only read when they are drawn.
extension ObjectLibrary {
    /// The model files, and the models of archives and catalogues, that an object of a pipeline may be. `problems` has
    /// reported those that cannot be listed.
    package func models(in draft: PartDraft) -> [NamedModel] {
        alternatives(of: draft).flatMap { type, values in
            (type as? any ModelSource.Type)?.models(in: values, lists) ?? []
        }
    }

    /// Reads a model with its textures, and keeps only the facts about it.
    ///
    /// - Parameter prints: the parts of its textures that something is to be printed on.
    package func open(_ reference: String, prints: [PrintPlace] = []) -> OpenedModel {
        do throws(ObjectError) {
            let shape = try lists.model(reference).shape(lists, limits, ModelFrame().worldFromFile)
            var opened = OpenedModel(size: shape.mesh.bounds.size, notices: shape.notices)
            for place in prints {
                do throws(ObjectError) {
                    _ = try TextureFaces.showing(place.region, of: shape.mesh, material: place.material)
                } catch {
                    opened.unprintable[place] = error.onPrint(place.print, of: reference)
                }
            }
            return opened
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

    /// The result of opening a flat object, which is not kept.
    package struct OpenedSample: Sendable {
        /// The reason why the object cannot be used.
        package var problem: ObjectError?
        /// A sentence about an oddity of the object.
        package var note: String?
        /// Why it cannot be labelled: nothing of it is opaque enough to be counted as its mask.
        package var unlabelled: ObjectError?
    }

    package func open(_ sample: Sample) -> OpenedSample {
        var opened = OpenedSample()
        do throws(ObjectError) {
            switch sample.source {
            case let source as any PixelSource:
                let sprite = try source.sprite(lists, maxPixels: maxPixels)
                opened.note = source.note(on: sprite)
                if !sprite.faintShare.isFinite {
                    opened.unlabelled = ObjectError(
                        .mask,
                        (opened.note ?? "it is nowhere at least half opaque")
                            + ", so that it cannot be labelled; make it more opaque, or set “distractor: true”")
                }
            case let source as any VectorSource: _ = try source.outline()
            default: break
            }
        } catch {
            opened.problem = error
        }
        return opened
    }
}

/// A model that an object of a pipeline may be.
package struct NamedModel: Hashable, Sendable {
    package let reference: String
    /// The lengths in metres that its unit may have, as far as the file writes them out, with the ends of those that
    /// are drawn.
    package let units: [Double]
    /// The axes that may point up.
    package let upright: [Mesh.Options.Up]
    /// The parts of its textures that something is printed on.
    package let prints: [PrintPlace]
}

/// The facts about a model that was read.
package struct OpenedModel: Sendable {
    /// The reason why the model cannot be used.
    package var problem: ObjectError?
    /// The size of its box, in its own unit and axes; in metres for a model of a furniture library.
    package var size: Vector3?
    /// Parts of its file that the mesh does not have.
    package var notices: [String] = []
    /// Why nothing can be printed at a place.
    package var unprintable: [PrintPlace: ObjectError] = [:]
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
