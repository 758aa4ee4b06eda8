/// The few facts of a photo's EXIF block that matter here.
///
/// The layout is TIFF's: CIPA DC-008-2023, "Exchangeable image file format for digital still cameras: Exif Version
/// 3.0", section 4.6. Cameras and editors write all sorts of values, so a value that makes no sense counts as absent.
struct Exif: Equatable, Sendable {
    /// The orientation of the rows and columns: 1…8, and 1 where the file states none.
    var orientation = 1
    /// The focal length that gives this field of view on 35 mm film, in millimetres.
    var focalLength35mm: Double?
    /// When, where and in which direction the photo was taken; nil unless all three are known.
    var shot: PhotoShot?
    /// The values that tell nothing of these, although they are there.
    var oddities: [ExifOddity] = []

    init() {}

    /// Reads a block that begins with TIFF's byte order, or with `Exif` and two zeros before it.
    init(_ bytes: [UInt8]) {
        guard let block = TIFFBlock(bytes), let first = block.first else { return }
        if let turn = block.whole(0x0112, in: first), (1...8).contains(turn) { orientation = turn }
        let photo = block.whole(0x8769, in: first)
        if let photo, let length = block.whole(0xA405, in: photo), length > 0 { focalLength35mm = Double(length) }
        let place = block.whole(0x8825, in: first)
        if let place { shot = PhotoShot(block, photo: photo, place: place) }
        oddities = ExifOddity.all(in: block, photo: photo, place: place)
    }
}
