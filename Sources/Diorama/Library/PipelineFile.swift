import Cards
import Findings
import Labelling
import Pipelines
import Scenes

/// A pipeline file that has been read and checked, with every file that it names.
///
/// It draws scenes and makes pictures of them in memory; to make a dataset on disk, use ``Job``.
public struct PipelineFile: Sendable {
    let plan: Plan

    /// Reads a pipeline file, and finds its photos and objects. Nothing is written.
    ///
    /// - Parameters:
    ///   - path: the file; its relative paths start from its folder.
    ///   - changes: `key.path=value` each; they replace values of the file. The value is YAML.
    ///   - without: keys of what is left out of the pictures, such as `effects.fog`; the scenes stay the same.
    ///   - maxPixels: the largest photo that is read, in pixels; 200 million by default.
    /// - Throws: ``PipelineMistakes`` with all mistakes at once; another error, in words, where no photo can be used.
    public init(
        _ path: String, changes: [String] = [], without: [String] = [], maxPixels: Int? = nil
    ) throws {
        do {
            plan = try Plan(path: path, changes: changes, without: without, maxPixels: maxPixels)
        } catch let invalid as InvalidFile {
            throw PipelineMistakes(invalid)
        }
    }

    /// The number of images that the file asks for: with `variants`, that of its scenes times that of its variants.
    public var imageCount: Int { plan.imageCount }

    /// The names of the categories that its labels can have, in the order of their ids.
    public var categories: [String] { plan.categories.names }

    /// Draws the scene of one image, as a run does. All its numbers are fixed from then on.
    ///
    /// The same pipeline, seed and index give the same scene, whatever was drawn before.
    ///
    /// - Parameter index: from 0 to ``imageCount`` − 1.
    /// - Throws: an error in words where none of the photos can be used.
    public func scene(_ index: Int) throws -> SceneDraft {
        guard (0..<imageCount).contains(index) else {
            throw JobError.usage("the pipeline has images 0 to \(imageCount - 1), and no image \(index)")
        }
        var unusable: [Int: Finding] = [:]
        guard let drawn = try plan.maker.scene(index, unusable: &unusable) else {
            throw JobError.noPhotoLeft(index, unusable.sorted { $0.key < $1.key }.map(\.value))
        }
        return SceneDraft(drawn: drawn)
    }

    /// Makes a maker of pictures. One thread uses it at a time; each thread of a program makes its own.
    ///
    /// - Throws: an error in words for a value that an annotation format does not take.
    public func makePictureMaker() throws -> PictureMaker { try PictureMaker(plan) }
}
