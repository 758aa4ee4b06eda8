package import Cards

/// One of several images of a scene, which differ in blends and effects alone.
package struct SceneVariant: Codable, Sendable, Hashable {
    package var name: String
    /// The number of the scene, which all its random numbers are keyed by.
    package var scene: Int

    package init(name: String, scene: Int) {
        self.name = name
        self.scene = scene
    }
}

extension Scene {
    /// The number that its random numbers are keyed by. Variants share it, so that an effect of two variants has the
    /// same numbers in both.
    package var number: Int { variant?.scene ?? index }

    /// The random numbers of the image.
    package var streams: RandomStreams { RandomStreams(seed: seed, image: number) }

    /// The number of the image for people: with the name of the variant, where there are several.
    package var title: String { variant.map { "\($0.scene)-\($0.name)" } ?? String(index) }

    /// What the scene is without its effects: the same for all variants that differ in these alone.
    package var bare: Scene {
        var scene = self
        (scene.index, scene.variant, scene.effects) = (number, nil, [])
        (scene.ground, scene.slopes, scene.windows) = (nil, nil, nil)
        return scene
    }

    /// Becomes the image of another variant of the same scene.
    package mutating func take(look other: Scene) {
        (index, variant, effects) = (other.index, other.variant, other.effects)
        (ground, slopes, windows) = (other.ground, other.slopes, other.windows)
    }
}
