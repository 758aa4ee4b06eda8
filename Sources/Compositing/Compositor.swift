import Cards
import Findings
import Geometry
import Masks
package import Objects
import Pictures
import Rendering
package import Scenes

/// Makes pixels and labels from scenes: one worker's hands, with the memory that it uses again and again.
///
/// Not for use by two threads at the same time.
package final class Compositor {
    private let objects: ObjectLibrary
    private let mapsSurfaces: Bool
    private let keepsScenes: Bool
    private let lightSamples: Int
    private var canvas: Canvas
    /// The last scene's, whose buffers the next one is made in.
    private var last: Composite?
    /// The surfaces of the last scene, in whose memory those of the next are made.
    private var spareSurfaces: SurfaceMap?
    /// The last scene that was made, and its composite before any effect: another variant of it may only differ in these.
    private var bare: (scene: Scene, composite: Composite)?

    /// - Parameters:
    ///   - photos: shared by all workers.
    ///   - panoramas: shared by all workers.
    ///   - repeats: whether scenes that follow each other are likely to show the same photo.
    ///   - maxPixels: the largest photo that is decoded.
    ///   - mapsSurfaces: whether depth and normals come along.
    ///   - decodesParts: whether of an image only those pixels are needed that differ from its photo, where its photo's
    ///     coding comes along.
    ///   - keepsScenes: whether scenes that follow each other are likely to differ in their effects alone. A copy of each
    ///     is kept for these, with its depth.
    ///   - lightSamples: the most samples of a pixel in which the light on 3D objects is found. The labels do not depend
    ///     on it.
    package init(
        photos: PhotoCache, panoramas: PanoramaCache = PanoramaCache(), objects: ObjectLibrary, repeats: Bool = false,
        maxPixels: Int = PhotoFile.defaultMaxPixels, decodesParts: Bool = false, mapsSurfaces: Bool = false,
        keepsScenes: Bool = false, lightSamples: Int = .max
    ) {
        self.objects = objects
        self.mapsSurfaces = mapsSurfaces
        self.keepsScenes = keepsScenes
        self.lightSamples = lightSamples
        canvas = Canvas(
            Backdrop(
                cache: photos, panoramas: panoramas, repeats: repeats, maxPixels: maxPixels,
                decodesParts: decodesParts && !keepsScenes))
    }

    /// Composites a scene.
    ///
    /// Objects that break one of the scene's limits on the finished masks are taken out, and the scene is made again
    /// without them; so is one that cannot be read. The composite's scene is the one that was made in the end, so that
    /// compositing it again gives the same pixels at once.
    ///
    /// What the scene wipes from the photo is gone before anything else is done, and stays so when the object that was
    /// to take its place is left out.
    ///
    /// - Parameter real: the labelled things that the photo shows.
    /// - Throws: `PictureError` for a photo that cannot be decoded, `InvalidFile` for a part's value that is not one it
    ///   takes, and `RenderingError` for a camera, light or pose that nothing can be rendered with, which only an edited
    ///   scene has; and what the scene's effects throw.
    package func composite(_ scene: Scene, real: [RealInstance] = []) throws -> Composite {
        if let last = last.take() {
            // A warped map has objects where the canvas did not paint any, and would not look for them.
            canvas.take(back: last.image, last.warp == nil ? last.map : InstanceMap(width: 0, height: 0))
            spareSurfaces = last.surfaces
        }
        let effects = try scene.typedEffects()
        var asked = scene
        while true {
            var composite = try known(asked) ?? make(asked, real: real)
            do {
                try composite.apply(effects)
                last = composite
                return composite
            } catch let broken as Labelling.BrokenLimits {
                // A lens has cut off too much of these. The picture is made without them, as if they had not been asked for.
                asked = composite.scene
                asked.leaveOut(broken)
            }
        }
    }

    /// The kept composite of a scene that differs from the last one in its effects alone.
    private func known(_ scene: Scene) -> Composite? {
        guard let bare, bare.scene == scene.bare else { return nil }
        let needsSurfaces = mapsSurfaces || scene.needsDepth
        guard bare.composite.surfaces != nil || !needsSurfaces else { return nil }
        var composite = bare.composite
        composite.scene.take(look: scene)
        if !needsSurfaces { composite.surfaces = nil }
        return composite
    }

    /// Composites a scene without its effects, as far as its objects can be read and keep its limits.
    private func make(_ scene: Scene, real: [RealInstance]) throws -> Composite {
        let asked = scene
        var scene = scene
        bare = nil
        let photo = LabelledPhoto(scene.photo, showing: real)
        var lighting = try SceneLighting(of: scene, &canvas.backdrop)
        while true {
            do {
                let composite = try make(scene, on: photo, &lighting)
                if keepsScenes { bare = (asked.bare, composite) }
                return composite
            } catch let unreadable as RenderedObjects.Failure {
                scene.leaveOut(unreadable)
            } catch let broken as Labelling.BrokenLimits {
                scene.leaveOut(broken)
            }
        }
    }

    /// Composites a scene whose objects can all be read and keep its limits, without its effects.
    ///
    /// - Throws: `RenderedObjects.Failure` or `Labelling.BrokenLimits` where they do not, and as `composite`.
    private func make(
        _ asked: Scene, on photo: LabelledPhoto<ScenePhoto>, _ lighting: inout SceneLighting
    ) throws -> Composite {
        var scene = asked
        let suitsSurfaces = try scene.suitsSurfaces(objects)
        let hasViews = scene.objects.contains { $0.view != nil }
        var coding =
            scene.readsNoPixels && photo.instances.isEmpty && !scene.lightsDrawings(objects) && !suitsSurfaces
            ? canvas.backdrop.coding(of: scene.photo) : nil
        if coding != nil {
            canvas.startEmpty(scene.photo)
        } else {
            try canvas.start(photo, seenBy: scene.camera)
        }
        let surfaceLight =
            scene.lightsDrawings(objects) ? try lighting.onSurfaces(over: canvas.image, &canvas.backdrop) : nil
        if suitsSurfaces { scene = try scene.suited(to: canvas.image, objects, on: surfaceLight) }
        let cards = try scene.standingCards(objects, under: lighting.sunDirection, within: canvas.frame)
        let rendered = try RenderedObjects(
            scene, objects, beside: cards, within: canvas.frame, seed: scene.renderSeed)
        var pieces = try scene.pieces(
            from: objects, rendered, under: lighting.sunDirection,
            on: surfaceLight,
            white: hasViews ? lighting.white(over: canvas.image) : nil, over: canvas.image, behind: photo.instances)
        if let known = coding, try !cards.isEmpty || !canvas.decode(under: pieces, of: known) {
            try canvas.start(photo, seenBy: scene.camera)
            coding = nil
        }
        if let grass = scene.grassMetres { pieces = try canvas.growing(grass, before: pieces, seenBy: scene.camera) }
        // Where nothing is rendered, shadows need no rays.
        let shadows = rendered == nil ? try CardShadows(scene, objects, of: cards, within: canvas.frame) : nil
        let hasMatches = pieces.contains { $0.match != nil }
        if rendered == nil, hasMatches { canvas.prepareMatching(scene) }
        let cast = try shadows.map { try self.cast($0, of: pieces, &lighting) }
        let coverages = try rendered?.coverages() ?? []
        let labelling = Labelling(
            marked: try canvas.mark(pieces, coverages, isPainted: rendered == nil, under: cast), map: canvas.map,
            workspace: canvas.workspace)
        var instances = try labelling.instances(within: scene.limits)
        let realLabels = labelling.labels(of: photo, onGround: scene.standing)
        for index in instances.indices {
            instances[index].solid = try labelling.space(of: instances[index], seenBy: scene.camera, objects)
            instances[index].texts =
                try labelling.texts(on: instances[index], objects)
                ?? labelling.surfaceTexts(on: instances[index], seenBy: scene.camera, objects)
        }
        // Rendered light costs most, so nothing is lit by it before it is known what stays.
        var lit: RenderedObjects.Lit?
        if let rendered {
            canvas.clearMarks()
            if hasMatches { canvas.prepareMatching(scene) }
            var rendering = try rendered.render(
                lighting.illumination(over: canvas.image, &canvas.backdrop), samples: lightSamples,
                coverages: coverages)
            let share = pieces.compactMap(\.match?.sharpness).max() ?? 0
            rendering.groundShades = rendering.groundShades.map { shade in
                shade.blurred(by: canvas.blurMissing(around: shade.rect, share: share), within: canvas.frame)
            }
            canvas.paint(pieces, rendering)
            lit = rendering
        }
        let surfaces =
            mapsSurfaces || scene.needsDepth
            ? SurfaceMap(
                of: pieces, lit, in: scene, within: canvas.frame, by: canvas.workspace, in: spareSurfaces.take()) : nil
        let touched = canvas.touched
        let (image, map) = canvas.give(isChangedNext: keepsScenes || !scene.effects.isEmpty)
        return Composite(
            scene: scene, image: image, touched: touched, coding: coding, map: map, instances: instances,
            surfaces: surfaces, real: realLabels)
    }

    /// The shadows of flat objects, as sharp as the photo is; its image is the canvas', and the matching is prepared for it.
    private func cast(
        _ shadows: CardShadows, of pieces: [Piece], _ lighting: inout SceneLighting
    ) throws(PictureError) -> RenderedObjects.Lit {
        let light = try lighting.onSurfaces(over: canvas.image, &canvas.backdrop)
        let shares = Dictionary(
            pieces.compactMap { piece in
                piece.object.flatMap { object in piece.match.map { (object.index, $0.sharpness) } }
            }, uniquingKeysWith: max)
        return shadows.cast(light) { object, rect in
            shares[object].map { canvas.blurMissing(around: rect, share: $0) } ?? .none
        }
    }
}

