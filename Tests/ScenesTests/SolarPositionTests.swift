import Geometry
import Pictures
import Testing

@testable import Scenes

/// The sun's place, beside published ones.
@Suite struct SolarPositionTests {
    /// Reda and Andreas, "Solar Position Algorithm for Solar Radiation Applications", NREL/TP-560-34302, 2008, table
    /// A5.1: 17 October 2003, 12:30:30 at UTC−7 in Golden, Colorado.
    @Test func itIsThatOfASolarAlmanac() {
        let sun = SolarPosition(
            julianDate: 2_452_929.5 + (19 + 30.5 / 60) / 24, latitude: 39.742476, longitude: -105.1786)
        #expect(abs(90 - sun.elevation - 50.11162) < 0.02)
        #expect(abs(sun.azimuth - 194.34024) < 0.02)
    }

    /// From a pole the sun is as high as its declination. Meeus, "Astronomical Algorithms", example 25.a: −7.78507° on
    /// 13 October 1992, 0 h; the air lifts it by 0.11°. On 21 June 2000, at the solstice of 1 h 48, it was 23.4379°.
    @Test func fromThePolesItIsAsHighAsItsDeclination() {
        let south = SolarPosition(julianDate: 2_448_908.5, latitude: -90, longitude: 0)
        #expect(abs(south.elevation - 7.78507 - 0.112) < 0.02)
        let north = SolarPosition(julianDate: 2_451_716.575, latitude: 90, longitude: 77)
        #expect(abs(north.elevation - 23.4379 - 0.038) < 0.02)
    }

    @Test func itsDirectionIsSeenFromTheCamera() {
        // Looking south-east in Golden: the sun is to the right.
        let shot = PhotoShot(
            julianDate: 2_452_929.5 + (19 + 30.5 / 60) / 24, latitude: 39.742476, longitude: -105.1786, heading: 135)
        let sun = PhotoFacts.Sun(over: shot)
        #expect(abs(sun.azimuth.degrees - 59.34) < 0.02)
        #expect(!sun.isSeen)
        var west = shot
        west.heading = 300
        #expect(abs(PhotoFacts.Sun(over: west).azimuth.degrees + 105.66) < 0.02)
    }
}
