/// The few facts of a photo's EXIF block that matter here.
///
/// The layout is TIFF's: CIPA DC-008-2023, "Exchangeable image file format for digital still cameras: Exif Version
/// 3.0", section 4.6. Cameras and editors write all sorts of values, so a value that makes no sense counts as absent.
struct Exif: Equatable, Sendable {
    /// The orientation of the rows and columns: 1…8, and 1 where the file states none.
    var orientation = 1
    /// The focal length that gives this field of view on 35 mm film, in millimetres.
    var focalLength35mm: Double?

    init() {}

    /// Reads a block that begins with TIFF's byte order, or with `Exif` and two zeros before it.
    init(_ bytes: [UInt8]) {
        let lead: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]
        let start = bytes.starts(with: lead) ? lead.count : 0
        guard bytes.count >= start + 8 else { return }
        let isLittle = bytes[start] == 0x49 && bytes[start + 1] == 0x49
        guard isLittle || (bytes[start] == 0x4D && bytes[start + 1] == 0x4D) else { return }

        func number(at offset: Int, bytes count: Int) -> Int? {
            guard offset >= 0, offset <= bytes.count - start - count else { return nil }
            let digits = bytes[(start + offset)..<(start + offset + count)]
            return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
        }
        /// The whole number of a tag that holds one SHORT or LONG, in the directory at `offset`.
        func value(of tag: Int, in offset: Int) -> Int? {
            guard let count = number(at: offset, bytes: 2) else { return nil }
            for entry in 0..<count {
                let place = offset + 2 + entry * 12
                guard let name = number(at: place, bytes: 2) else { return nil }
                guard name == tag else { continue }
                let width = [3: 2, 4: 4][number(at: place + 2, bytes: 2) ?? 0]
                guard let width, number(at: place + 4, bytes: 4) == 1 else { return nil }
                return number(at: place + 8, bytes: width)
            }
            return nil
        }
        guard number(at: 2, bytes: 2) == 42, let first = number(at: 4, bytes: 4) else { return }
        if let turn = value(of: 0x0112, in: first), (1...8).contains(turn) { orientation = turn }
        if let photo = value(of: 0x8769, in: first), let length = value(of: 0xA405, in: photo), length > 0 {
            focalLength35mm = Double(length)
        }
    }
}
