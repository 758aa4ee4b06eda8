import Foundation
import Geometry

/// The sun's place in the sky as seen from a point of the earth.
///
/// Meeus, "Astronomical Algorithms", 2nd edition, 1998: the sun by chapter 25 (low accuracy), sidereal time by chapter
/// 12, the horizon by chapter 13, refraction by formula 16.4 for air of 10 °C and 1,010 hPa. Within 0.02° from 1950 to
/// 2050, but for the air near the horizon, which may lift the sun by some tenths of a degree more or less.
struct SolarPosition {
    /// Degrees from true north, eastward, 0..<360.
    let azimuth: Double
    /// Degrees above the horizon, as it is seen through the air.
    let elevation: Double

    /// - Parameters:
    ///   - julianDate: in universal time.
    ///   - latitude: degrees, north positive.
    ///   - longitude: degrees, east positive.
    init(julianDate: Double, latitude: Double, longitude: Double) {
        let days = julianDate - 2_451_545
        let t = days / 36_525
        let anomaly = Angle.degrees(357.52911 + t * (35_999.05029 - 0.0001537 * t))
        let centre =
            (1.914602 - t * (0.004817 + 0.000014 * t)) * anomaly.sine
            + (0.019993 - 0.000101 * t) * (anomaly * 2).sine + 0.000289 * (anomaly * 3).sine
        let node = Angle.degrees(125.04 - 1_934.136 * t)
        let apparent = Angle.degrees(
            280.46646 + t * (36_000.76983 + 0.0003032 * t) + centre - 0.00569 - 0.00478 * node.sine)
        let tilt = Angle.degrees(
            23.4392911 - t * (0.0130042 + t * (0.00000016 - 0.000000504 * t)) + 0.00256 * node.cosine)
        let ascension = Angle.arcTangent(tilt.cosine * apparent.sine, apparent.cosine)
        let declination = asin(tilt.sine * apparent.sine)
        let hour = Angle.degrees(280.46061837 + 360.98564736629 * days + 0.000387933 * t * t + longitude) - ascension
        let place = Angle.degrees(latitude)
        let height = asin(
            min(1, max(-1, place.sine * sin(declination) + place.cosine * cos(declination) * hour.cosine)))
        let south = Angle.arcTangent(
            hour.sine * cos(declination), hour.cosine * place.sine * cos(declination) - sin(declination) * place.cosine)
        azimuth = (south.degrees + 540).truncatingRemainder(dividingBy: 360)
        let degrees = height * 180 / .pi
        // Far below the horizon the formula has no meaning.
        let lift = degrees > -1 ? 1.02 / Angle.degrees(degrees + 10.3 / (degrees + 5.11)).tangent / 60 : 0
        elevation = degrees + max(0, lift)
    }
}
