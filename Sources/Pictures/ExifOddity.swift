/// A value of a photo's EXIF block that says nothing: it is not what its tag stands for.
package struct ExifOddity: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A clock that was never set: zeros or blanks, which cameras write for a time that they do not know.
        case unset
        /// A time, a place or a direction that there is not.
        case impossible
    }

    package var kind: Kind
    /// The tag's name in the standard, such as `DateTimeOriginal`.
    package var tag: String
    /// The value as the file has it, for people.
    package var value: String
    /// What the value is not, such as “a time (YYYY:MM:DD HH:MM:SS)”.
    package var expected: String
}

extension ExifOddity {
    /// The odd values of the tags that tell when, where and in which direction a photo was taken; none for those that it
    /// does not have.
    ///
    /// - Parameters:
    ///   - photo: the place of the directory of the photo.
    ///   - place: that of the directory of satellite positioning.
    static func all(in block: TIFFBlock, photo: Int?, place: Int?) -> [ExifOddity] {
        var found: [ExifOddity] = []
        func note(_ tag: String, _ value: String?, isUnset: Bool, isRight: Bool, _ expected: String) {
            guard let value, !isRight else { return }
            // What is no text at all may hold anything.
            let shown = value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : String($0) }.joined()
            found.append(
                ExifOddity(kind: isUnset ? .unset : .impossible, tag: tag, value: shown, expected: expected))
        }
        if let photo {
            let clock = block.text(0x9003, in: photo)
            note(
                "DateTimeOriginal", clock, isUnset: clock.map(isBlank) ?? false,
                isRight: clock.flatMap(PhotoShot.clock) != nil, "a time (YYYY:MM:DD HH:MM:SS)")
            let zone = block.text(0x9011, in: photo)
            note(
                "OffsetTimeOriginal", zone, isUnset: zone.map { $0.allSatisfy { " :".contains($0) } } ?? false,
                isRight: zone.flatMap(PhotoShot.zoneMinutes) != nil, "a time zone (+HH:MM)")
        }
        guard let place else { return found }
        let day = block.text(0x1D, in: place)
        note(
            "GPSDateStamp", day, isUnset: day.map(isBlank) ?? false, isRight: day.flatMap(PhotoShot.day) != nil,
            "a day (YYYY:MM:DD)")
        if let time = block.fractions(7, 3, in: place) {
            note(
                "GPSTimeStamp", text(time), isUnset: isUnknown(time),
                isRight: values(time).map { PhotoShot.julianDate([2000, 1, 1], $0) != nil } ?? false,
                "a time of day in hours, minutes and seconds")
        }
        for (tag, name, most) in [(2, "GPSLatitude", 90.0), (4, "GPSLongitude", 180.0)] {
            guard let angle = block.fractions(tag, 3, in: place) else { continue }
            note(
                name, text(angle), isUnset: isUnknown(angle),
                isRight: values(angle).flatMap { PhotoShot.angle($0, most: most) } != nil,
                "an angle of up to \(Int(most))° in degrees, minutes and seconds")
        }
        if let heading = block.fractions(0x11, 1, in: place) {
            note(
                "GPSImgDirection", text(heading), isUnset: isUnknown(heading),
                isRight: values(heading).map { (0...360).contains($0[0]) } ?? false, "a direction of 0° to 360°")
        }
        return found
    }

    /// Whether a text of a time has no digit but zeros.
    private static func isBlank(_ text: String) -> Bool { text.allSatisfy { " :0-/".contains($0) } }

    /// The numbers; nil where one has a denominator of 0.
    private static func values(_ fractions: [(Int, Int)]) -> [Double]? {
        fractions.contains { $0.1 == 0 } ? nil : fractions.map { Double($0.0) / Double($0.1) }
    }

    /// Whether all are 0/0, which stands for unknown.
    private static func isUnknown(_ fractions: [(Int, Int)]) -> Bool { fractions.allSatisfy { $0 == (0, 0) } }

    private static func text(_ fractions: [(Int, Int)]) -> String {
        fractions.map { $0.1 == 1 ? "\($0.0)" : "\($0.0)/\($0.1)" }.joined(separator: " ")
    }
}
