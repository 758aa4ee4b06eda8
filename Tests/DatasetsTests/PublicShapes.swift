import Foundation

/// COCO files that are odd in the ways of val2017 and other good public data, made from a seed.
///
/// Crowds with run lengths and an area that is not theirs, empty segmentations, polygons of several parts with two
/// decimals, parts that touch or cross, boxes that end at the last pixel's middle or a little outside, ids that need 64
/// bits, two categories of one name, gaps in the categories' ids, and neither `info` nor `licenses`.
struct PublicShapes {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Linear congruential: Knuth, "The Art of Computer Programming" 2 (1997), 3.3.4.
    private mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    private mutating func number(_ bound: Int) -> Double { Double(next(bound * 100)) / 100 }

    /// A file of `images` images of 64 × 48 pixels, named `000000000000.jpg` and so on.
    mutating func file(images: Int) -> String {
        var (records, labels): ([String], [String]) = ([], [])
        for image in 0..<images {
            let id = image == 1 ? Int.max : image * 37
            records.append(
                #"{"license": 4, "file_name": "\#(Self.name(image))", "height": 48, "width": 64, "id": \#(id)}"#)
            for _ in 0..<next(9) { labels.append(label(of: id, place: labels.count)) }
        }
        return """
            {"images": [\(records.joined(separator: ",\n"))],
             "annotations": [\(labels.joined(separator: ",\n"))],
             "categories": [{"supercategory": "a", "id": 0, "name": "cat"}, {"id": 13, "name": "dog"},
              {"supercategory": "b", "id": 90, "name": "cat"}]}
            """
    }

    static func name(_ image: Int) -> String { String(repeating: "0", count: 11) + "\(image).jpg" }

    private mutating func label(of image: Int, place: Int) -> String {
        let (x, y) = (number(50), number(36))
        let (width, height) = (4 + number(9), 4 + number(7))
        let id = place % 5 == 0 ? 900_100_000_000_000_000 + place : place + 1
        let head = #"{"id": \#(id), "image_id": \#(image), "category_id": \#([0, 13, 90][next(3)])"#
        func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
            #""bbox": [\#(x), \#(y), \#(width), \#(height)]"#
        }
        switch next(6) {
        case 0:
            let runs = [next(1000), 1 + next(40), 1 + next(400), 1 + next(40)]
            let rest = 64 * 48 - runs.reduce(0, +)
            let (first, last) = (runs[0] / 48, (runs[0] + runs[1] + runs[2] + runs[3] - 1) / 48)
            return head
                + #", "iscrowd": 1, "area": \#(next(3000)), \#(box(Double(first), 0, Double(last - first + 1), 48)), "#
                + #""segmentation": {"counts": [\#(runs[0]), \#(runs[1]), \#(runs[2]), \#(runs[3]), \#(rest)], "size": [48, 64]}}"#
        case 1:
            return head
                + #", "iscrowd": 0, "area": \#(width * height), \#(box(x, y, width, height)), "segmentation": []}"#
        case 2:
            // The far corner counts as inside, and the area is that of the box.
            return head
                + #", "iscrowd": 0, "area": \#(5.5 * height), \#(box(59, y, 5.5, height)), "segmentation": [[59, \#(y), 64, \#(y), 64, \#(y + height), 59, \#(y + height)]]}"#
        case 3:
            let middle = x + width / 2
            return head
                + #", "iscrowd": 0, "area": \#(width * height / 2), \#(box(x, y, width, height)), "segmentation": [[\#(x), \#(y), \#(middle), \#(y + height), \#(x), \#(y + height)], [\#(middle), \#(y), \#(x + width), \#(y), \#(x + width), \#(y + height)]]}"#
        case 4:
            // It crosses itself, as outlines drawn by hand do.
            return head
                + #", "iscrowd": 0, "area": \#(width * height / 2), \#(box(x, y, width, height)), "segmentation": [[\#(x), \#(y), \#(x + width), \#(y + height), \#(x + width), \#(y), \#(x), \#(y + height)]]}"#
        default:
            return head
                + #", "iscrowd": 0, "area": \#(width * height), \#(box(x, y, width, height)), "segmentation": [[\#(x), \#(y), \#(x + width), \#(y), \#(x + width), \#(y + height), \#(x), \#(y + height)]]}"#
        }
    }
}
