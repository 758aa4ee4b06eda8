import Foundation
import Geometry
import Testing

@Suite struct AngleTests {
    @Test(arguments: [(-90, -1, 0), (0, 0, 1), (90, 1, 0), (180, 0, -1), (270, -1, 0), (450, 1, 0), (-720, 0, 1)])
    func quarterTurnsAreExact(degrees: Int, sine: Int, cosine: Int) {
        let angle = Angle.degrees(Double(degrees))
        #expect(angle.sine == Double(sine))
        #expect(angle.cosine == Double(cosine))
    }

    @Test func sineAndCosineAgreeWithTheLibraryAllRound() {
        for degrees in stride(from: -800.0, through: 800, by: 7.25) {
            let angle = Angle.degrees(degrees)
            #expect(close(angle.sine, sin(degrees * .pi / 180), within: 1e-13))
            #expect(close(angle.cosine, cos(degrees * .pi / 180), within: 1e-13))
        }
    }

    @Test func radiansAndArcTangentGiveDegrees() {
        #expect(close(Angle.radians(.pi / 3).degrees, 60))
        #expect(close(Angle.arcTangent(1).degrees, 45))
        #expect(close(Angle.arcTangent(1, -1).degrees, 135))
        #expect(close(Angle.degrees(45).tangent, 1))
    }

    @Test func anAngleIsANumberOfDegreesInJSON() throws {
        let angle = Angle.degrees(0.1)
        let json = try JSONEncoder().encode([angle])
        #expect(String(decoding: json, as: UTF8.self) == "[0.1]")
        #expect(try JSONDecoder().decode([Angle].self, from: json) == [angle])
    }
}
