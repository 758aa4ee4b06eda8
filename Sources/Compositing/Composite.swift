import Cards
package import Geometry
package import Masks
package import Pictures
package import Scenes

/// A scene as pixels and labels, in memory: what effects change, and what is written, drawn on sheets and handed to users
/// of the library.
///
/// A value that shares its buffers with the compositor which made it, so that nothing is copied as long as it is let go
/// before the next scene; one that is kept stays as it is, at the price of a copy.
package struct Composite: Sendable {
    /// The scene as it was made in the end: without what found no room on the finished masks.
    package var scene: Scene
    package var image: Raster
    /// Where the image differs from its photo, as the scene's view shows it, without what is wiped from it: rectangles
    /// that hold every such pixel, and may overlap; nil where any pixel may differ.
    package var touched: [PixelRect]?
    /// The photo's coding, where the image holds no other pixels than those in `touched`; nil for a whole image.
    package var coding: PhotoFile.Coding?
    /// Which instance is the topmost label at each pixel; 0 where there is none.
    package var map: InstanceMap
    /// In the order of the map's ids: element k − 1 is id k.
    package var instances: [Instance]
    /// Where depth or normals were asked for, or an effect needs them.
    package var surfaces: SurfaceMap?
    /// What is left of the photo's own labels, in the order in which they were given.
    package var real: [RealLabel]
    /// What moved the picture since it was composited; nil for nothing. The scene's camera is that of before.
    package var warp: PictureWarp?
}

extension Composite {
    /// Applies effects in their order.
    ///
    /// The random numbers of an effect are keyed by its name and its number among those of that name, so that they stay
    /// the same when another effect is added or left out.
    ///
    /// - Parameter effects: each with the name under which the scene has it.
    /// - Throws: what an effect throws.
    mutating func apply(_ effects: [(name: String, effect: any Effect)]) throws {
        guard !effects.isEmpty else { return }
        touched = nil
        let streams = scene.streams.scope("pixels")
        var before: [String: Int] = [:]
        for (name, effect) in effects {
            let number = before[name, default: 0]
            before[name] = number + 1
            try effect.apply(to: &self, streams: streams.scope("\(number)/\(name)"))
        }
    }
}

extension Scene {
    /// Whether an effect needs the depth of the objects.
    var needsDepth: Bool {
        effects.contains { effect in
            Effects.catalogue.needs(of: PartDraft.named(effect.name)).contains { $0.needs.contains(.depth) }
        }
    }

    /// The number of labelled objects that stand so far away that its weather hides them, as far as their distance is
    /// known.
    ///
    /// - Throws: `InvalidFile` for a value that an effect does not take.
    package func veiledObjects() throws -> Int {
        guard let sight = try typedEffects().compactMap({ ($0.effect as? any VeilingEffect)?.visibilityMetres }).min()
        else { return 0 }
        return objects.count { !$0.distractor && $0.distanceMetres.map { $0 > sight } == true }
    }

    /// Its effects as the parts that apply them.
    ///
    /// - Throws: `InvalidFile` for a value that an effect does not take.
    func typedEffects() throws -> [(name: String, effect: any Effect)] {
        try effects.map { ($0.name, try Effects.catalogue.make($0, as: (any Effect).self)) }
    }
}
