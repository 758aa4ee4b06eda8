/// Instance maps as PNG: pixel value k is the k-th instance, 0 the background.
package enum InstancePNG {
    /// The most instances that an 8-bit file can tell apart.
    package static let mostIn8Bits = 255

    /// Replaces what `bytes` holds by the file, in the same storage where that is large enough.
    ///
    /// `ids` are rows without padding. With `instances` up to 255 the file is 8-bit with a palette, so that a reader gets
    /// ids and a viewer shows colours; with more it is 16-bit grey. No id is above `instances`. The same ids give the same
    /// bytes; zlib matches runs only and rows are not filtered, which is the fastest way found and hardly larger.
    package static func encode(
        _ ids: [UInt16], width: Int, height: Int, instances: Int, into bytes: inout [UInt8]
    ) throws(VipsError) {
        precondition(ids.count == width * height && width > 0 && height > 0, "rows without padding")
        precondition((0...0xFFFF).contains(instances), "ids are 16-bit")
        if instances <= mostIn8Bits {
            // The writer keeps the low byte of each, so a stray id would become another one.
            precondition(ids.allSatisfy { $0 <= instances }, "no id is above the number of instances")
        }
        let colours = instances <= mostIn8Bits ? Array(palette.prefix(3 * (instances + 1))) : []
        try PNG.encode(ids: ids, width: width, height: height, colours: colours, level: 6, into: &bytes)
    }

    /// Three bytes a colour: black, then 255 distinct ones that stand apart from their neighbours in number.
    ///
    /// Hues go round by the golden angle, which keeps any run of them spread out; lightness and saturation take turns.
    package static let palette: [UInt8] = [0, 0, 0] + (1...mostIn8Bits).flatMap(colour)

    private static func colour(of id: Int) -> [UInt8] {
        // In whole steps of 1/1536 of a turn, so that no rounding of floats differs between machines.
        let hue = id * 587 % 1536
        let (value, saturation) = [(255, 230), (200, 255), (255, 150), (150, 200)][id % 4]
        let sixth = hue / 256
        let part = hue % 256
        let low = value * (255 - saturation) / 255
        let rising = low + (value - low) * part / 256
        let falling = value - (value - low) * part / 256
        let channels =
            switch sixth {
            case 0: [value, rising, low]
            case 1: [falling, value, low]
            case 2: [low, value, rising]
            case 3: [low, falling, value]
            case 4: [rising, low, value]
            default: [value, low, falling]
            }
        return channels.map { UInt8($0) }
    }
}
