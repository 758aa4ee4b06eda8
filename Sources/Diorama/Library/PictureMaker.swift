import Compositing
import Datasets
import Labelling
import Pictures

/// Makes pictures of scenes in memory, in buffers that it reuses.
///
/// One thread uses it at a time.
public final class PictureMaker {
    private let maker: ImageMaker
    private let recorder: ImageRecorder
    private let compositor: Compositor

    init(_ plan: Plan) throws {
        maker = plan.maker
        recorder = try ImageRecorder(plan)
        compositor = maker.makeCompositor()
    }

    /// Makes the picture of a scene, with its labels.
    ///
    /// The same scene gives the same bytes. An object that breaks one of the pipeline's limits (`scene.overlap`) is
    /// left out, as in a run; the picture's own scene has only the objects that are in it.
    ///
    /// - Throws: an error that names the file where the photo cannot be read.
    public func picture(of draft: SceneDraft) throws -> Picture {
        var drawn = draft.drawn
        let composite = try compositor.composite(drawn.scene, real: drawn.real?.instances ?? [])
        drawn.scene = composite.scene
        let made = ImageMaker.Made(
            composite: composite, photo: drawn.photo, real: drawn.real, passed: drawn.passed, skipped: [])
        return Picture(
            composite, draft: SceneDraft(drawn: drawn), annotations: try recorder.record(made, fileName: "").annotations
        )
    }
}
