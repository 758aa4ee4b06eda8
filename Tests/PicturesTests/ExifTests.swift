import Testing

@testable import Pictures

/// What is read of a photo's EXIF block besides its orientation and its lens.
@Suite struct ExifTests {
    /// An entry of a directory.
    private struct Entry {
        var tag: Int
        var type: Int
        var count: Int
        var value: [UInt8]
    }

    /// The values of a shot; a test changes one.
    private struct Block {
        var isLittle = true
        var latitude = ("S", [(33, 1), (52, 1), (1234, 100)])
        var longitude = ("E", [(151, 1), (12, 1), (0, 1)])
        var direction: (String, (Int, Int)) = ("T", (4525, 100))
        var satellite: ([(Int, Int)], String)? = ([(2, 1), (30, 1), (15, 1)], "2003:10:17")
        var clock: (String, String?)?

        private func number(_ value: Int, _ count: Int) -> [UInt8] {
            let digits = (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
            return isLittle ? digits : digits.reversed()
        }

        private func text(_ tag: Int, _ value: String) -> Entry {
            Entry(tag: tag, type: 2, count: value.utf8.count + 1, value: Array(value.utf8) + [0])
        }

        private func rationals(_ tag: Int, _ values: [(Int, Int)]) -> Entry {
            Entry(
                tag: tag, type: 5, count: values.count,
                value: values.flatMap { number($0.0, 4) + number($0.1, 4) })
        }

        private func pointer(_ tag: Int, _ place: Int) -> Entry {
            Entry(tag: tag, type: 4, count: 1, value: number(place, 4))
        }

        /// A directory at a place, with its long values behind it.
        private func directory(_ entries: [Entry], at place: Int) -> [UInt8] {
            var (head, tail) = (number(entries.count, 2), [UInt8]())
            let end = place + 2 + entries.count * 12 + 4
            for entry in entries {
                head += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4)
                if entry.value.count <= 4 {
                    head += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
                } else {
                    head += number(end + tail.count, 4)
                    tail += entry.value
                }
            }
            return head + number(0, 4) + tail
        }

        var bytes: [UInt8] {
            var photo: [Entry] = []
            if let clock {
                photo.append(text(0x9003, clock.0))
                if let zone = clock.1 { photo.append(text(0x9011, zone)) }
            }
            var place = [
                text(1, latitude.0), rationals(2, latitude.1), text(3, longitude.0), rationals(4, longitude.1),
                text(0x10, direction.0), rationals(0x11, [direction.1]),
            ]
            if let satellite { place += [rationals(7, satellite.0), text(0x1D, satellite.1)] }
            let photoPlace = 8 + 2 + 24 + 4
            let photoBytes = directory(photo, at: photoPlace)
            let placePlace = photoPlace + photoBytes.count
            return Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
                + directory([pointer(0x8769, photoPlace), pointer(0x8825, placePlace)], at: 8) + photoBytes
                + directory(place, at: placePlace)
        }

        var shot: PhotoShot? { Exif(bytes).shot }
        var oddities: [ExifOddity] { Exif(bytes).oddities }
    }

    @Test(arguments: [false, true]) func timePlaceAndDirectionAreRead(isLittle: Bool) throws {
        let shot = try #require(Block(isLittle: isLittle).shot)
        #expect(abs(shot.latitude + (33 + 52 / 60.0 + 12.34 / 3600)) < 1e-9)
        #expect(abs(shot.longitude - 151.2) < 1e-9)
        #expect(shot.heading == 45.25)
        // 2003-10-17 0 h is 2452929.5.
        #expect(abs(shot.julianDate - (2_452_929.5 + (2 + 30.25 / 60) / 24)) < 1e-8)
    }

    @Test func aClockCountsWhereItsZoneIsKnown() throws {
        var block = Block(satellite: nil, clock: ("2003:10:17 12:30:15", "-07:00"))
        let shot = try #require(block.shot)
        #expect(abs(shot.julianDate - (2_452_929.5 + (19 + 30.25 / 60) / 24)) < 1e-8)
        block.clock = ("2003:10:17 12:30:15", nil)
        #expect(block.shot == nil)
    }

