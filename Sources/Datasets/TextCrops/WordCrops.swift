import Foundation
import Geometry
import Pictures

/// Writes the words of pictures as pictures of their own.
struct WordCrops {
    let folder: String
    let padding: Double
    var shape = Shape.upright

    enum Shape {
        /// The box of a word's four corners made a rectangle.
        case upright
        /// The upright box round a word, pixel by pixel.
        case seen
    }

    /// Writes the legible words of an image.
    ///
    /// - Returns: the path of each from the folder, with its text.
    func write(_ image: WordImage, to output: LabelOutput) throws -> [(path: String, text: String)] {
        var list: [(path: String, text: String)] = []
        for (number, word) in image.words.enumerated() {
            let made =
                shape == .upright
                ? image.picture.crop(word.quad, padding: padding) : image.picture.crop(seen: word, padding: padding)
            guard let crop = made else {
                output.note("word too small or too slanted for a picture left out")
                continue
            }
            let name =
                image.stem + "_" + String(repeating: "0", count: max(0, 3 - "\(number + 1)".count))
                + "\(number + 1).png"
            try output.write(try PhotoFile.encode(crop, as: .png()), to: "\(folder)/\(name)")
            list.append((name, word.text))
        }
        return list
    }
}

/// The legible words of an image, and its pixels, of which all crops are made.
struct WordImage {
    let words: [LabelledWord]
    let picture: Raster
    /// The image's name from the folder of a split, without its ending.
    let stem: String

    /// - Returns: nil for an image without a legible word, whose pixels nobody needs.
    /// - Throws: `DatasetError` for a picture that cannot be read.
    init?(_ words: [LabelledWord], of image: LabelledImage, in dataset: FinishedDataset) throws {
        self.words = words.filter { $0.isLegible && !$0.text.isEmpty }
        if self.words.isEmpty { return nil }
        stem = image.stemInSplit
        var picture = Raster()
        let path = "\(dataset.root)/\(image.imageFolder)/\(image.image.fileName)"
        do throws(PictureError) { try PhotoFile.decode(path, into: &picture) } catch {
            throw DatasetError(code: .malformed, action: "cannot read", path: path, reason: "\(error)")
        }
        self.picture = picture
    }
}
