import Testing

@testable import Pictures

@Suite struct SRGBTests {
    /// The table gives the byte of the curve itself, at the values where the byte changes too.
    @Test func theByteOfALinearValueIsTheCurvesOwnRounded() {
        func byte(_ value: Float) -> UInt8 { UInt8(SRGB.encoded(value) * 255 + 0.5) }
        var values = (0...5000).map { Float($0) / 5000 } + [-1, 2, .nan, .infinity, .leastNonzeroMagnitude]
        for step in 1...255 {
            let change = SRGB.linear((Float(step) - 0.5) / 255)
            values += [change, change.nextUp, change.nextDown, change + 1e-7, change - 1e-7]
        }
        for value in values { #expect(SRGB.byte(ofLinear: value) == byte(value)) }
        #expect(SRGB.byte(ofLinear: 0) == 0 && SRGB.byte(ofLinear: 1) == 255)
    }
}
