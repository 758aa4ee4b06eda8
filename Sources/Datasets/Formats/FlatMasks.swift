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
            for y in mask.rect.minY..<mask.rect.maxY {
                for x in mask.rect.minX..<mask.rect.maxX where mask[x: x, y: y] {
                    let below = Int(numbers[y * width + x])
                    if below > 0 { counts[below - 1].seen -= 1 }
                    numbers[y * width + x] = number
                }
            }
            counts[first + place].seen = counts[first + place].all
        }
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
