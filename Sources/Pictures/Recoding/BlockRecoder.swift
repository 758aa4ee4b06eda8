/// Encodes pictures that differ from an encoded one in a few places: only the units there are coded anew, and all others
/// taken over bit for bit.
///
/// Memory that is used again and again: not for use by two threads at the same time.
package final class BlockRecoder {
    private let writer = BitWriter()
    private var touched = TouchedUnits()
    private var picture = Raster()
    private var file: [UInt8] = []

    package init() {}

    /// Replaces the content of `bytes` by a file of the raster, whose header, quantisation and sampling are those of
    /// `base`. Where a code of `base` lacks a symbol, the file has the standard's codes instead.
    ///
    /// The same arguments give the same bytes. They are those that libjpeg makes of the whole raster where `base` is the
    /// file that it made of the untouched one.
    ///
    /// - Parameters:
    ///   - raster: of the size of `base`.
    ///   - rects: they hold every pixel that differs from those of `base`, and lie inside.
    ///   - share: the largest share of the units that is coded anew.
    /// - Returns: false where the raster cannot be coded like this; `bytes` is then unspecified.
    /// - Throws: as `PhotoFile.encode`.
    package func encode(
        _ raster: Raster, over base: CodedJPEG, touched rects: [PhotoFile.Crop], upTo share: Double = 1,
        into bytes: inout [UInt8]
    ) throws(PictureError) -> Bool {
        let frame = base.frame
        precondition(raster.width == frame.width && raster.height == frame.height, "the pictures are of one size")
        touched.find(rects, in: frame)
        guard Double(touched.count) <= share * Double(frame.unitCount) else { return false }
        var pictures: [CodedJPEG?] = []
        for kind in 0..<4 {
            guard touched.draw(kind, of: raster, into: &picture) else {
                pictures.append(nil)
                continue
            }
            try JPEG.encode(
                picture, tables: frame.quantisation.flatMap(\.self),
                factors: (Int32(frame.across), Int32(frame.down)), into: &file)
            guard let coded = CodedJPEG.reading(file) else { return false }
            pictures.append(coded)
        }
        if splice(base, pictures, header: frame.header, dc: frame.dc, ac: frame.ac, into: &bytes) { return true }
        let (dc, ac) = (HuffmanCode.standard.dc, HuffmanCode.standard.ac)
        return splice(
            base, pictures, header: frame.headerOfStandardCodes, dc: [dc[0], dc[1], dc[1]], ac: [ac[0], ac[1], ac[1]],
            into: &bytes)
    }

    private func splice(
        _ base: CodedJPEG, _ pictures: [CodedJPEG?], header: [UInt8], dc: [HuffmanCode], ac: [HuffmanCode],
        into bytes: inout [UInt8]
    ) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: header)
        writer.discard()
        var splice = BlockSplice(writer, dc: dc, ac: ac)
        let count = base.frame.unitCount
        let interval = base.frame.restartInterval > 0 ? base.frame.restartInterval : count
        var (unit, marker) = (0, UInt8(0xD0))
        while unit < count {
            let end = min(count, (unit / interval + 1) * interval)
            while unit < end {
                let (run, place) = touched.run(from: unit, to: end)
                if place < 0 {
                    guard splice.append(base, unit..<(unit + run)) else { return false }
                } else {
                    guard let picture = pictures[place & 3],
                        splice.append(picture, (place >> 2)..<(place >> 2 + run))
                    else { return false }
                }
                unit += run
            }
            splice.finish(into: &bytes)
            if unit < count {
                bytes += [0xFF, marker]
                marker = marker == 0xD7 ? 0xD0 : marker + 1
            }
        }
        bytes += [0xFF, 0xD9]
        return true
    }
}
