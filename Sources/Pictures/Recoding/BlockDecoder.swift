internal import CJPEG

/// Decodes parts of coded pictures: as small files of their units, taken over as they are coded.
///
/// Memory that is used again and again: not for use by two threads at the same time.
package final class BlockDecoder {
    private let writer = BitWriter()
    private var file: [UInt8] = []
    private var picture = Raster()

    package init() {}

    /// Decodes the pixels of all units that a rectangle touches into a raster of the picture's size: those units can then
    /// be coded again. No other pixel changes.
    ///
    /// The pixels are those that decoding the whole picture gives.
    ///
    /// - Parameter rect: inside the picture.
    /// - Returns: false where the part cannot be taken out: the picture has restart markers, or the code lacks a symbol.
    /// - Throws: as `PhotoFile.decode`.
    package func decode(
        _ rect: PhotoFile.Crop, of coded: CodedJPEG, into raster: inout Raster
    ) throws(PictureError) -> Bool {
        let frame = coded.frame
        precondition(raster.width == frame.width && raster.height == frame.height, "the pictures are of one size")
        guard rect.width > 0, rect.height > 0 else { return true }
        guard frame.restartInterval == 0 else { return false }
        // Decoders blend the chroma of neighbours, so one unit more is needed all round.
        let left = max(0, rect.left / frame.unitWidth - 1)
        let top = max(0, rect.top / frame.unitHeight - 1)
        let right = min(frame.unitsAcross, (rect.left + rect.width - 1) / frame.unitWidth + 2)
        let bottom = min(frame.unitsDown, (rect.top + rect.height - 1) / frame.unitHeight + 2)
        let width = min(frame.width, right * frame.unitWidth) - left * frame.unitWidth
        let height = min(frame.height, bottom * frame.unitHeight) - top * frame.unitHeight
        file.removeAll(keepingCapacity: true)
        file.append(contentsOf: frame.header(width: width, height: height))
        writer.discard()
        var splice = BlockSplice(writer, dc: frame.dc, ac: frame.ac)
        for y in top..<bottom {
            let row = y * frame.unitsAcross
            guard splice.append(coded, (row + left)..<(row + right)) else { return false }
        }
        splice.finish(into: &file)
        file += [0xFF, 0xD9]
        try decodeFile(width, height)
        let (x, y) = (rect.left / frame.unitWidth * frame.unitWidth, rect.top / frame.unitHeight * frame.unitHeight)
        let unitsWidth = min(frame.width, ((rect.left + rect.width - 1) / frame.unitWidth + 1) * frame.unitWidth) - x
        let unitsHeight =
            min(frame.height, ((rect.top + rect.height - 1) / frame.unitHeight + 1) * frame.unitHeight) - y
        raster.copy(
            picture, left: x - left * frame.unitWidth, top: y - top * frame.unitHeight, width: unitsWidth,
            height: unitsHeight, toX: x, y: y)
        return true
    }

    private func decodeFile(_ width: Int, _ height: Int) throws(PictureError) {
        picture.resize(width: width, height: height)
        let file = FileBytes(file)
        let header = try JPEGHeader(of: file, "a part of a photo")
        try JPEG.decode(file, header, layout: CJPEG_RGBA, into: &picture.bytes, nil)
    }
}
