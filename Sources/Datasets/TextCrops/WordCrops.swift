import Foundation
import Geometry
import Pictures

/// Writes the words of pictures as pictures of their own, set upright.
struct WordCrops {
    let folder: String
    let padding: Double

    /// Writes the legible words of an image.
    ///
    /// - Returns: the path of each from the folder, with its text.
    func write(
        _ words: [LabelledWord], of image: LabelledImage, in dataset: FinishedDataset, to output: LabelOutput
    ) throws -> [(path: String, text: String)] {
        let legible = words.filter { $0.isLegible && !$0.text.isEmpty }
        guard !legible.isEmpty else { return [] }
        var picture = Raster()
        let path = "\(dataset.root)/\(image.imageFolder)/\(image.image.fileName)"
        do throws(PictureError) { try PhotoFile.decode(path, into: &picture) } catch {
            throw DatasetError(code: .malformed, action: "cannot read", path: path, reason: "\(error)")
        }
        var made: [(path: String, text: String)] = []
        for (number, word) in legible.enumerated() {
            guard let crop = picture.crop(word.quad, padding: padding) else {
                output.note("word too small or too slanted for a picture left out")
                continue
            }
            let name =
                image.stemInSplit + "_" + String(repeating: "0", count: max(0, 3 - "\(number + 1)".count))
                + "\(number + 1).png"
            try output.write(try PhotoFile.encode(crop, as: .png()), to: "\(folder)/\(name)")
            made.append((name, word.text))
        }
        return made
    }
}