extension Scene {
    /// Whether its objects can be made without looking at the photo: flat ones, and no effect on the whole image.
    fileprivate var readsNoPixels: Bool {
        effects.isEmpty && grassMetres == nil
            && objects.allSatisfy { object in
                guard case .flat = object.place else { return false }
                return object.view == nil && object.texture == nil && object.replaces == nil
                    && (object.match ?? SceneMatch()) == SceneMatch()
            }
    }

    /// Takes an object out that cannot be read.
    fileprivate mutating func leaveOut(_ unreadable: RenderedObjects.Failure) {
        let object = objects.remove(at: unreadable.object)
        missing.append(
            MissingObject(
                name: object.name, reason: .unreadable, detail: unreadable.error.words, file: unreadable.error.file))
    }

    /// Takes those out that break a limit.
    fileprivate mutating func leaveOut(_ broken: Labelling.BrokenLimits) {
        missing += broken.objects.map { index, limit in
            MissingObject(
                name: objects[index].name, reason: limit.reason,
                detail: MissingObject.size(
                    heightMetres: objects[index].heightMetres, distanceMetres: objects[index].distanceMetres))
        }
        for (index, _) in broken.objects.reversed() { objects.remove(at: index) }
    }

    /// What the samples of its rendering are scrambled by.
    fileprivate var renderSeed: UInt64 {
        var stream = streams.stream("render")
        return stream.next64()
    }
}
