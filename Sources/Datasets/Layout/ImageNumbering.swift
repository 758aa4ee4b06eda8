/// The numbers and names of a run's images. Each scene gives one image, or one for each variant.
///
/// Images of a scene have consecutive numbers. Photos that are copied unchanged follow all others and have no variants.
package struct ImageNumbering: Hashable, Sendable {
    /// The names of the variants; empty where each scene gives one image without a name.
    package let variants: [String]
    /// The number of scenes that come in variants.
    package let scenes: Int

    package init(variants: [String] = [], scenes: Int = 0) {
        self.variants = variants
        self.scenes = variants.isEmpty ? 0 : scenes
    }

    /// The number of images that a scene gives.
    package var imagesPerScene: Int { max(1, variants.count) }

    private var varied: Int { scenes * imagesPerScene }

    package func scene(ofImage index: Int) -> Int {
        index < varied ? index / imagesPerScene : index - varied + scenes
    }

    /// The place of the image's variant in `variants`; nil for an image without one.
    package func variant(ofImage index: Int) -> Int? { index < varied ? index % imagesPerScene : nil }

    package func images(ofScene scene: Int) -> Range<Int> {
        guard scene < scenes else {
            let index = scene - scenes + varied
            return index..<index + 1
        }
        return scene * imagesPerScene..<(scene + 1) * imagesPerScene
    }

    /// The images of scenes.
    package func images(ofScenes chosen: ImageNumbers) -> ImageNumbers {
        ImageNumbers(
            chosen.ranges.map {
                images(ofScene: $0.lowerBound).lowerBound...images(ofScene: $0.upperBound).upperBound - 1
            })
    }

    /// The image's name in its files: `000007`, or `000007-fog`.
    package func name(ofImage index: Int) -> String {
        let number = DatasetLayout.number(scene(ofImage: index))
        return variant(ofImage: index).map { "\(number)-\(variants[$0])" } ?? number
    }

    /// The image of a name; nil for a text that is none.
    func image(named name: String) -> Int? {
        let digits = name.prefix { $0.isASCII && $0.isNumber }
        // No run is as long as the sum of larger numbers, which overflows.
        guard let scene = Int(digits), scene < 1 << 48 else { return nil }
        return images(ofScene: scene).first { self.name(ofImage: $0) == name }
    }
}
