import Cards
import Drawings
import Geometry
import Objects
import Scenes

extension Scene {
    /// Whether it has flat objects of which the colours are known without their light.
    func lightsDrawings(_ library: ObjectLibrary) -> Bool {
        light.drawings > 0 && objects.contains { library.isDrawn($0.from) }
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
    ///   - real: the labelled things that the photo shows.
    /// - Throws: `RenderedObjects.Failure` for an object that cannot be read, `InvalidFile` for a blend's value that is not
    ///   one it takes.
    func pieces(
        from library: ObjectLibrary, _ rendered: RenderedObjects?, under sun: Vector3?, on surfaces: SurfaceLight?,
        white: Double?, behind real: [RealInstance]
    ) throws -> [Piece] {
        let own = ColourTemperature(kelvin: light.kelvin).linearGain * Float(light.gain)
        let gain = encodedGain(linear: own)
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
                var look = Look(gain: gain, light: object.view == nil ? directed : nil)
                look.featherPixels = blend.featherPixels
                look.wear = object.wear.map { Wear(amount: $0.amount, seed: $0.seed, isOnGround: onGround) }
                if object.view != nil, let white {
                    look.gain *= encodedGain(linear: Float(white / ModelView.white))
                }
                if let surfaces, library.isDrawn(object.from) {
                    let lit = surfaces.gain(of: imageFromObject, seenBy: camera, overGround: onGround)
                    look.gain = encodedGain(linear: own + (lit - own) * Float(light.drawings))
                }
                let sprite = try Self.sprite(of: object, at: index, imageFromObject, from: library)
                let plan = PastePlan(sprite, imageFromObject)
                content = .flat(
                    PlacedSprite(
                        sprite: sprite, imageFromObject: imageFromObject, look: look,
                        blend: blend.fitted(to: plan?.bounds(within: near), edge: 2 / (plan?.texelsPerPixel ?? 1)),
                        isPhotographed: library.isPhotographed(object.from)))
            case .solid:
                guard var solid = rendered?.solids[index] else { preconditionFailure("every solid object is rendered") }
                solid.blend = blend.fitted(to: solid.extent)
                content = .solid(solid)
            }
            return Piece(content: content, object: (object, index), id: object.distractor ? 0 : labelled)
        }
        return inOrder(pieces, behind: real)
    }

    private static func sprite(
        of object: PlacedObject, at index: Int, _ imageFromObject: Homography, from library: ObjectLibrary
    ) throws(RenderedObjects.Failure) -> Sprite {
        do throws(ObjectError) {
            let aspect = try library.outline(of: object.from, seen: object.view).aspect
            return try library.sprite(
                of: object.from, seen: object.view, heightPixels: imageFromObject.heightPixels(aspect: aspect))
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

extension Homography {
    /// How many pixels an object would be high if all of it were as large as its nearest part.
    fileprivate func heightPixels(aspect: Double) -> Int {
        let places = [Point(0, 0), Point(aspect, 0), Point(0, 1), Point(aspect, 1), Point(aspect / 2, 0.5)]
        let scale = places.compactMap { jacobian(at: $0)?.scales.most }.max() ?? 0
        return Int(min(scale.rounded(.up), 1e6))
    }
}
