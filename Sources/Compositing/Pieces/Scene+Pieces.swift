import Cards
import Drawings
import Findings
import Geometry
import Objects
import Pictures
import Scenes

extension Scene {
    /// Whether it has flat objects of which the colours are known without their light.
    func lightsDrawings(_ library: ObjectLibrary) -> Bool {
        light.drawings > 0 && objects.contains { $0.isDrawn(library) }
    }

    /// The pieces that are set into the photo, in painting order. Objects that take the place of parts of the photo
    /// come first: they belong to the photo from then on.
    ///
    /// - Parameters:
    ///   - sun: the direction to the scene's sun, in the world; nil where there is none.
    ///   - surfaces: the light on drawings and lettering; nil leaves their colours as they are drawn.
    ///   - white: the radiance of a white level surface before the scene's own gain, as the image would show it; for
    ///     views, which are made as bright as their models would come out.
    ///   - rendered: its solid objects; nil where it has none.
    ///   - backdrop: the image without any object, which decoys are filled with.
    ///   - real: the labelled things that the photo shows.
    /// - Throws: `RenderedObjects.Failure` for an object that cannot be read, `InvalidFile` for a blend's value that is not
    ///   one it takes.
    func pieces(
        from library: ObjectLibrary, _ rendered: RenderedObjects?, under sun: Vector3?, on surfaces: SurfaceLight?,
        white: Double?, over backdrop: Raster, behind real: [RealInstance]
    ) throws -> [Piece] {
        let gain = encodedGain(linear: ownGain)
        let directed = sun.flatMap { sun in
            light.relief > 0
                ? DirectedLight(direction: camera.worldFromCamera.transposed * sun, ambient: 1 - light.relief) : nil
        }
        // Beyond this, no object is measured for its blend: all kernels are smaller.
        let near = PixelRect(width: photo.view.width, height: photo.view.height).inset(by: -256)
        var labelled: UInt16 = 0
        let pieces = try objects.enumerated().map { index, object in
            if !object.distractor { labelled += 1 }
            let content: Piece.Content
            let blend = try Blends.catalogue.make(object.blend, as: (any Blend).self)
            switch object.place {
            case .flat(let imageFromObject, let onGround):
                // A view has its light in it already.
                var look = Look(gain: gain, light: object.view == nil && object.plane == nil ? directed : nil)
                look.featherPixels = blend.featherPixels
                look.wear = object.wear.map { Wear(amount: $0.amount, seed: $0.seed, isOnGround: onGround) }
                if object.view != nil, object.texture == nil, let white {
                    look.gain *= encodedGain(linear: Float(white / ModelView.white))
                }
                if surfaces != nil, object.isDrawn(library) {
                    let light = self.light(
                        on: object, imageFromObject, onGround, aspect: try aspect(of: object, at: index, from: library),
                        surfaces, over: backdrop)
                    look.gain = encodedGain(linear: light.gain)
                    look.slope = light.slope
                }
                let sprite = try Self.sprite(of: object, at: index, imageFromObject, from: library, over: backdrop)
                let plan = PastePlan(sprite, imageFromObject)
                content = .flat(
                    PlacedSprite(
                        sprite: sprite, imageFromObject: imageFromObject, look: look,
                        blend: blend.fitted(to: plan?.bounds(within: near), edge: 2 / (plan?.texelsPerPixel ?? 1)),
                        isPhotographed: object.texture != nil || library.isPhotographed(object.from)))
            case .solid:
                guard var solid = rendered?.solids[index] else { preconditionFailure("every solid object is rendered") }
                solid.blend = blend.fitted(to: solid.extent)
                content = .solid(solid)
            }
            return Piece(content: content, object: (object, index), id: object.distractor ? 0 : labelled)
        }
        return inOrder(pieces, behind: real)
    }

    /// The gain of flat objects without the light of the photo; linear.
    private var ownGain: SIMD3<Float> { ColourTemperature(kelvin: light.kelvin).linearGain * Float(light.gain) }

