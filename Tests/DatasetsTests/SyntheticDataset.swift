import Cards
import Foundation
import Geometry
import Masks
import Pictures

@testable import Datasets

/// Random datasets with everything that is hard about masks: holes, single pixels, objects that hide each other, reach
/// over the border, fall apart into pieces or fill the frame; images of one pixel; more instances than 8 bits tell
/// apart. Pictures are real files.
struct SyntheticDataset {
    /// Numbers from a seed, the same every time.
    private struct Numbers {
        var state: UInt64

        /// Both ends included.
        mutating func integer(_ range: ClosedRange<Int>) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            return range.lowerBound + Int(SplitMix.hash(state) % UInt64(range.count))
        }
    }

    let splits: [String]
    let style: COCO.MaskStyle
    let images: Int

    /// Writes the dataset through the real writer.
    @discardableResult
    func write(to root: String) throws -> DatasetStatistics {
        let layout = DatasetLayout(root: root, splits: splits)
        let writer = try DatasetWriter(
            creating: layout, header: Fixture.header, run: Fixture.run(images: images), pipeline: Fixture.pipeline)
        for index in 0..<images {
            var numbers = Numbers(state: UInt64(index) << 32)
            let crowded = index % 10 == 9
            let width = index % 10 == 1 ? 1 : crowded ? 40 : numbers.integer(2...60)
            let height = index % 10 == 1 ? 1 : crowded ? 30 : numbers.integer(2...60)
            let shapes = (0..<(crowded ? 600 : numbers.integer(0...7))).map { _ in
                Self.shape(width, height, isSmall: crowded, &numbers)
            }
            try write(index, width, height, shapes, writer)
        }
        return try writer.finish()
    }

    /// A shape whose rectangle may reach over the border of the frame.
    private static func shape(_ width: Int, _ height: Int, isSmall: Bool, _ numbers: inout Numbers) -> Mask {
        let largest = isSmall ? 2 : max(width, height) + 4
        let rect: PixelRect = {
            let (x, y) = (numbers.integer(-3...width), numbers.integer(-3...height))
            return PixelRect(
                minX: x, minY: y, maxX: x + numbers.integer(1...largest), maxY: y + numbers.integer(1...largest))
        }()
        var mask = Mask(rect: rect)
        let kind = numbers.integer(0...4)
        for y in 0..<rect.height {
            for x in 0..<rect.width {
                let u = (Double(x) + 0.5) / Double(rect.width) * 2 - 1
                let v = (Double(y) + 0.5) / Double(rect.height) * 2 - 1
                let isSet =
                    switch kind {
                    case 0: true
                    case 1: u * u + v * v <= 1
                    case 2: (0.2...1).contains(u * u + v * v)
                    case 3: numbers.integer(0...2) > 0
                    default: (x / 2 + y / 2) % 2 == 0
                    }
                mask.bits[y * rect.width + x] = isSet ? 1 : 0
            }
        }
        return mask
    }

    /// Paints the shapes one over the other and labels what is seen of them.
    private func write(
        _ index: Int, _ width: Int, _ height: Int, _ shapes: [Mask], _ writer: DatasetWriter
    ) throws {
        let frame = PixelRect(width: width, height: height)
        var painted = [Int](repeating: -1, count: width * height)
        for (place, shape) in shapes.enumerated() {
            for y in 0..<height {
                for x in 0..<width where shape[x: x, y: y] { painted[y * width + x] = place }
            }
        }
        let seen = Set(painted).subtracting([-1]).sorted()
        var map = InstanceMap(width: width, height: height)
        let ids = Dictionary(uniqueKeysWithValues: seen.enumerated().map { ($0.element, UInt16($0.offset + 1)) })
        map.ids = painted.map { ids[$0] ?? 0 }
        let masks = map.runLengths(rects: seen.map { shapes[$0].rect })
        let annotations = zip(seen, masks).enumerated().map { number, pair in
            let (place, mask) = pair
            let shape = shapes[place]
            let amodal = shape.runLengths(width: width, height: height)
            return COCO.Annotation(
                imageID: index, categoryID: 1 + place % 2, instance: number + 1, mask: mask, amodal: amodal,
                amodalBox: Rect(shape.box ?? frame),
                truncation: 1 - Double(amodal.area) / Double(shape.area), style: style)
        }
        var raster = Raster(width: width, height: height)
        for (pixel, place) in painted.enumerated() {
            let grey = UInt8((place + 1) * 37 % 256)
            raster.bytes.replaceSubrange(pixel * 4..<pixel * 4 + 4, with: [grey, grey, 255 - grey, 255])
        }
        var mask: [UInt8] = []
        InstancePNG.encode(map.ids, width: width, height: height, instances: seen.count, into: &mask)
        var record = ImageRecord(
            index: index, split: splits.isEmpty ? nil : splits[index % splits.count],
            image: writer.layout.image(index, width: width, height: height), annotations: annotations,
            objects: ImageRecord.Objects(asked: shapes.count, placed: seen.count), scene: Array("{}".utf8))
        record.image.license = 1
        let picture = try PhotoFile.encode(raster, as: .jpeg(quality: 90, subsampling: .quarter))
        try writer.commit(record, image: picture, mask: mask)
    }
}
