import Cards
import Geometry
import Objects
import Pipelines

/// Draws the stage that the objects of a scene are set into: the background with its camera, without any pixel, and the
/// light.
struct StageDrawer: Sendable {
    private let pipeline: Pipeline
    /// The things that objects stand on or in by the pipeline's placers: these hide none of the objects.
    private let surfaces: Set<String>
    private let likenesses: Likenesses

    /// The result of a draw.
    struct Drawn {
        var stage: Stage
        /// The direction in the panorama, where the background is one.
        var panorama: PanoramaView?
        var light: SceneLight
        /// How high the grass is; nil for none.
        var grassMetres: Double?
        /// Whether the window cuts a labelled thing further than the pipeline allows.
        var cutsThing = false
        /// What was drawn, and no fact of the photo said.
        var numbers: [AskedNumber.OfStage: Double] = [:]
    }

    init(_ pipeline: Pipeline, _ needs: PipelineNeeds, _ likenesses: Likenesses = Likenesses()) {
        self.pipeline = pipeline
        self.likenesses = likenesses
        surfaces = Set(
            needs.placers.flatMap(\.needs).flatMap { need -> [String] in
                if case .surface(let categories) = need { categories } else { [] }
            })
    }

    /// - Parameter streams: the image's streams.
    func draw(_ labelled: LabelledPhoto<Photo>, from streams: RandomStreams) -> Drawn {
        let photo = labelled.photo
        let rules = pipeline.backgrounds[photo.source]
        let things = labelled.instances.filter { !$0.isCrowd }.map(\.box)
        var window: PhotoView.Window?
        let view = PhotoView(
            photoWidth: photo.width, photoHeight: photo.height, drawnBy: rules, showing: things,
            from: streams.scope("background"), window: &window)
        let (panorama, facts) = look(into: photo, from: streams.scope("background").scope("panorama"))
        let defaults = PhotoCameraDefaults(drawnBy: pipeline.scene.camera, from: streams.scope("camera"))
        var stage = Stage(
            setting: view.setting(facts, defaults: defaults), view: view,
            real: labelled.instances.map { surfaces.contains($0.category) ? $0.lying : $0 })
        stage.likenesses = likenesses
        let light = SceneLight(
            pipeline.scene.light, under: stage.setting.sun, hasOwn: panorama != nil, from: streams.scope("light"))
        var drawn = Drawn(stage: stage, panorama: panorama, light: light, cutsThing: view.cuts(things, by: rules))
        let grass = pipeline.scene.grass.map { streams.draw("grass", $0) } ?? facts.grassMetres ?? 0
        if grass > 0 { drawn.grassMetres = grass }
        drawn.numbers = numbers(view, window, of: photo.source, facts, defaults)
        if let sun = light.sun { drawn.numbers.merge(numbers(sun, under: stage.setting.sun)) { first, _ in first } }
        return drawn
    }

    private func numbers(
        _ view: PhotoView, _ window: PhotoView.Window?, of source: Int, _ facts: PhotoFacts,
        _ defaults: PhotoCameraDefaults
    ) -> [AskedNumber.OfStage: Double] {
        var numbers: [AskedNumber.OfStage: Double] = [.flip(source): view.isMirrored ? 1 : 0]
        for other in pipeline.backgrounds.indices { numbers[.isSource(other)] = other == source ? 1 : 0 }
        numbers[.cropShare(source)] = window?.share
        numbers[.cropAspect(source)] = window?.aspect
        if facts.cameraHeightMetres == nil { numbers[.cameraHeight] = defaults.heightMetres }
        if facts.fieldOfView == nil { numbers[.fieldOfView] = defaults.fieldOfView.degrees }
        if facts.pitch == nil, facts.horizon == nil { numbers[.horizon] = defaults.horizon }
        return numbers
    }

    private func numbers(
        _ sun: SceneLight.Sun, under known: PhotoFacts.Sun?
    ) -> [AskedNumber.OfStage: Double] {
        var numbers: [AskedNumber.OfStage: Double] = [
            .sunShare: sun.share, .sunDiameter: sun.diameterDegrees, .sunKelvin: sun.kelvin,
        ]
        if known == nil { (numbers[.sunElevation], numbers[.sunAzimuth]) = (sun.elevationDegrees, sun.azimuthDegrees) }
        return numbers
    }

    /// The direction in which an image looks into a panorama, and the facts about that view; for a photo, its own
    /// facts.
    private func look(into photo: Photo, from streams: RandomStreams) -> (PanoramaView?, PhotoFacts) {
        guard let panorama = photo.panorama else { return (nil, photo.facts) }
        let rules = pipeline.backgrounds[photo.source].panoramas ?? Pipeline.Panoramas()
        return (
            PanoramaView(of: panorama, drawnBy: rules, from: streams),
            panorama.viewFacts(drawnBy: rules, from: streams)
        )
    }
}

extension RealInstance {
    /// The same thing as a surface.
    fileprivate var lying: RealInstance {
        var instance = self
        instance.stands = false
        return instance
    }
}
