/// When, where and in which direction a photo was taken, as its EXIF block says.
package struct PhotoShot: Hashable, Sendable {
    /// The time in universal time, as a Julian date: days since noon of 1 January 4713 before our era.
    package var julianDate: Double
    /// Degrees, north positive.
    package var latitude: Double
    /// Degrees, east positive.
    package var longitude: Double
    /// The direction of the optical axis over the ground: degrees from true north, eastward.
    package var heading: Double

    package init(julianDate: Double, latitude: Double, longitude: Double, heading: Double) {
        self.julianDate = julianDate
        self.latitude = latitude
        self.longitude = longitude
        self.heading = heading
    }

    /// Nil where one of the three is not stated, or only in a way that leaves it open: a clock time without its zone, a
    /// direction from magnetic north.
    ///
    /// - Parameters:
    ///   - photo: the place of the directory of the photo, which may hold its time.
    ///   - place: that of the directory of satellite positioning.
    init?(_ block: TIFFBlock, photo: Int?, place: Int) {
        guard let latitude = Self.angle(block, 2, 1, in: place, positive: "N", negative: "S", most: 90),
            let longitude = Self.angle(block, 4, 3, in: place, positive: "E", negative: "W", most: 180),
            block.text(0x10, in: place) == "T", let heading = block.rationals(0x11, 1, in: place)?.first,
            (0...360).contains(heading),
            let date = Self.satelliteTime(block, place) ?? photo.flatMap({ Self.clockTime(block, $0) })
        else { return nil }
        self.init(julianDate: date, latitude: latitude, longitude: longitude, heading: heading)
    }

    /// An angle in degrees, minutes and seconds, with its sign in a tag of its own.
    private static func angle(
        _ block: TIFFBlock, _ tag: Int, _ sign: Int, in place: Int, positive: String, negative: String, most: Double
    ) -> Double? {
        guard let parts = block.rationals(tag, 3, in: place), let sign = block.text(sign, in: place),
            sign == positive || sign == negative
        else { return nil }
        return angle(parts, most: most).map { sign == positive ? $0 : -$0 }
    }

    /// The degrees of an angle in degrees, minutes and seconds; nil for one that there is not.
    static func angle(_ parts: [Double], most: Double) -> Double? {
        guard parts[1] <= 60, parts[2] <= 60 else { return nil }
        let angle = parts[0] + parts[1] / 60 + parts[2] / 3600
        return angle <= most ? angle : nil
    }

    /// The time of the satellites, which is universal time.
    private static func satelliteTime(_ block: TIFFBlock, _ place: Int) -> Double? {
        guard let time = block.rationals(7, 3, in: place), let day = block.text(0x1D, in: place).flatMap(day) else {
            return nil
        }
        return julianDate(day, time)
    }

    /// The camera's own time, where it says in which zone that is.
    private static func clockTime(_ block: TIFFBlock, _ photo: Int) -> Double? {
        guard let minutes = block.text(0x9011, in: photo).flatMap(zoneMinutes),
            let date = block.text(0x9003, in: photo).flatMap(clock)
        else { return nil }
        return date - Double(minutes) / 1440
    }

    /// The Julian date of a clock's text, as if the clock showed universal time; nil for what is no time.
    static func clock(_ text: String) -> Double? {
        numbers(text, separators: ":: ::").flatMap { julianDate(Array($0[..<3]), $0[3...].map(Double.init)) }
    }

    /// How far a zone's clocks are ahead of universal time, in minutes; nil for what is no zone.
    static func zoneMinutes(_ text: String) -> Int? {
        guard let sign = text.first, sign == "+" || sign == "-",
            let offset = numbers(String(text.dropFirst()), separators: ":"), offset[0] <= 14, offset[1] < 60
        else { return nil }
        let minutes = offset[0] * 60 + offset[1]
        return sign == "+" ? minutes : -minutes
    }

    /// Year, month and day of a text; nil for a day that there is not.
    static func day(_ text: String) -> [Int]? {
        numbers(text, separators: "::").flatMap { julianDate($0, [0, 0, 0]) == nil ? nil : $0 }
    }

    /// The whole numbers of a text between which these characters stand, in this order.
    private static func numbers(_ text: String, separators: String) -> [Int]? {
        var parts: [Int] = []
        var rest = text[...]
        for separator in separators {
            guard let end = rest.firstIndex(of: separator), let number = Int(rest[..<end]), number >= 0 else {
                return nil
            }
            parts.append(number)
            rest = rest[rest.index(after: end)...]
        }
        guard let last = Int(rest), last >= 0 else { return nil }
        return parts + [last]
    }

    /// The Julian date of a day and a time in the Gregorian calendar; nil for a day or a time that there is not.
    ///
    /// Meeus, "Astronomical Algorithms", 2nd edition, 1998, chapter 7.
    static func julianDate(_ day: [Int], _ time: [Double]) -> Double? {
        guard day.count == 3, time.count == 3, (1583...9999).contains(day[0]), (1...12).contains(day[1]),
            (1...daysOf(day[1], day[0])).contains(day[2]), (0..<24).contains(time[0]), (0..<60).contains(time[1]),
            (0..<61).contains(time[2])
        else { return nil }
        let (year, month) = day[1] > 2 ? (day[0], day[1]) : (day[0] - 1, day[1] + 12)
        let century = year / 100
        let days = 1461 * (year + 4716) / 4 + 306_001 * (month + 1) / 10_000 + day[2] + 2 - century + century / 4
        return Double(days) - 1524.5 + (time[0] + time[1] / 60 + time[2] / 3600) / 24
    }

    private static func daysOf(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
