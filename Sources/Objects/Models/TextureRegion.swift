import Cards
import Geometry

/// A rectangle of a model's texture as an image shows it: shares of its width from the left and of its height from the
/// top, 0…1.
package struct TextureRegion: Hashable, Sendable {
    package var left = 0.0
    package var top = 0.0
    package var right = 1.0
    package var bottom = 1.0

    package init() {}

    /// - Parameter sides: left, top, right and bottom; nil unless they go round an area of the texture.
    init?(_ sides: [Double]) {
        guard sides.count == 4, sides.allSatisfy((0...1).contains), sides[0] < sides[2], sides[1] < sides[3] else {
            return nil
        }
        (left, top, right, bottom) = (sides[0], sides[1], sides[2], sides[3])
    }

    var sides: [Double] { [left, top, right, bottom] }

    /// Its extent along the texture's width and height.
    var size: SIMD2<Double> { [right - left, bottom - top] }

    var words: String { "[\(sides.map(\.plainText).joined(separator: ", "))]" }
}

extension Form where V == TextureRegion {
    /// `[left, top, right, bottom]`, which may not vary.
    static var textureRegion: Form {
        let list = Form<[Double]>.list(.number(in: 0...1, .share(of: "the texture")), count: 4...4)
        return Form(
            expectation: "[left, top, right, bottom], each a share of the texture", schema: list.schema,
            decode: { node, reading in
                guard let sides = list.decode(node, &reading) else { return nil }
                guard let region = TextureRegion(sides) else {
                    reading.report(
                        .rule(
                            "a region is [left, top, right, bottom], with left less than right and top less than bottom"
                        ),
                        at: node.position)
                    return nil
                }
                return region
            },
            encode: { list.encode($0.sides) }, numbers: list.numbers)
    }
}
