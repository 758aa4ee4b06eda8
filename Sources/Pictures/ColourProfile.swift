internal import Glibc

/// The parts of an ICC profile that are needed to recognise sRGB pictures, which stay unchanged.
///
/// Layout: ICC.1:2022 (profile version 4.4), sections 7.2, 7.3, 10.6, 10.18 and 10.31.
struct ColourProfile {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether its colours have as many channels as the image has bands without alpha.
    func fits(_ image: Image) -> Bool {
        let channels =
            switch text(at: 16) {
            case "GRAY": 1
            case "RGB ": 3
            case "CMYK": 4
            default: 0
            }
        return channels == image.bands - (image.hasAlpha ? 1 : 0)
    }

    /// Whether it describes sRGB so closely that converting from it would change an 8-bit value by about one at most:
    /// its primaries are within 0.002 of sRGB's under D50, its curves within 0.004, and no table comes before them.
    /// Names are of little use: profiles of sRGB have dozens of them.
    var isSRGB: Bool {
        guard text(at: 16) == "RGB ", tag("A2B0") == nil, tag("A2B1") == nil else { return false }
        let primaries = [
            ("rXYZ", [0.4361, 0.2225, 0.0139]), ("gXYZ", [0.3851, 0.7169, 0.0971]), ("bXYZ", [0.1431, 0.0606, 0.7141]),
        ]
        for (name, wanted) in primaries {
            guard let place = tag(name), text(at: place) == "XYZ " else { return false }
            for (axis, value) in wanted.enumerated() {
                guard let found = fixed(at: place + 8 + 4 * axis), abs(found - value) < 0.002 else { return false }
            }
        }
        return ["rTRC", "gTRC", "bTRC"].allSatisfy { name in
            guard let place = tag(name) else { return false }
            return stride(from: 0.0, through: 1.0, by: 1.0 / 32).allSatisfy { encoded in
                guard let found = linear(encoded, curve: place) else { return false }
                return abs(found - SRGB.linear(encoded)) < 0.004
            }
        }
    }

    /// A curve's value at 0…1, nil where the curve makes no sense.
    private func linear(_ encoded: Double, curve place: Int) -> Double? {
        switch text(at: place) {
        case "curv":
            guard let count = whole(at: place + 8, bytes: 4) else { return nil }
            func entry(_ index: Int) -> Double? { whole(at: place + 12 + 2 * index, bytes: 2).map(Double.init) }
            if count == 0 { return encoded }
            if count == 1 { return entry(0).map { pow(encoded, $0 / 256) } }
            let position = encoded * Double(count - 1)
            let index = min(Int(position), count - 2)
            guard let low = entry(index), let high = entry(index + 1) else { return nil }
            return (low + (high - low) * (position - Double(index))) / 65535
        case "para":
            guard let kind = whole(at: place + 8, bytes: 2), kind <= 4 else { return nil }
            var parameters: [Double] = []
            for index in 0..<[1, 3, 4, 5, 7][kind] {
                guard let parameter = fixed(at: place + 12 + 4 * index) else { return nil }
                parameters.append(parameter)
            }
            // Y = (a X + b)^g + e above the threshold d, c X + f below it; the lesser kinds leave some of these out.
            let g = parameters[0]
            let (a, b) = kind > 0 ? (parameters[1], parameters[2]) : (1, 0)
            let (c, d, e, f): (Double, Double, Double, Double) =
                switch kind {
                case 0: (0, -1, 0, 0)
                case 1: (0, -b / a, 0, 0)
                case 2: (0, -b / a, parameters[3], parameters[3])
                case 3: (parameters[3], parameters[4], 0, 0)
                default: (parameters[3], parameters[4], parameters[5], parameters[6])
                }
            return encoded >= d ? pow(a * encoded + b, g) + e : c * encoded + f
        default:
            return nil
        }
    }

    // MARK: - Reading

    /// The place where the tag's element begins.
    private func tag(_ name: String) -> Int? {
        guard let count = whole(at: 128, bytes: 4), count <= 200 else { return nil }
        for entry in 0..<count where text(at: 132 + 12 * entry) == name {
            return whole(at: 136 + 12 * entry, bytes: 4)
        }
        return nil
    }

    private func text(at place: Int) -> String? {
        guard place >= 0, place <= bytes.count - 4 else { return nil }
        return String(decoding: bytes[place..<(place + 4)], as: UTF8.self)
    }

    private func whole(at place: Int, bytes count: Int) -> Int? {
        guard place >= 0, place <= bytes.count - count else { return nil }
        return bytes[place..<(place + count)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number in the form s15Fixed16Number.
    private func fixed(at place: Int) -> Double? {
        whole(at: place, bytes: 4).map { Double(Int32(truncatingIfNeeded: $0)) / 65536 }
    }
}
