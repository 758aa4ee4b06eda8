internal import CLanes

/// The inner loops of a resampler, each over one row. Between the two directions a pixel's bands are numbers of 16 bits,
/// 64 for each of a byte, which leaves room for what the filter overshoots.
enum ResampledRows {
    /// The size of a pixel beside the next one.
    static let pairBytes = 16
    /// The size of a pixel between the two directions.
    static let pixelBytes = 8

    /// Puts each pixel beside the next, band by band, as numbers of 16 bits.
    ///
    /// - Parameters:
    ///   - bytes: `count` pixels of four bytes.
    ///   - hasNext: whether another pixel follows; otherwise the last one stands beside black.
    @inline(never)
    static func pair(
        _ bytes: UnsafeRawPointer, _ count: Int, hasNext: Bool, into pairs: UnsafeMutableRawPointer
    ) {
        let last = count &- 1
        var x = 0
        while x < last {
            let both = bytes.loadUnaligned(fromByteOffset: x &* 4, as: SIMD8<UInt8>.self)
            pairs.storeBytes(of: clanes_bands(both), toByteOffset: x &* pairBytes, as: SIMD8<Int16>.self)
            x &+= 1
        }
        let end = bytes.loadUnaligned(fromByteOffset: last &* 4, as: SIMD4<UInt8>.self)
        let next = hasNext ? bytes.loadUnaligned(fromByteOffset: count &* 4, as: SIMD4<UInt8>.self) : .zero
        let both = SIMD8(lowHalf: end, highHalf: next)
        pairs.storeBytes(of: clanes_bands(both), toByteOffset: last &* pairBytes, as: SIMD8<Int16>.self)
    }
}

extension FilterWeights {
    /// A row of this many pixels, from one of the picture's pixels side by side.
    ///
    /// - Parameter line: where the pair of the picture's first pixel is, or would be.
    @inline(never)
    func gather(_ line: UnsafeRawPointer, into target: UnsafeMutableRawPointer) {
        let half = count / 2
        pairs.withUnsafeBufferPointer { pairs in
            starts.withUnsafeBufferPointer { starts in
                guard var weights = pairs.baseAddress else { return }
                var x = 0
                while x < starts.count {
                    var source = line + Int(starts[x]) &* ResampledRows.pairBytes
                    var sum = SIMD4<Int32>(repeating: 128)
                    var place = 0
                    while place &+ 2 <= half {
                        let two = UnsafeRawPointer(weights + place).loadUnaligned(as: SIMD2<Int32>.self)
                        let one = unsafeBitCast(SIMD4(repeating: two.x), to: SIMD8<Int16>.self)
                        let other = unsafeBitCast(SIMD4(repeating: two.y), to: SIMD8<Int16>.self)
                        sum &+= clanes_pairs(source.load(as: SIMD8<Int16>.self), one)
                        sum &+= clanes_pairs(source.load(fromByteOffset: 32, as: SIMD8<Int16>.self), other)
                        source += 64
                        place &+= 2
                    }
                    if place < half {
                        let one = unsafeBitCast(SIMD4(repeating: weights[place]), to: SIMD8<Int16>.self)
                        sum &+= clanes_pairs(source.load(as: SIMD8<Int16>.self), one)
                    }
                    weights += half
                    target.storeBytes(
                        of: SIMD4<Int16>(truncatingIfNeeded: sum &>> 8), toByteOffset: x &* ResampledRows.pixelBytes,
                        as: SIMD4<Int16>.self)
                    x &+= 1
                }
            }
        }
    }

    /// A row of bytes from the picture's rows one above the other.
    ///
    /// - Parameters:
    ///   - ring: rows of `count` numbers, and room for four more; row y of the picture is at y modulo the number of
    ///     weights.
    ///   - row: the pixel whose weights count.
    ///   - count: the row's bytes, a multiple of 4.
    @inline(never)
    func sum(_ ring: UnsafeRawPointer, row: Int, count: Int, into target: UnsafeMutableRawPointer) {
        let taps = self.count
        let half = taps / 2
        let start = Int(starts[row]) % taps
        pairs.withUnsafeBufferPointer { pairs in
            guard let weights = pairs.baseAddress.map({ $0 + row * half }) else { return }
            var x = 0
            while x < count {
                // Where four are left, the four before are made once more.
                let at = max(min(x, count &- 8), 0)
                var low = SIMD4<Int32>(repeating: 1 << 19)
                var high = low
                var slot = start
                var place = 0
                while place < half {
                    let a = (ring + (slot &* count &+ at) &* 2).loadUnaligned(as: SIMD8<Int16>.self)
                    slot = slot &+ 1 == taps ? 0 : slot &+ 1
                    let b = (ring + (slot &* count &+ at) &* 2).loadUnaligned(as: SIMD8<Int16>.self)
                    slot = slot &+ 1 == taps ? 0 : slot &+ 1
                    let both = unsafeBitCast(SIMD4(repeating: weights[place]), to: SIMD8<Int16>.self)
                    low &+= clanes_pairs(clanes_mixed_low(a, b), both)
                    high &+= clanes_pairs(clanes_mixed_high(a, b), both)
                    place &+= 1
                }
                var all = SIMD8(lowHalf: low, highHalf: high) &>> 20
                all.clamp(lowerBound: .zero, upperBound: SIMD8(repeating: 255))
                let bytes = SIMD8<UInt8>(truncatingIfNeeded: all)
                if count >= 8 {
                    target.storeBytes(of: bytes, toByteOffset: at, as: SIMD8<UInt8>.self)
                } else {
                    target.storeBytes(of: bytes.lowHalf, toByteOffset: at, as: SIMD4<UInt8>.self)
                }
                x &+= 8
            }
        }
    }
}
