import Foundation
import Pipelines

/// The record of how one image of a dataset came about, for `diorama explain`.
public enum StoredScene {
    /// The scene behind an image as indented JSON, keys in alphabetical order.
    ///
    /// - Parameters:
    ///   - dataset: the dataset's folder.
    ///   - image: its number, or its file's name or path: `7`, `000007.jpg`, `images/train/000007.jpg`.
    /// - Throws: `JobError.usage` for a name that is no number, an image that is not there, a folder without scenes.
    public static func json(dataset: String, image: String) throws -> String {
        let name = image.split(separator: "/").last.map(String.init) ?? image
        guard let index = Int(name.split(separator: ".").first ?? "") else {
            throw JobError.usage("“\(image)” names no image: expected a number such as 7, or a file such as 000007.jpg")
        }
        let path = dataset + "/scenes.jsonl"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw JobError.usage("\(dataset) is no finished dataset: there is no scenes.jsonl in it")
        }
        struct Numbered: Decodable { var index: Int }
        let decoder = JSONDecoder()
        for line in data.split(separator: UInt8(ascii: "\n"))
        where (try? decoder.decode(Numbered.self, from: line))?.index == index {
            return try decoder.decode(Value.self, from: line).jsonText
        }
        throw JobError.usage("\(dataset) has no image \(index)")
    }
}
