import Findings
import Geometry
import Masks
import Pictures

/// Masks whose pixels are colours: each colour is a number 0xRRGGBB.
enum MaskColour {
    /// The number of `#804000` or `#840`; nil for another text.
    static func number(_ text: String) -> Int? {
        let digits = text.dropFirst()
        guard text.hasPrefix("#"), [3, 6].contains(digits.count), digits.allSatisfy(\.isHexDigit) else { return nil }
        return Int(digits.count == 6 ? String(digits) : digits.map { "\($0)\($0)" }.joined(), radix: 16)
    }

    static func text(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The mask of each of these colours in a picture, turned with the photo as all masks are. Black is background
    /// unless it is one of the colours.
    ///
    /// - Parameter report: receives the other colours in the picture.
    /// - Throws: `Finding` for a file that cannot be read or is of another size.
    static func masks(
        of colours: [Int], in file: String, of photo: PhotoFrame, report: (Finding.Code, String) -> Void
    ) throws -> [Int: RunLengths] {
        var raster = Raster()
        do throws(PictureError) { try PhotoFile.decode(file, into: &raster) } catch {
            throw Finding(.warning, .damagedPicture, file: file, "\(error)")
        }
        let (width, height) = (raster.width, raster.height)
        let fitted = try photo.fitting(file, width: width, height: height, report: report)
        let places = Dictionary(uniqueKeysWithValues: colours.enumerated().map { ($0.element, UInt16($0.offset + 1)) })
        var (map, others, strange) = (InstanceMap(width: width, height: height), 0, [Int: Int]())
        var (last, place) = (-1, UInt16(0))
        for pixel in map.ids.indices {
            let colour =
                Int(raster.bytes[4 * pixel]) << 16 | Int(raster.bytes[4 * pixel + 1]) << 8
                | Int(raster.bytes[4 * pixel + 2])
            // Most pixels have the colour of the one on their left.
            if colour != last { (last, place) = (colour, places[colour] ?? 0) }
            map.ids[pixel] = place
            if place == 0, colour != 0 {
                others += 1
                strange[colour, default: 0] += 1
            }
        }
        if let most = strange.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) {
            report(
                .unknownReference,
                strange.count == 1
                    ? "\(others.counting("pixel")) of the colour “\(text(most.key))”, which “values” does not name: nothing is "
                        + "labelled there"
                    : "\(others) pixels have one of \(strange.count) colours that “values” does not name, most of them "
                        + "“\(text(most.key))”: they label nothing")
        }
        let frame = PixelRect(width: width, height: height)
        let found = Set(map.ids).subtracting([0])
        return Dictionary(
            uniqueKeysWithValues: found.map { (colours[Int($0) - 1], fitted(map.runLengths(of: $0, in: frame))) })
    }

    /// Why a mask that should hold numbers cannot be read; a picture of colours gets its own message.
    static func named(_ oddity: Finding) -> Finding {
        var raster = Raster()
        guard let file = oddity.file, (try? InstancePNG.decode(file)) == nil,
            (try? PhotoFile.decode(file, into: &raster)) != nil
        else { return oddity }
        return Finding(
            .warning, .badValue, file: file,
            "its pixels are colours, not numbers: “values” can name them, such as {\"#804000\": road}"
        )
    }
}
