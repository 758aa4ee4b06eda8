/// The names of the channels of an OpenEXR file, from its first bytes.
///
/// Format: "OpenEXR File Layout", openexr.com: a magic number and a version of four bytes each, then attributes, each a
/// name, a type and a size before its value; the channels are that of the type `chlist`.
struct OpenEXRChannels {
    let names: [String]

    /// Nil where the names are not within `bytes`.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var at = 8
        func text() -> String? {
            guard at < bytes.count, let end = bytes[at...].firstIndex(of: 0) else { return nil }
            defer { at = end + 1 }
            return String(decoding: bytes[at..<end], as: UTF8.self)
        }
        while let name = text(), !name.isEmpty, let type = text(), at + 4 <= bytes.count {
            let size = Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Int32.self)))
            at += 4
            guard size >= 0, size <= bytes.count - at else { return nil }
            guard type == "chlist" else {
                at += size
                continue
            }
            var names: [String] = []
            // Behind each name stand its kind, a flag with three bytes of padding, and its sampling along x and y.
            while let channel = text(), !channel.isEmpty {
                names.append(channel)
                at += 16
            }
            self.names = names
            return
        }
        return nil
    }

    /// Whether the picture's own channels are among them: colour, or brightness alone. Channels of layers do not count.
    var holdPicture: Bool { names.contains { ["R", "G", "B", "Y"].contains($0) } }
}
