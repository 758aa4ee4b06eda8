import Datasets
import Findings
import Foundation
import Objects
package import Pictures

/// A picture for people to look at, written as PNG or JPEG by its name's extension.
package struct PictureFile: Sendable {
    package let path: String
    private let encoding: PhotoFile.Encoding

    /// Nil where the path does not end in `.png`, `.jpg` or `.jpeg`, in small or capital letters.
    package init?(_ path: String) {
        let name = path.lowercased()
        if name.hasSuffix(".png") {
            encoding = .png(level: 6)
        } else if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
            // Chroma has full resolution, since type and thin coloured lines would smear.
            encoding = .jpeg(quality: 90, subsampling: .full, optimized: true)
        } else {
            return nil
        }
        self.path = path
    }

    /// Why the file may not be written, with what to do; nil where it does not exist yet, or is an earlier sheet of
    /// ours.
    ///
    /// - Parameters:
    ///   - inputs: files that the sheet is made from, which are never overwritten.
    ///   - overwrites: whether any other file may be replaced.
    package func obstacle(inputs: some Sequence<String> = [], overwrites: Bool) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let resolved = FileLists.resolved(path)
        if inputs.contains(where: { FileLists.resolved($0) == resolved }) {
            return "\(path): the sheet is made from this file; give another name"
        }
        guard overwrites || SheetMark.isOn(path) else {
            return "\(path): there is a file of this name, and it is no sheet of diorama; give another name, or "
                + "--overwrite to replace it"
        }
        return nil
    }

    /// Writes under a temporary name, then renames. The same pixels give the same bytes.
    ///
    /// - Parameter isSheet: whether it is marked as a sheet of ours, which a later one may replace.
    /// - Throws: `PictureError` for a picture that is too large for the format, `DatasetError` where the disk refuses.
    package func write(_ picture: Raster, isSheet: Bool = true) throws {
        do {
            let bytes = try PhotoFile.encode(picture, as: encoding)
            try AtomicFile.write(isSheet ? SheetMark.marking(bytes) : bytes, to: path)
        } catch var error as PictureError {
            error.file = path
            throw error
        }
    }
}
