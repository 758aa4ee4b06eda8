extension PhotoFile {
    /// What a JPEG file's coding has left in its pixels.
    package struct Quantisation: Hashable, Sendable {
        /// The steps of the luma's coefficients, by rows of the block.
        package var luma: [UInt16]
        /// The steps of both chroma components' coefficients; nil for a grey photo.
        package var chroma: [UInt16]?
        /// How many luma samples across and down share one sample of each chroma.
        package var chromaSide: (across: Int, down: Int) { subsampling.sides }
        private var subsampling: ChromaSubsampling

        package init(luma: [UInt16], chroma: [UInt16]?, subsampling: ChromaSubsampling = .full) {
            (self.luma, self.chroma, self.subsampling) = (luma, chroma, subsampling)
        }
    }

    /// The quantisation of a JPEG whose pixels lie as the file has them; nil for any other photo, and for one that is
    /// turned, has four components, an odd subsampling, or two different tables for its chroma.
    package static func quantisation(_ path: String) -> Quantisation? {
        guard let file = try? FileBytes(path: path, limit: 128 * 1024),
            (try? PictureFormat(of: file.buffer, file: path)) == .jpeg
        else { return nil }
        let header = (try? JPEGHeader(file.buffer)) ?? (try? JPEGHeader(of: FileBytes(path: path), path))
        guard let header, header.exif.orientation == 1, let luma = header.quantisation.first else { return nil }
        switch header.colour {
        case .grey: return Quantisation(luma: luma, chroma: nil)
        case .colour:
            guard let subsampling = header.subsampling, header.quantisation[1] == header.quantisation[2] else {
                return nil
            }
            return Quantisation(luma: luma, chroma: header.quantisation[1], subsampling: subsampling)
        case .cmyk: return nil
        }
    }
}

extension ChromaSubsampling {
    fileprivate var sides: (across: Int, down: Int) { (Int(factors.horizontal), Int(factors.vertical)) }
}
