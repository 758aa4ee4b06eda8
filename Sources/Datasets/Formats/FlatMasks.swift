import Geometry
import Masks

/// Masks that may overlap, laid into one picture that shows one of them at each pixel.
///
/// A small mask lies on a large one: a cup is visible on its table. The hidden pixels of a mask are counted.
struct FlatMasks {
    let width: Int
    let height: Int
    /// Row-major: the number of the visible mask at each pixel, from 1 in the order in which the masks were given; 0
    /// where there is none.
    private(set) var numbers: [Int32]
    /// Holds every pixel that shows a mask.
    private var extent = PixelRect(width: 0, height: 0)
    /// For each number less 1: how many pixels a mask had, and how many of them are visible.
    private(set) var counts: [(all: Int, seen: Int)] = []

    /// An empty picture.
    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        numbers = [Int32](repeating: 0, count: width * height)
    }

    /// Lays masks on all earlier ones. Among the new masks a larger one lies below a smaller one, and of two equally
    /// large masks the first lies below the second.
    ///
    /// - Parameter masks: masks of the picture's size; nil for a label without one, which takes a number all the same.
    mutating func lay(_ masks: [RunLengths?]) {
        let first = counts.count
        counts += masks.map { ($0?.area ?? 0, 0) }
        let order = masks.indices.sorted {
            (-counts[first + $0].all, $0) < (-counts[first + $1].all, $1)
        }
        for place in order {
            guard let runs = masks[place], counts[first + place].all > 0 else { continue }
            let (mask, number) = (Mask(runs), Int32(first + place + 1))
            extent = extent.union(mask.rect)
            var bit = 0
            for y in mask.rect.minY..<mask.rect.maxY {
                for pixel in y * width + mask.rect.minX..<y * width + mask.rect.maxX {
                    if mask.bits[bit] != 0 {
                        let below = Int(numbers[pixel])
                        if below > 0 { counts[below - 1].seen -= 1 }
                        numbers[pixel] = number
                    }
                    bit += 1
                }
            }
            counts[first + place].seen = counts[first + place].all
        }
    }

    /// The picture with a value for each number, `values[number]`, and 0 where there is no mask.
    func picture(of values: [UInt16]) -> [UInt16] {
        var picture = [UInt16](repeating: 0, count: numbers.count)
        for y in extent.minY..<extent.maxY {
            for pixel in y * width + extent.minX..<y * width + extent.maxX where numbers[pixel] != 0 {
                picture[pixel] = values[Int(numbers[pixel])]
            }
        }
        return picture
    }

    /// Notes what a format without overlap loses of the masks with these numbers.
    func note(_ range: Range<Int>, in output: LabelOutput) {
        for (all, seen) in counts[range] where seen < all {
            output.note(
                seen == 0
                    ? "instance that smaller ones cover wholly: no pixel of it"
                    : "instance that gives pixels to smaller ones, since the format has no overlap")
            output.note("pixel of an instance given to a smaller one", all - seen)
        }
    }
}
