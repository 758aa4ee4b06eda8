import Foundation

/// A dataset's annotations as they lie on the disk, read without any code of the library.
package struct WrittenDataset {
    package struct File: Decodable {
        package var info: Info
        package var licenses: [License]
        package var categories: [Category]
        package var images: [Image]
        package var annotations: [Annotation]
    }

    package struct Info: Decodable {
        package var description: String?
        package var version: String?
    }

    package struct License: Decodable {
        package var id: Int
        package var name: String
        package var url: String?
    }

    package struct Category: Decodable {
        package var id: Int
        package var name: String
        package var supercategory: String?
    }

    package struct Image: Decodable {
        package var id: Int
        package var fileName: String
        package var width: Int
        package var height: Int
        package var license: Int?
        package var author: String?
        package var title: String?
        package var source: String?
        package var instanceMap: String?
        package var attributions: [Attribution]?
    }

    package struct Attribution: Decodable, Hashable {
        package var title: String?
        package var author: String?
        package var license: Int?
        package var source: String?

        package init(title: String? = nil, author: String? = nil, license: Int? = nil, source: String? = nil) {
            (self.title, self.author, self.license, self.source) = (title, author, license, source)
        }
    }

    package struct Annotation: Decodable {
        package var id: Int
        package var imageId: Int
        package var categoryId: Int
        package var bbox: [Double]
        package var area: Double
        package var iscrowd: Int
        package var instanceId: Int
        package var visibility: Double
        /// Both are nil where nobody knows how much of it is missing.
        package var truncation: Double?
        package var amodalBbox: [Double]?
        package var segmentation: Segmentation
        package var amodalSegmentation: Segmentation
    }

    package struct Segmentation: Decodable {
        package var size: [Int]
        package var counts: String

        package init(size: [Int], counts: String) {
            self.size = size
            self.counts = counts
        }
    }

    package let file: File

    /// - Parameter folder: the dataset's; `split` names one of its parts.
    package init(_ folder: String, split: String? = nil) throws {
        let name = split.map { "instances_\($0)" } ?? "instances"
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/annotations/\(name).json"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        file = try decoder.decode(File.self, from: data)
    }

    /// An image's annotations in the order of its instance map.
    package func annotations(ofImage id: Int) -> [Annotation] {
        file.annotations.filter { $0.imageId == id }.sorted { $0.instanceId < $1.instanceId }
    }
}

extension WrittenDataset.Segmentation {
    /// The set pixels, as x · height + y.
    ///
    /// The packing is that of pycocotools' `rleToString`: five bits a character from "0" on, the sixth says that more
    /// follow, the last one's fifth is the sign; from the fourth on, a count is the difference to that two before.
    package var pixels: Set<Int> {
        var counts: [Int] = []
        var value = 0
        var shift = 0
        for byte in self.counts.utf8 {
            let bits = Int(byte) - 48
            value |= (bits & 31) << shift
            shift += 5
            guard bits & 32 == 0 else { continue }
            if bits & 16 != 0 { value |= -1 << shift }
            counts.append(counts.count > 2 ? value + counts[counts.count - 2] : value)
            (value, shift) = (0, 0)
        }
        var pixels: Set<Int> = []
        var position = 0
        for (number, count) in counts.enumerated() {
            if number % 2 == 1 { pixels.formUnion(position..<position + count) }
            position += count
        }
        return pixels
    }
}
