import Cards
import Geometry
import Objects
import Pipelines

/// Draws what the objects of a scene are set into: what its background shows and from where, without any pixel, and its
/// light.
struct StageDrawer: Sendable {
    private let pipeline: Pipeline
    /// What things stand on or in by the pipeline's placers: it hides none of them.
    private let surfaces: Set<String>

    /// What is drawn.
    struct Drawn {
        var stage: Stage
        /// Where the background is a panorama, where it is looked into.
        var panorama: PanoramaView?
        var light: SceneLight
    }

    init(_ pipeline: Pipeline, _ needs: PipelineNeeds) {
        self.pipeline = pipeline
        surfaces = Set(
            needs.placers.flatMap(\.needs).flatMap { need -> [String] in
                if case .surface(let categories) = need { categories } else { [] }
            })
    }

    /// - Parameter streams: the image's.
    func draw(_ labelled: LabelledPhoto<Photo>, from streams: RandomStreams) -> Drawn {
        let photo = labelled.photo
        let view = PhotoView(
            photoWidth: photo.width, photoHeight: photo.height, drawnBy: pipeline.backgrounds,
            from: streams.scope("background"))
        let (panorama, facts) = look(into: photo, from: streams.scope("background").scope("panorama"))
        let defaults = PhotoCameraDefaults(drawnBy: pipeline.scene.camera, from: streams.scope("camera"))
        let stage = Stage(
            setting: view.setting(facts, defaults: defaults), view: view,
            real: labelled.instances.map { surfaces.contains($0.category) ? $0.lying : $0 })
        let light = SceneLight(
            pipeline.scene.light, under: stage.setting.sun, hasOwn: panorama != nil, from: streams.scope("light"))
        return Drawn(stage: stage, panorama: panorama, light: light)
    }

    /// Where an image looks into a panorama, and what is known of that view; of a photo its own facts.
    private func look(into photo: Photo, from streams: RandomStreams) -> (PanoramaView?, PhotoFacts) {
        guard let panorama = photo.panorama else { return (nil, photo.facts) }
        let rules = pipeline.backgrounds.panoramas ?? Pipeline.Panoramas()
        return (
            PanoramaView(of: panorama, drawnBy: rules, from: streams),
            panorama.viewFacts(drawnBy: rules, from: streams)
        )
    }
}

extension RealInstance {
    /// The same as a surface.
    fileprivate var lying: RealInstance {
        var instance = self
        instance.stands = false
        return instance
    }
}
