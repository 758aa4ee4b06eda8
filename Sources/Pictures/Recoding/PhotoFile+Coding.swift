extension PhotoFile {
    /// The coding of a JPEG photo, for images that show the photo at its own size.
    package struct Coding: Sendable {
        /// The file's units, where they can be taken over.
        package let units: CodedJPEG?
        /// The quantisation tables of the three components, one after the other, by rows of the block.
        fileprivate let tables: [UInt16]
        /// The number of luma samples for a chroma sample, across and down.
        fileprivate let factors: (horizontal: Int32, vertical: Int32)
    }

    /// The coding of a photo.
    ///
    /// - Parameter withUnits: whether the whole file is looked through for its units.
    /// - Returns: nil for every other format, for a photo that is turned or has another colour profile than sRGB, since
    ///   its decoded pixels are not those of the file, and for one that is grey, CMYK, of an odd subsampling or of
    ///   quantisation tables that no baseline file has.
    package static func coding(_ path: String, withUnits: Bool) -> Coding? {
        guard let file = try? FileBytes(path: path), (try? PictureFormat(of: file.buffer, file: path)) == .jpeg,
            let header = try? JPEGHeader(file.buffer), header.precision == 8, header.colour == .colour,
            header.isPlain
        else { return nil }
        if withUnits, let units = CodedJPEG(file.buffer) {
            let frame = units.frame
            return Coding(
                units: units, tables: frame.quantisation.flatMap(\.self),
                factors: (Int32(frame.across), Int32(frame.down)))
        }
        let tables = header.quantisation.flatMap(\.self)
        guard let subsampling = header.subsampling, tables.count == 192, tables.allSatisfy({ (1...255).contains($0) })
        else { return nil }
        return Coding(units: nil, tables: tables, factors: subsampling.factors)
    }

    /// Replaces the content of `bytes` by a JPEG with the quantisation and subsampling of a photo.
    ///
    /// The same pixels give the same bytes.
    ///
    /// - Throws: as the other `encode`.
    package static func encode(
        _ raster: Raster, as coding: Coding, into bytes: inout [UInt8]
    ) throws(PictureError) {
        try JPEG.encode(raster, tables: coding.tables, factors: coding.factors, into: &bytes)
    }
}
