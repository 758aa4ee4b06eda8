import Foundation
import Geometry
import Masks
import Studios
import Testing

/// The real pycocotools reads what the library makes, through `Tests/Conformance/masks.py`. Runs when the environment
/// variable `DIORAMA_PYTHON` names a Python that has pycocotools.
@Suite struct PycocotoolsTests {
    static let python = ProcessInfo.processInfo.environment["DIORAMA_PYTHON"]

    struct Cases: Encodable {
        struct Mask: Encodable {
            var rows: [String]
            var counts: String
            var area: Int
            var box: [Int]
            var rings: [[Double]]
            var holes: Bool
        }

        struct Polygon: Encodable {
            var size: [Int]
            var polygon: [Double]
            var counts: String
        }

        struct Pair: Encodable {
            var size: [Int]
            var a, b, union: String
            var intersection: Int
        }

        var masks: [Mask]
        var polygons: [Polygon]
        var pairs: [Pair]
    }

    @Test(.enabled(if: python != nil, "DIORAMA_PYTHON names no Python with pycocotools"))
    func pycocotoolsFindsTheSamePixels() throws {
        let masks = RandomMasks.all.map { rows, runs in
            let contours = runs.contours
            let box = runs.box ?? PixelRect(width: 0, height: 0)
            return Cases.Mask(
                rows: rows, counts: runs.compressed, area: runs.area,
                box: [box.minX, box.minY, box.width, box.height],
                rings: contours.outer.map { $0.vertices.flatMap { [$0.x, $0.y] } }, holes: contours.hasHoles)
        }
        let cases = Cases(masks: masks, polygons: Self.polygons(), pairs: Self.pairs())
        let file = FileManager.default.temporaryDirectory.appending(path: "masks-\(UUID().uuidString).json")
        try JSONEncoder().encode(cases).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }

        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Conformance/masks.py").standardizedFileURL
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = [script.path, file.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.contains("600 masks"), "\(text)")
    }

    /// Any polygon, concave or crossing itself, on fifths of pixels and off them, inside the frame, over its border, and
    /// far beyond.
    static func polygons() -> [Cases.Polygon] {
        (0..<500).map { index in
            var numbers = Numbers(seed: UInt64(1000 + index))
            let (width, height) = (1 + Int(numbers.next() * 40), 1 + Int(numbers.next() * 40))
            let reach = index < 400 ? -0.5...1.5 : index % 2 == 0 ? -30...30 : -900...900
            let vertices = (0..<3 + index % 8).map { _ in
                let x = numbers.next(in: reach) * Double(width)
                let y = numbers.next(in: reach) * Double(height)
                return index % 2 == 0 ? Point(x, y) : Point((x * 10).rounded() / 10, (y * 10).rounded() / 10)
            }
            return Cases.Polygon(
                size: [height, width], polygon: vertices.flatMap { [$0.x, $0.y] },
                counts: RunLengths(cocoPolygon: Polygon(vertices), width: width, height: height).compressed)
        }
    }

    static func pairs() -> [Cases.Pair] {
        (0..<200).map { index in
            var numbers = Numbers(seed: UInt64(5000 + index))
            let (width, height) = (1 + Int(numbers.next() * 20), 1 + Int(numbers.next() * 20))
            let frame = PixelRect(width: width, height: height)
            let (a, b) = (numbers.next(), numbers.next())
            let masks = [a, b].map { share in
                Mask(rect: frame, bits: (0..<frame.area).map { _ in numbers.next() < share ? 1 : 0 })
                    .runLengths(width: width, height: height)
            }
            return Cases.Pair(
                size: [height, width], a: masks[0].compressed, b: masks[1].compressed,
                union: masks[0].union(masks[1]).compressed, intersection: masks[0].intersectionArea(with: masks[1]))
        }
    }
}
