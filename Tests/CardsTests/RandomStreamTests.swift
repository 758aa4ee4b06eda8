import Testing

@testable import Cards

@Suite struct RandomStreamTests {
    /// The known answers that Philox's authors publish (Random123, `kat_vectors`, philox4x32 10).
    @Test func philoxGivesItsKnownAnswers() {
        #expect(
            RandomStream.philox(counter: .zero, key: .zero)
                == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = UInt32.max
        #expect(
            RandomStream.philox(counter: SIMD4(ones, ones, ones, ones), key: SIMD2(ones, ones))
                == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        #expect(
            RandomStream.philox(
                counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
                key: SIMD2(0xa409_3822, 0x299f_31d0))
                == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test func streamsDifferBySeedImageAndName() {
        func first(_ seed: UInt64, _ image: Int, _ name: String) -> UInt64 {
            var stream = RandomStreams(seed: seed, image: image).stream(name)
            return stream.next64()
        }
        let numbers = [first(1, 0, "a"), first(2, 0, "a"), first(1 << 40, 0, "a"), first(1, 1, "a"), first(1, 0, "b")]
        #expect(Set(numbers).count == numbers.count)
        #expect(first(1, 0, "a") == numbers[0])
    }

    @Test func aScopeNamesItsStreamsByPath() {
        var scoped = RandomStreams(seed: 3, image: 4).scope("object").stream("yaw")
        var spelled = RandomStreams(seed: 3, image: 4).stream("object/yaw")
        #expect(scoped.next64() == spelled.next64())
    }

    @Test func unitsFillTheirRangeEvenly() {
        var stream = RandomStreams(seed: 5, image: 0).stream("unit")
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<100_000 { counts[Int(stream.unit() * 10)] += 1 }
        // Five standard deviations of a binomial with n = 100,000 and p = 0.1.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 475 })
    }

    @Test func integersIncludeBothEndsAndNothingElse() {
        var stream = RandomStreams(seed: 5, image: 0).stream("integer")
        var counts: [Int: Int] = [:]
        for _ in 0..<60_000 { counts[stream.integer(-2, 3), default: 0] += 1 }
        #expect(counts.keys.sorted() == [-2, -1, 0, 1, 2, 3])
        #expect(counts.values.allSatisfy { abs($0 - 10_000) < 457 })
        #expect((0..<10).allSatisfy { _ in stream.integer(7, 7) == 7 })
    }

    @Test func weightsSetTheOdds() {
        var stream = RandomStreams(seed: 5, image: 0).stream("weights")
        var counts = [0, 0, 0, 0]
        for _ in 0..<40_000 { counts[stream.index(weights: [1, 0, 3, 0])] += 1 }
        #expect(counts[1] == 0 && counts[3] == 0)
        #expect(abs(counts[0] - 10_000) < 433)
    }
}

@Suite struct NormalTests {
    @Test(arguments: [(0.5, 0.0), (0.975, 1.959963984540054), (0.001, -3.090232306167813), (1e-9, -5.997807015007686)])
    func quantilesAreTheTabulatedOnes(share: Double, z: Double) {
        #expect(abs(Normal.quantile(share) - z) < 1e-9)
    }

    @Test func aCutNormalStaysInsideAndKeepsItsMeanWhenTheCutIsEven() {
        var stream = RandomStreams(seed: 9, image: 0).stream("normal")
        var sum = 0.0
        for _ in 0..<20_000 {
            let value = NumberRule.normal(mean: 10, deviation: 4, low: 8, high: 12).draw(from: &stream)
            #expect((8...12).contains(value))
            sum += value
        }
        #expect(abs(sum / 20_000 - 10) < 0.05)
    }

    @Test func aDeviationOfZeroIsTheMean() {
        var stream = RandomStreams(seed: 9, image: 0).stream("normal")
        #expect(NumberRule.normal(mean: 3, deviation: 0, low: -5, high: 5).draw(from: &stream) == 3)
    }

    /// Wherever it begins and however many it takes, and what follows it.
    @Test(arguments: [0, 1, 2, 3, 4, 5], [0, 1, 3, 7, 8, 9, 21, 64])
    func fillingGivesTheNextWords(before: Int, count: Int) {
        var (one, other) = (RandomStream(seed: 5, image: 2, name: "x"), RandomStream(seed: 5, image: 2, name: "x"))
        for _ in 0..<before { #expect(one.next() == other.next()) }
        var words = [UInt32](repeating: 0, count: count)
        words.withUnsafeMutableBufferPointer { one.fill($0) }
        #expect(words == (0..<count).map { _ in other.next() })
        #expect((0..<5).map { _ in one.next() } == (0..<5).map { _ in other.next() })
    }
}