    @Test func whatIsNoTimePlaceOrDirectionIsNotBelieved() {
        #expect(Block(satellite: ([(2, 1), (30, 1), (15, 1)], "2003:02:29")).shot == nil)
        #expect(Block(satellite: ([(24, 1), (0, 1), (0, 1)], "2003:10:17")).shot == nil)
        #expect(Block(satellite: ([(2, 0), (0, 1), (0, 1)], "2003:10:17")).shot == nil)
        #expect(Block(satellite: nil, clock: ("0000:00:00 00:00:00", "+00:00")).shot == nil)
        #expect(Block(satellite: nil, clock: ("noon", "+00:00")).shot == nil)
        #expect(Block(latitude: ("N", [(91, 1), (0, 1), (0, 1)])).shot == nil)
        #expect(Block(latitude: ("X", [(9, 1), (0, 1), (0, 1)])).shot == nil)
        // Magnetic north may be anywhere up to some tens of degrees from true north.
        #expect(Block(direction: ("M", (45, 1))).shot == nil)
        #expect(Block(direction: ("T", (361, 1))).shot == nil)
    }

    @Test func soundValuesAreNotOdd() {
        #expect(Block().oddities == [])
        #expect(Block(satellite: nil, clock: ("2003:10:17 12:30:15", "-07:00")).oddities == [])
        // A time without its zone is a time.
        #expect(Block(satellite: nil, clock: ("2003:10:17 12:30:15", nil)).oddities == [])
        #expect(Exif([]).oddities == [])
    }

    @Test func whatIsNoTimePlaceOrDirectionIsNamedByItsTag() {
        func odd(_ block: Block) -> [String] { block.oddities.map { "\($0.kind) \($0.tag) \($0.value)" } }
        #expect(
            odd(Block(clock: ("2020:13:45 99:99:99", nil))) == ["impossible DateTimeOriginal 2020:13:45 99:99:99"])
        #expect(odd(Block(clock: ("2003:10:17 12:30:15", "noon"))) == ["impossible OffsetTimeOriginal noon"])
        #expect(
            odd(Block(satellite: ([(24, 1), (0, 1), (0, 1)], "2003:02:29")))
                == ["impossible GPSDateStamp 2003:02:29", "impossible GPSTimeStamp 24 0 0"])
        #expect(odd(Block(latitude: ("N", [(91, 1), (0, 1), (0, 1)]))) == ["impossible GPSLatitude 91 0 0"])
        #expect(odd(Block(longitude: ("E", [(180, 1), (1, 1), (5, 10)]))) == ["impossible GPSLongitude 180 1 5/10"])
        #expect(odd(Block(direction: ("T", (361, 1)))) == ["impossible GPSImgDirection 361"])
        // A fraction of 0 is no number.
        #expect(odd(Block(direction: ("T", (4, 0)))) == ["impossible GPSImgDirection 4/0"])
    }

    @Test(arguments: ["0000:00:00 00:00:00", "    :  :     :  :  ", "                   "])
    func aClockOfZerosOrBlanksWasNeverSet(_ clock: String) {
        #expect(Block(clock: (clock, nil)).oddities.map(\.kind) == [.unset])
    }

    @Test func whatSatellitesDidNotTellIsUnset() {
        let none = [(0, 0), (0, 0), (0, 0)]
        #expect(
            Block(latitude: ("N", none), longitude: ("E", none), satellite: (none, "0000:00:00")).oddities.map(\.kind)
                == [.unset, .unset, .unset, .unset])
    }

    @Test func aBlockThatIsCutOffIsReadNoFurther() {
        let bytes = Block().bytes
        for count in 0..<bytes.count { #expect(Exif(Array(bytes[..<count])).shot == nil || count > bytes.count - 4) }
    }
}