    /// The light on a drawn or lettered object.
    ///
    /// - Parameters:
    ///   - surfaces: the light on drawings and lettering; nil leaves their colours as they are drawn.
    ///   - backdrop: the image without any object.
    /// - Returns: the linear gain of its colours, and its change over one height of the object in a plane, as `PlaneShade`
    ///   has it.
    func light(
        on object: PlacedObject, _ imageFromObject: Homography, _ onGround: Bool, aspect: Double,
        _ surfaces: SurfaceLight?, over backdrop: Raster
    ) -> (gain: SIMD3<Float>, slope: SIMD2<Float>?) {
        guard let surfaces else { return (ownGain, nil) }
        var lit = surfaces.gain(of: imageFromObject, seenBy: camera, overGround: onGround || object.plane != nil)
        let shade = object.plane.flatMap { PlaneShade(on: $0, at: imageFromObject, aspect: aspect, in: backdrop) }
        if let shade { lit *= shade.gain }
        return (ownGain + (lit - ownGain) * Float(light.drawings), shade.map { $0.slope * Float(light.drawings) })
    }

    /// - Throws: `RenderedObjects.Failure` for an object that cannot be read.
    private func aspect(
        of object: PlacedObject, at index: Int, from library: ObjectLibrary
    ) throws(RenderedObjects.Failure) -> Double {
        do throws(ObjectError) { return try library.outline(of: object.from, seen: object.view).aspect } catch {
            throw RenderedObjects.Failure(object: index, error: error)
        }
    }

    private static func sprite(
        of object: PlacedObject, at index: Int, _ imageFromObject: Homography, from library: ObjectLibrary,
        over backdrop: Raster
    ) throws(RenderedObjects.Failure) -> Sprite {
        do throws(ObjectError) {
            let aspect = try library.outline(of: object.from, seen: object.view).aspect
            let height = imageFromObject.heightPixels(aspect: aspect)
            guard let window = object.texture else {
                return try library.sprite(of: object.from, seen: object.view, heightPixels: height)
            }
            // Of a view only the silhouette is needed, which costs far less than its light.
            let shape =
                object.view == nil
                ? try library.sprite(of: object.from, heightPixels: height)
                : try library.silhouette(of: object.from, seen: object.view)
            guard PixelRect(width: backdrop.width, height: backdrop.height).contains(window), !window.isEmpty else {
                throw ObjectError(.badValue, "its texture lies outside the image")
            }
            return Sprite(shape, showing: window, of: backdrop, scale: imageFromObject.scale(of: shape))
        } catch {
            throw RenderedObjects.Failure(object: index, error: error)
        }
    }

    /// The pieces together with the real things that stand among them.
    private func inOrder(_ pieces: [Piece], behind real: [RealInstance]) -> [Piece] {
        var ordered: [Piece] = []
        var rest = pieces.filter { $0.replaces == nil }[...]
        for standing in standing {
            guard let index = real.firstIndex(where: { $0.id == standing.id }),
                let front = RealFront(real[index], at: index, in: photo.view)
            else { continue }
            while let object = rest.first?.object?.placed, object.distanceMetres ?? 0 > standing.distanceMetres {
                ordered.append(rest.removeFirst())
            }
            ordered.append(Piece(content: .real(front), object: nil, id: 0))
        }
        return pieces.filter { $0.replaces != nil } + ordered + rest
    }
}

extension Blend {
    /// The same blend, made small enough for an object that fills a rectangle.
    ///
    /// - Parameter edge: how many pixels of the width and of the height may be the soft edge between texels.
    fileprivate func fitted(to bounds: PixelRect?, edge: Double = 0) -> any Blend {
        let edge = Int(min(edge.rounded(), 1e6))
        return fitted(
            to: BlendedSize(width: max(1, (bounds?.width ?? 0) - edge), height: max(1, (bounds?.height ?? 0) - edge)))
    }
}

extension PlacedObject {
    /// Whether its colours are known without any light.
    fileprivate func isDrawn(_ library: ObjectLibrary) -> Bool { texture == nil && library.isDrawn(from) }
}

extension Homography {
    /// Pixels of the image to a unit of the object plane at the middle of a sprite; 1 where there is none.
    fileprivate func scale(of sprite: Sprite) -> Double { jacobian(at: sprite.frame.center)?.scale ?? 1 }

    /// How many pixels an object would be high if all of it were as large as its nearest part.
    fileprivate func heightPixels(aspect: Double) -> Int {
        let places = [Point(0, 0), Point(aspect, 0), Point(0, 1), Point(aspect, 1), Point(aspect / 2, 0.5)]
        let scale = places.compactMap { jacobian(at: $0)?.scales.most }.max() ?? 0
        return Int(min(scale.rounded(.up), 1e6))
    }
}
